"""The wall between a complaint and whom it is about, and to whom the complaint then falls."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from casework.cases import actions as cases
from casework.cases.models import Case, Wall
from casework.cases.queries import depends_on, owners_of
from casework.people.models import User
from complaints import roads
from complaints.models import Complaint
from complaints.workflow import Road, Subject


@transaction.atomic
def wall_off(
    complaint: Complaint,
    person: User,
    *,
    reason: str = "The complaint is about this person.",
    by: User,
    at: datetime,
) -> None:
    """Keep out somebody the complaint is about, whoever that leaves: it falls to the next who may have it."""
    if depends_on(complaint.case, person, localdate(at)):
        pass_on(complaint, barring=[person], at=at)
        if not owners_of(complaint.case, localdate(at)):
            raise cases.WouldBeNobodys(complaint.case)
    cases.raise_wall(
        complaint.case, person, source=Wall.Source.SUBJECT, reason=reason, by=by, at=at, by_rule=True
    )
    complaint.case.refresh_from_db()


@transaction.atomic
def pass_on(complaint: Complaint, *, barring: Collection[User], at: datetime) -> list[User]:
    """Give the complaint to the owner its road and the walls leave, and name whoever must see it.

    What the rules say follows, so the system does it and nobody's own permission is asked.
    """
    case, day = complaint.case, localdate(at)
    walled = [wall.person for wall in Wall.objects.standing().filter(case=case).select_related("person")]
    road = Road(complaint.road)
    charge = roads.in_charge(Subject(complaint.subject), road, barred={*walled, *barring}, on=day)
    case.owner_post = charge.owner_post
    case.confidentiality = roads.RULES[road].confidentiality
    case.save(update_fields=["owner_post", "confidentiality"])
    for person in charge.named:
        if not Case.objects.lastingly_visible_to(person).filter(pk=case.pk).exists():
            cases.name_person(case, person, reason="It falls to their post.", by=None, at=at)
    case.refresh_from_db()
    return charge.named
