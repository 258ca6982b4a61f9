"""What is promised of complaints, whichever road they take."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from casework.desk.self_check import Invariant, Looked
from complaints.models import Allegation, Complaint, Referral
from complaints.workflow import Outcome, Status

# Outcomes that rest on a finding of our own: not what the force decided, nor a withdrawal.
FOUND_BY_US = (Outcome.RESOLVED, Outcome.NOT_RESOLVED, Outcome.SCHEDULE_3, Outcome.STAFF_DECISION)


def _outcomes(at: datetime) -> Looked:
    closed = Complaint.objects.filter(status=Status.CLOSED)
    return Looked(closed.count(), _named(closed.filter(outcome="").values_list("pk", flat=True)))


def _findings(at: datetime) -> Looked:
    decided = Complaint.objects.filter(status=Status.CLOSED, outcome__in=FOUND_BY_US)
    theirs = Allegation.objects.filter(complaint=OuterRef("pk"))
    without = decided.filter(Exists(theirs.filter(finding="")) | ~Exists(theirs))
    return Looked(decided.count(), _named(without.order_by("pk").values_list("pk", flat=True)))


def _referrals(at: datetime) -> Looked:
    """Schedule 3, paragraph 4 of the 2002 Act: what must be referred is not decided before it comes back."""
    out = Referral.objects.filter(returned_on=None, withdrawn_at=None).exclude(Q(criteria=[]))
    early = out.filter(complaint__status=Status.CLOSED)
    return Looked(out.count(), _named(early.order_by("pk").values_list("complaint", flat=True)))


def _named(complaints: Iterable[int]) -> list[str]:
    return [f"complaint {pk}" for pk in complaints]


INVARIANTS = (
    Invariant("outcomes", "Every closed complaint has an outcome", _outcomes),
    Invariant("findings", "Every allegation of a complaint that the office decided has a finding", _findings),
    Invariant("referrals", "No complaint was closed while the IOPC had to have it", _referrals),
)
