"""Starting and ending the clocks of a complaint together."""

from collections.abc import Iterable
from datetime import datetime

from casework.deadlines import actions as deadlines
from casework.deadlines.clocks import Nature, clock_named
from casework.deadlines.models import Deadline, State
from casework.people.models import User
from complaints.models import Complaint, Role
from complaints.roads import Start


def start_clocks(complaint: Complaint, starts: Iterable[Start], *, by: User | None, at: datetime) -> None:
    complainant = complaint.parties.filter(role=Role.COMPLAINANT).first()
    for start in starts:
        if start.for_complainant and (complainant is None or complaint.is_anonymous):
            continue
        deadlines.start(
            complaint.case,
            start.clock,
            trigger_at=start.trigger(complaint),
            trigger_event=start.event,
            recipient=complainant.recipient if start.for_complainant and complainant else None,
            by=by,
            at=at,
        )


def end_duties(complaint: Complaint, *, reason: str, by: User | None, at: datetime) -> None:
    """Cancel every duty that still runs; a window of the complainant's stays open."""
    unended = Deadline.objects.filter(case=complaint.case_id, state__in=[State.RUNNING, State.PAUSED])
    for deadline in unended.order_by("pk"):
        clock = clock_named(deadline.clock)
        if clock.nature is Nature.DUTY:
            deadlines.cancel(complaint.case, clock, recipient=deadline.recipient, reason=reason, by=by, at=at)
