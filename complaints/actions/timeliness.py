"""The office's own reports to the IOPC on a complaint about the Chief Constable that takes long."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.deadlines.models import Deadline
from casework.deadlines.queries import clock_of
from casework.people.models import User
from complaints import permissions
from complaints.actions.begin import lock_visible, record
from complaints.actions.refused import Refused
from complaints.deadlines import OWN_TIMELINESS_FIRST, OWN_TIMELINESS_NEXT
from complaints.models import Complaint
from complaints.workflow import WORK

CODES = (OWN_TIMELINESS_FIRST.code, OWN_TIMELINESS_NEXT.code)
SOON = timedelta(days=28)  # before the end of the period, a report can say how the whole of it went


@transaction.atomic
def record_timeliness_report(complaint: Complaint, *, sent_on: date, by: User, at: datetime) -> Deadline:
    """Record that the report of a period went to the IOPC. The next period begins the day after it ends."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WORK.check(complaint.status)
    period = Deadline.objects.running().filter(case=complaint.case_id, clock__in=CODES).first()
    if period is None:
        raise Refused("The office owes the IOPC no report on this complaint.")
    if sent_on > localdate(at):
        raise Refused("Enter a day that has passed, or today.")
    if sent_on < period.due_on - SOON:
        raise Refused(f"The period ends on {period.due_on:%-d %B %Y}. Report on it when it ends.")

    deadlines.satisfy(complaint.case, clock_of(period), done_at=_noon(sent_on), by=by, at=at)
    following = deadlines.start(
        complaint.case,
        OWN_TIMELINESS_NEXT,
        trigger_at=_noon(period.due_on + timedelta(days=1)),
        trigger_event="The period before ended",
        by=by,
        at=at,
    )

    changes = {"deadline": period.pk, "sent_on": sent_on}
    record(complaint, "complaint.timeliness_reported", by=by, at=at, changes=changes)
    return following


def _noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))
