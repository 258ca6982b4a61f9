"""Ending a complaint, and opening it again."""

from datetime import datetime

from django.db import transaction

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.people.models import User
from complaints import permissions
from complaints.actions.begin import lock_visible, record
from complaints.actions.clocks import end_duties, restart_updates
from complaints.deadlines import RESUMPTION_REPLY
from complaints.models import Complaint
from complaints.queries import complainant_of, must_now_be_recorded
from complaints.roads import rules_of
from complaints.workflow import REOPEN, Outcome, Transition


def close(
    complaint: Complaint, outcome: Outcome, transition: Transition, *, by: User | None, at: datetime
) -> None:
    """End the complaint within the action that found it ended; that action records it."""
    transition.check(complaint.status)
    complaint.status, complaint.outcome = transition.target, outcome
    complaint.closed_at, complaint.closed_by = at, by
    complaint.suspended_at, complaint.suspended_by, complaint.suspended_because = None, None, ""
    complaint.resumption_declined_at = None
    complaint.save()
    reason = "The complaint was closed."
    end_duties(complaint, reason=reason, by=by, at=at)
    deadlines.cancel(complaint.case, RESUMPTION_REPLY, reason=reason, by=by, at=at)


@transaction.atomic
def reopen(complaint: Complaint, *, reason: str, by: User, at: datetime) -> Complaint:
    """Take up a closed complaint again. What was decided stays in its letters and in the trail."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_reopen(by, complaint))
    REOPEN.check(complaint.status)

    cases.add_note(complaint.case, f"Reopened: {reason}", by=by, at=at)
    _reopen(complaint, by=by, at=at)
    return complaint


@transaction.atomic
def ask_to_reopen(complaint: Complaint, *, reason: str, by: User, at: datetime) -> ApprovalRequest:
    """Put to whoever approves the outcome of such a complaint whether it is taken up again."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    REOPEN.check(complaint.status)
    kind, question = reopening_of(complaint), f"May {complaint.case.reference} be opened again?"
    request = approvals.ask(complaint.case, kind, content={"reason": reason}, question=question, by=by, at=at)
    record(complaint, "complaint.reopening_asked_for", by=by, at=at, changes={"approval": request.pk})
    return request


def reopening_of(complaint: Complaint) -> str:
    """The approval kind under which it may be opened again: it goes the way that its outcome went."""
    why = "reopen-to-record" if must_now_be_recorded(complaint) else "reopen"
    return f"{why}-{rules_of(complaint).outcome_kind}"


def reopening_approved(request: ApprovalRequest, by: User, at: datetime) -> None:
    complaint = lock_visible(Complaint.objects.get(pk=request.case_id), by)
    REOPEN.check(complaint.status)
    _reopen(complaint, by=by, at=at)


def _reopen(complaint: Complaint, *, by: User, at: datetime) -> None:
    before = complaint.outcome
    complaint.status, complaint.outcome = REOPEN.target, ""
    complaint.closed_at, complaint.closed_by = None, None
    if complaint.logged_at is None:
        complaint.logged_at, complaint.logged_by = at, by
    complaint.save()
    party = complainant_of(complaint)
    if party and not complaint.is_anonymous:
        event = "The complaint was reopened"
        restart_updates(complaint, party.recipient, given_at=at, event=event, by=by, at=at)

    changes = {"status": complaint.status, "outcome": [before, ""]}
    record(complaint, "complaint.reopened", by=by, at=at, changes=changes)
