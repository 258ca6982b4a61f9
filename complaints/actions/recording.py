"""A complaint that is handled informally, and whose complainant asks for it to be recorded after all."""

from datetime import datetime

from django.db import transaction

from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.deadlines.queries import running_on
from casework.people.models import User
from complaints import permissions
from complaints.actions.begin import lock, lock_visible, record
from complaints.actions.messages import send_message
from complaints.actions.refused import Refused
from complaints.deadlines import HAND_OVER_TO_FORCE
from complaints.models import Complaint
from complaints.queries import is_handled_informally
from complaints.workflow import Outcome, Road

SAID = "I ask for my complaint to be recorded."


def may_be_asked_for(complaint: Complaint) -> bool:
    """At any time, and closed or not: PRA 2002 Sch 3 para 2(6A). Asked once, it is asked."""
    if complaint.recording_asked_at or complaint.outcome == Outcome.WITHDRAWN:
        return False
    return is_handled_informally(complaint)


@transaction.atomic
def ask_for_recording(complaint: Complaint, *, by: User | None, at: datetime) -> Complaint:
    """Keep that the complainant asked, told to us or on their own page; `by` is None when they ask there."""
    complaint = lock_visible(complaint, by) if by else lock(complaint)
    cases.require(by is None or permissions.can_handle(by, complaint))
    if not may_be_asked_for(complaint):
        raise Refused("This was asked for already, or the complaint is not handled informally any more.")

    complaint.recording_asked_at = at
    complaint.save(update_fields=["recording_asked_at"])
    if complaint.road == Road.FORCE and running_on(complaint.case, HAND_OVER_TO_FORCE) is None:
        event = "The complainant asked for it to be recorded"
        deadlines.start(complaint.case, HAND_OVER_TO_FORCE, trigger_at=at, trigger_event=event, by=by, at=at)
    if by is None:
        send_message(complaint, text=SAID, by=None, at=at)
    record(complaint, "complaint.recording_asked_for", by=by, at=at)
    return complaint
