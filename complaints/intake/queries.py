from uuid import UUID

from django.db.models import Q, QuerySet

from casework.people.models import User
from complaints.actions.receive import Submission
from complaints.models import Complaint, Party, Role

MOST = 5


def possible_repeats(submission: Submission, submission_key: UUID, user: User) -> QuerySet[Complaint]:
    """Other complaints by the same person, among those the user may see anyway."""
    person = submission.complainant
    if person is None:
        return Complaint.objects.none()
    same = Q(name__iexact=person.name) if person.name else Q()
    if person.email:
        same |= Q(email__iexact=person.email)
    if not same:
        return Complaint.objects.none()
    by_them = Party.objects.filter(same, role=Role.COMPLAINANT).values("complaint")
    repeats = Complaint.objects.visible_to(user).filter(pk__in=by_them).exclude(submission_key=submission_key)
    return repeats.select_related("case").order_by("-made_at", "-pk")[:MOST]
