"""Whether a complaint goes on after the criminal proceedings it waited for (PCMR 2020 reg 41)."""

from datetime import datetime

from django.db import transaction

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.approvals.models import State as ApprovalState
from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.deadlines.models import Deadline
from casework.letters.models import Letter
from casework.letters.models import State as LetterState
from casework.people.models import User
from complaints import permissions
from complaints.actions.begin import lock, lock_visible, record
from complaints.actions.closing import close
from complaints.actions.messages import send_message
from complaints.actions.refused import Refused
from complaints.actions.writing import can_be_written_to, draft_to_complainant
from complaints.deadlines import RESUMPTION_REPLY
from complaints.models import Complaint
from complaints.queries import complainant_of, latest_assessment
from complaints.workflow import END_SUSPENDED, RESUME, Outcome, Road, Route

QUESTION = "resumption-question"
DECISION = "resumption"
TELL_THE_SUBJECT = (
    "Once it is decided: tell the Chief Constable (PCMR 2020 reg 41(7)), unless that might prejudice "
    "proceedings or is not in the public interest."
)
NOT_ASKED = "We are not waiting for an answer from you."
SAID = {True: "I want my complaint to go on.", False: "I do not want my complaint to go on."}


def governs(complaint: Complaint) -> bool:
    """Only what this office suspended as the appropriate authority under Schedule 3."""
    if complaint.suspended_at is None or complaint.road != Road.CHIEF_CONSTABLE:
        return False
    assessment = latest_assessment(complaint)
    return assessment is not None and assessment.route == Route.SCHEDULE_3


def question_of(complaint: Complaint) -> Deadline | None:
    """The complainant's 28 days, while their answer is awaited: also once the last day has passed."""
    return Deadline.objects.running().filter(case=complaint.case_id, clock=RESUMPTION_REPLY.code).first()


def decision_asked(complaint: Complaint) -> ApprovalRequest | None:
    return complaint.case.approvals.filter(kind=DECISION, state=ApprovalState.WAITING).first()


def waits_for(complaint: Complaint) -> str:
    """For whom a suspended complaint waits; a question whose last day may pass is for us to watch."""
    if decision_asked(complaint):
        return "approval"
    if complaint.resumption_declined_at or question_of(complaint):
        return ""
    return "other proceedings to end"


@transaction.atomic
def resume(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Go on because nothing stands in the way. What waited for proceedings to end is asked about first."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    RESUME.check(complaint.status)
    if complaint.suspended_at is None:
        raise Refused("The complaint is not suspended.")
    if governs(complaint):
        require_unanswered(complaint)
    _go_on(complaint, "complaint.resumed", by=by, at=at)
    return complaint


@transaction.atomic
def draft_question(complaint: Complaint, *, by: User, at: datetime) -> Letter:
    """Draft the letter that asks. The 28 days are counted from the day it leaves."""
    complaint = _governed(complaint, by)
    require_unanswered(complaint)
    drafted = complaint.case.letters.filter(template__code=QUESTION, state=LetterState.DRAFT).first()
    letter = drafted or draft_to_complainant(complaint, QUESTION, {}, by=by, at=at)
    if letter is None:
        raise Refused("The complainant left no address to write to. Decide what is in the public interest.")
    return letter


def require_unanswered(complaint: Complaint) -> None:
    """Refuse to ask what was asked or answered already."""
    if not governs(complaint):
        raise Refused("This complaint does not wait for criminal proceedings to end.")
    if complaint.resumption_declined_at:
        raise Refused("The complainant does not want it to go on.")
    if question_of(complaint):
        raise Refused("The complainant was asked already. Wait for the answer, or for the last day.")


def start_reply_window(complaint: Complaint, *, at: datetime, by: User | None) -> None:
    """Count from the day the letter was sent, not from the day it came: reg 41(4)(b)."""
    event = "The letter that asks whether the complaint goes on was sent"
    deadlines.start(complaint.case, RESUMPTION_REPLY, trigger_at=at, trigger_event=event, by=by, at=at)
    record(complaint, "complaint.resumption_asked", by=by, at=at)


@transaction.atomic
def record_answer(complaint: Complaint, *, wanted: bool, by: User | None, at: datetime) -> Complaint:
    """Keep what the complainant wants, told to us or on their own page; `by` is None when they say it there.

    Who wants it to go on makes it go on, however late: reg 41(3) sets no last day to say so.
    """
    complaint = _governed(complaint, by)
    if by is None:
        if question_of(complaint) is None:
            raise Refused(NOT_ASKED)
        send_message(complaint, text=SAID[wanted], by=None, at=at)
    deadlines.satisfy(complaint.case, RESUMPTION_REPLY, done_at=at, by=by, at=at)
    if wanted:
        _go_on(complaint, "complaint.resumption_wanted", by=by, at=at)
        return complaint

    complaint.resumption_declined_at = at
    complaint.save(update_fields=["resumption_declined_at"])
    record(complaint, "complaint.resumption_declined", by=by, at=at)
    return complaint


@transaction.atomic
def propose_decision(
    complaint: Complaint, *, in_public_interest: bool, reasons: str, by: User, at: datetime
) -> ApprovalRequest:
    """Put to whoever decides what becomes of it without the complainant: reg 41(4) to (6)."""
    complaint = _governed(complaint, by)
    _require_silence(complaint, at)
    end = "treat it as a recordable conduct matter" if in_public_interest else "end it"
    content = {"in_public_interest": in_public_interest, "reasons": reasons}
    question = f"Is it right to {end}: {complaint.case.reference}?"
    request = approvals.ask(complaint.case, DECISION, content=content, question=question, by=by, at=at)
    if not complaint.case.tasks.filter(what=TELL_THE_SUBJECT, done_at=None).exists():
        cases.set_task(complaint.case, TELL_THE_SUBJECT, for_person=by, by=by, at=at)
    record(complaint, "complaint.resumption_put", by=by, at=at, changes={"approval": request.pk})
    return request


def decided(request: ApprovalRequest, by: User, at: datetime) -> None:
    """End the complaint, or go on with it as a conduct matter, as the decider approved."""
    complaint = lock_visible(Complaint.objects.get(pk=request.case_id), by)
    if request.content["in_public_interest"]:
        _go_on(complaint, "complaint.treated_as_conduct_matter", by=by, at=at)
        return
    close(complaint, Outcome.NOT_RESUMED, END_SUSPENDED, by=by, at=at)
    changes = {"status": complaint.status, "outcome": complaint.outcome}
    record(complaint, "complaint.not_resumed", by=by, at=at, changes=changes)


def left_undecided(request: ApprovalRequest, by: User, at: datetime) -> None:
    """Returned or refused, it waits for another decision."""
    complaint = lock_visible(Complaint.objects.get(pk=request.case_id), by)
    record(complaint, "complaint.resumption_undecided", by=by, at=at)


def _require_silence(complaint: Complaint, at: datetime) -> None:
    """Refuse while the complainant could still be asked, or could still answer in time."""
    if complaint.resumption_declined_at:
        return
    asked = question_of(complaint)
    if asked and at <= asked.due_at:
        raise Refused(f"The complainant may answer until {asked.due_on:%-d %B %Y}.")
    if not asked and can_be_written_to(complainant_of(complaint)):
        raise Refused("Write to the complainant first, and ask whether they want it to go on.")


def _go_on(complaint: Complaint, verb: str, *, by: User | None, at: datetime) -> None:
    waiting = decision_asked(complaint)
    if waiting:
        approvals.void(waiting, by=by, at=at)
    deadlines.cancel(complaint.case, RESUMPTION_REPLY, reason="The complaint goes on.", by=by, at=at)
    changes = {"suspended_at": [complaint.suspended_at, None]}
    complaint.suspended_at, complaint.suspended_by, complaint.suspended_because = None, None, ""
    complaint.resumption_declined_at = None
    complaint.save(
        update_fields=["suspended_at", "suspended_by", "suspended_because", "resumption_declined_at"]
    )
    deadlines.resume(complaint.case, by=by, at=at)
    record(complaint, verb, by=by, at=at, changes=changes)


def _governed(complaint: Complaint, by: User | None) -> Complaint:
    complaint = lock_visible(complaint, by) if by else lock(complaint)
    cases.require(by is None or permissions.can_handle(by, complaint))
    if not governs(complaint):
        raise Refused("This complaint does not wait for criminal proceedings to end.")
    return complaint
