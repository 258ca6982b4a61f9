"""How every action on a complaint begins and ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.people.models import User
from complaints.models import Complaint


def lock_visible(complaint: Complaint, by: User, *, in_emergency: bool = False) -> Complaint:
    """The complaint as it is now, locked with its case; to somebody who may not see it, it does not exist."""
    return _fresh(complaint, cases.lock_visible(complaint.case, by, in_emergency=in_emergency))


def lock(complaint: Complaint) -> Complaint:
    """The same for what the complainant or the system does."""
    return _fresh(complaint, cases.lock(complaint.case))


def record(
    complaint: Complaint,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Finish the action. Walls, clocks and notes on the way wrote the case too, so it is read again."""
    complaint.case.refresh_from_db()
    cases.record(complaint.case, verb, by=by, at=at, changes=changes)


def _fresh(complaint: Complaint, case: Case) -> Complaint:
    fresh = Complaint.objects.get(pk=complaint.pk)
    fresh.case = case
    return fresh
