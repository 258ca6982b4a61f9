"""A complainant who wants to withdraw: signed, it counts at once; else they are asked (PCMR 2020 reg 38)."""

from datetime import datetime

from django.db import transaction

from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.deadlines.models import Deadline
from casework.people.models import User
from complaints import permissions
from complaints.actions import writing
from complaints.actions.begin import lock_visible, record
from complaints.actions.closing import close
from complaints.actions.refused import Refused
from complaints.deadlines import WITHDRAWAL_REPLY
from complaints.models import Complaint
from complaints.workflow import WITHDRAW, Outcome


@transaction.atomic
def record_signed_withdrawal(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Close the complaint because the complainant, or somebody for them, signed that they withdraw it."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WITHDRAW.check(complaint.status)
    return _withdrawn(complaint, signed=True, by=by, at=at)


@transaction.atomic
def ask_about_withdrawal(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Write to a complainant who said, but did not sign, that they withdraw. They have 28 days to answer."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WITHDRAW.check(complaint.status)
    if _waiting(complaint):
        raise Refused("The complainant was asked already. Wait for the answer, or for the last day.")

    if writing.tell_complainant(complaint, "withdrawal-question", {}, by=by, at=at) is None:
        raise Refused("The complainant left no address to write to, so nothing signed can be asked for.")

    record(complaint, "complaint.withdrawal_asked_about", by=by, at=at)
    return complaint


@transaction.atomic
def treat_as_withdrawn(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Close the complaint because the complainant did not answer within the 28 days."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WITHDRAW.check(complaint.status)
    waiting = _waiting(complaint)
    if waiting is None:
        raise Refused("The complainant was not asked whether they withdraw.")
    if at <= waiting.due_at:
        raise Refused(f"The complainant may answer until {waiting.due_on:%-d %B %Y}.")
    return _withdrawn(complaint, signed=False, by=by, at=at)


@transaction.atomic
def keep_open(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Go on, because the complainant answered that they do not withdraw."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    if deadlines.satisfy(complaint.case, WITHDRAWAL_REPLY, done_at=at, by=by, at=at) is None:
        raise Refused("The complainant was not asked whether they withdraw.")

    record(complaint, "complaint.not_withdrawn", by=by, at=at)
    return complaint


def start_reply_window(complaint: Complaint, *, provided_at: datetime, by: User | None, at: datetime) -> None:
    """Count the 28 days from the day the letter left."""
    deadlines.start(
        complaint.case,
        WITHDRAWAL_REPLY,
        trigger_at=provided_at,
        trigger_event="The letter that asks about the withdrawal was sent",
        by=by,
        at=at,
    )


def _waiting(complaint: Complaint) -> Deadline | None:
    return Deadline.objects.running().filter(case=complaint.case_id, clock=WITHDRAWAL_REPLY.code).first()


def _withdrawn(complaint: Complaint, *, signed: bool, by: User, at: datetime) -> Complaint:
    close(complaint, Outcome.WITHDRAWN, WITHDRAW, by=by, at=at)
    deadlines.satisfy(complaint.case, WITHDRAWAL_REPLY, done_at=at, by=by, at=at)

    changes = {"status": complaint.status, "outcome": complaint.outcome, "signed": signed}
    record(complaint, "complaint.withdrawn", by=by, at=at, changes=changes)
    return complaint
