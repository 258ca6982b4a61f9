"""Starting and ending the clocks of a complaint together."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from casework.deadlines import actions as deadlines
from casework.deadlines.actions import Trigger
from casework.deadlines.clocks import Clock, Nature, clock_named
from casework.deadlines.models import Deadline, State
from casework.people.models import User
from complaints.deadlines import FIRST_CONTACT, STAFF_ACKNOWLEDGEMENT
from complaints.models import Complaint
from complaints.queries import complainant_of
from complaints.roads import Start, update_clock


def start_clocks(complaint: Complaint, starts: Iterable[Start], *, by: User | None, at: datetime) -> None:
    complainant = complainant_of(complaint)
    recipient = complainant.recipient if complainant and not complaint.is_anonymous else None
    triggers = [
        Trigger(
            start.clock, start.trigger(complaint), start.event, recipient if start.for_complainant else None
        )
        for start in starts
        if recipient or not start.for_complainant
    ]
    if triggers:
        deadlines.start_each(complaint.case, triggers, by=by, at=at)


@transaction.atomic(savepoint=False)
def contacted(complaint: Complaint, contacted_at: datetime, *, by: User | None, at: datetime) -> None:
    """The complainant was spoken or written to; the first time is the first contact that is owed."""
    if complaint.contacted_at is None or contacted_at < complaint.contacted_at:
        complaint.contacted_at = contacted_at
        complaint.save(update_fields=["contacted_at"])
    for clock in (FIRST_CONTACT, STAFF_ACKNOWLEDGEMENT):
        deadlines.satisfy(complaint.case, clock, done_at=contacted_at, by=by, at=at)


def restart_updates(
    complaint: Complaint, recipient: str, *, given_at: datetime, event: str, by: User | None, at: datetime
) -> None:
    """Count to the next update from this one, where it is the office that tells the complainant."""
    clock = update_clock(complaint)
    if clock:
        deadlines.restart(
            complaint.case,
            clock,
            trigger_at=given_at,
            trigger_event=event,
            recipient=recipient,
            by=by,
            at=at,
        )


def end_duties(
    complaint: Complaint, *, keep: Collection[Clock] = (), reason: str, by: User | None, at: datetime
) -> None:
    """Cancel every other duty that still runs; a window of the complainant's stays open."""
    unended = Deadline.objects.filter(case=complaint.case_id, state__in=[State.RUNNING, State.PAUSED])
    for deadline in unended.order_by("pk"):
        clock = clock_named(deadline.clock)
        if clock.nature is Nature.DUTY and clock not in keep:
            deadlines.cancel(complaint.case, clock, recipient=deadline.recipient, reason=reason, by=by, at=at)
