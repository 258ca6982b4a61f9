"""What was found, the letter that says so, the decision on it, and the end of the complaint."""

from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.approvals.models import State as ApprovalState
from casework.cases import actions as cases
from casework.cases.models import Case
from casework.deadlines import actions as deadlines
from casework.deadlines.clocks import Clock
from casework.letters import actions as letters
from casework.letters.models import Letter
from casework.letters.models import State as LetterState
from casework.people.models import User
from casework.trail.queries import who_did
from complaints import permissions, writing_up
from complaints.actions.begin import lock_visible, record
from complaints.actions.closing import close
from complaints.actions.refused import Refused
from complaints.actions.writing import can_be_written_to, draft_to_complainant
from complaints.deadlines import (
    COMPLAINT_RESOLUTION,
    REVIEW_APPLICATION,
    STAFF_APPEAL,
    STAFF_RESOLUTION,
)
from complaints.models import Allegation, Complaint
from complaints.queries import complainant_of, latest_assessment, must_now_be_recorded
from complaints.roads import rules_of
from complaints.rules import findings_for
from complaints.workflow import (
    CLOSE,
    DECIDE_OUTCOME,
    FIND,
    PROPOSE_OUTCOME,
    RETURN_OUTCOME,
    Finding,
    Outcome,
    Road,
    Route,
)

RING = "Ring the complainant and tell them the outcome. No letter left, and they can read it on their page."
DONE_BY_THE_OUTCOME = (COMPLAINT_RESOLUTION, STAFF_RESOLUTION)
# Whoever did any of these wrote part of what is put forward.
WRITES_THE_OUTCOME = (
    "complaint.allegation_added",
    "complaint.allegation_changed",
    "complaint.finding_recorded",
)
WINDOWS = {Route.SCHEDULE_3: REVIEW_APPLICATION, Route.LOCAL_POLICY: STAFF_APPEAL}


@transaction.atomic
def record_finding(
    allegation: Allegation,
    *,
    finding: Finding,
    done_to_resolve: str = "",
    satisfied_words: str = "",
    reasons: str = "",
    remedy: str = "",
    version: int,
    by: User,
    at: datetime,
) -> Allegation:
    """Record what was found on one allegation, in the words its road and route allow."""
    complaint = lock_visible(allegation.complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    cases.check_version(complaint.case, version)
    FIND.check(complaint.status)
    if finding not in findings_for(Road(complaint.road), route_of(complaint)):
        raise Refused(f"“{finding.label}” is not a finding that this complaint can have.")
    if finding == Finding.RESOLVED and not satisfied_words.strip():
        raise Refused("Enter in the complainant’s own words that they are satisfied.")
    outside = finding in (Finding.RESOLVED, Finding.NOT_RESOLVED)
    if outside and not done_to_resolve.strip():
        raise Refused("Enter what was done to resolve it.")
    if not outside and not reasons.strip():
        raise Refused("Enter the reasons for the finding.")

    allegation.finding, allegation.done_to_resolve = finding, done_to_resolve
    allegation.satisfied_words, allegation.reasons, allegation.remedy = satisfied_words, reasons, remedy
    allegation.save(update_fields=["finding", "done_to_resolve", "satisfied_words", "reasons", "remedy"])

    changes = {"allegation": allegation.number, "finding": finding}
    record(complaint, "complaint.finding_recorded", by=by, at=at, changes=changes)
    return allegation


@transaction.atomic
def draft_outcome(
    complaint: Complaint, *, told: Mapping[str, str] | None = None, by: User, at: datetime
) -> Letter:
    """Draft the outcome letter from the findings.

    `told` is what else it says: what was looked at, what happens next.
    """
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    PROPOSE_OUTCOME.check(complaint.status)
    require_findings(complaint)
    template = writing_up.outcome_template(complaint, route_of(complaint))
    # One outcome letter at a time: an earlier draft says something else.
    for earlier in complaint.case.letters.filter(
        template__code__in=writing_up.OUTCOME_LETTERS, state=LetterState.DRAFT
    ):
        letters.withdraw(earlier, by=by, at=at)
    took_part = {by.pk, *who_did(complaint.case_id, "complaint.finding_recorded")}
    fields = writing_up.outcome_fields(complaint, localdate(at), took_part) | dict(told or {})
    letter = draft_to_complainant(complaint, template, fields, by=by, at=at)
    if letter is None:
        raise Refused("The complainant cannot be written to. Propose the outcome without a letter.")
    return letter


@transaction.atomic
def propose_outcome(
    complaint: Complaint, *, letter: Letter | None, by: User, at: datetime
) -> ApprovalRequest:
    """Put the outcome and its letter to whoever the scheme of delegation names. Nothing is sent here.

    Without a letter the findings themselves are put: the complainant reads them on their page.
    """
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    PROPOSE_OUTCOME.check(complaint.status)
    if complaint.suspended_at:
        raise Refused("The complaint is suspended. Resume it first.")
    require_findings(complaint)
    if letter is None and can_be_written_to(complainant_of(complaint)):
        raise Refused("Draft the outcome letter first.")

    complaint.status = PROPOSE_OUTCOME.target
    complaint.save(update_fields=["status"])
    kind = rules_of(complaint).outcome_kind
    question = f"Is this the outcome of {complaint.case.reference}?"
    wrote = who_did(complaint.case_id, *WRITES_THE_OUTCOME)
    if letter:
        writing_up.check_says_the_findings(letter, complaint)
        request = letters.put_to_approval(letter, kind=kind, question=question, authors=wrote, by=by, at=at)
    else:
        content = writing_up.findings(complaint)
        request = approvals.ask(
            complaint.case, kind, content=content, question=question, authors=wrote, by=by, at=at
        )

    changes = {"status": complaint.status, "approval": request.pk}
    record(complaint, "complaint.outcome_proposed", by=by, at=at, changes=changes)
    return request


def approved(request: ApprovalRequest, by: User, at: datetime) -> None:
    """Decide the outcome, and let its letter leave in the same transaction."""
    complaint = lock_visible(Complaint.objects.get(pk=request.case_id), by)
    DECIDE_OUTCOME.check(complaint.status)
    require_findings(complaint)

    complaint.status = DECIDE_OUTCOME.target
    complaint.save(update_fields=["status"])
    notice, event = rules_of(complaint).outcome_notice, "The outcome was decided"
    deadlines.start(complaint.case, notice, trigger_at=at, trigger_event=event, by=by, at=at)
    changes = {"status": complaint.status, "approval": request.pk}
    record(complaint, "complaint.outcome_decided", by=by, at=at, changes=changes)
    if request.subject_id is None:
        end_with_outcome(complaint, by=by, at=at)
        _ask_to_ring(complaint, complaint.case.handler or request.asked_by, at=at)
    else:
        letters.send(Letter.objects.get(pk=request.subject_id, case=request.case_id), by=by, at=at)


def returned(request: ApprovalRequest, by: User, at: datetime) -> None:
    """Give it back to the handler, whether it was returned to be put right or refused."""
    _back_to_handling(lock_visible(Complaint.objects.get(pk=request.case_id), by), by=by, at=at)


@transaction.atomic
def take_back_outcome(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Withdraw an outcome that was proposed, or decided while its letter waits for the post."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    for request in complaint.case.approvals.filter(state=ApprovalState.WAITING):
        approvals.void(request, by=by, at=at)
    _back_to_handling(complaint, by=by, at=at)
    return complaint


def _back_to_handling(complaint: Complaint, *, by: User, at: datetime) -> None:
    RETURN_OUTCOME.check(complaint.status)
    complaint.status = RETURN_OUTCOME.target
    complaint.save(update_fields=["status"])
    put = (LetterState.WAITING, LetterState.APPROVED)
    for letter in complaint.case.letters.filter(template__code__in=writing_up.OUTCOME_LETTERS, state__in=put):
        letters.take_back(letter, by=by, at=at)
    notice, reason = rules_of(complaint).outcome_notice, "The outcome was taken back."
    deadlines.cancel(complaint.case, notice, reason=reason, by=by, at=at)
    record(complaint, "complaint.outcome_returned", by=by, at=at, changes={"status": complaint.status})


def letter_left(letter: Letter, by: User | None, at: datetime) -> None:
    """Close the complaint now that its outcome letter left, and open the reader's window."""
    complaint = Complaint.objects.select_related("case").get(pk=letter.case_id)
    end_with_outcome(complaint, by=by, at=at)
    _open_window(complaint, letter, by=by, at=at)


def letter_moved(letter: Letter, by: User | None, at: datetime) -> None:
    """The letter was provided on another day, so the reader's window is counted from that day."""
    complaint = Complaint.objects.select_related("case").get(pk=letter.case_id)
    clock = WINDOWS.get(route_of(complaint))
    if clock:
        reason = "The letter was provided on another day."
        deadlines.cancel(complaint.case, clock, recipient=letter.recipient, reason=reason, by=by, at=at)
        _open_window(complaint, letter, by=by, at=at)


def letter_reworked(letter: Letter, by: User | None, at: datetime) -> None:
    """Give the complaint back to its handler when the letter that was put forward is a draft again."""
    assert by
    complaint = lock_visible(Complaint.objects.get(pk=letter.case_id), by)
    if complaint.status in RETURN_OUTCOME.sources:
        _back_to_handling(complaint, by=by, at=at)


def end_with_outcome(complaint: Complaint, *, by: User | None, at: datetime) -> None:
    for clock in (rules_of(complaint).outcome_notice, *DONE_BY_THE_OUTCOME):
        deadlines.satisfy(complaint.case, clock, done_at=at, by=by, at=at)
    close(complaint, _outcome(complaint), CLOSE, by=by, at=at)
    changes = {"status": complaint.status, "outcome": complaint.outcome}
    record(complaint, "complaint.closed", by=by, at=at, changes=changes)


def _ask_to_ring(complaint: Complaint, person: User, *, at: datetime) -> None:
    """Whoever can be rung and not written to is told by telephone, where somebody is left to do it."""
    complainant = complainant_of(complaint)
    rings = Case.objects.visible_to(person).filter(pk=complaint.case_id).exists()
    if complainant and complainant.telephone and rings:
        cases.set_task(complaint.case, RING, for_person=person, by=None, at=at)


def require_findings(complaint: Complaint) -> None:
    """Refuse unless the complaint is assessed for an outcome of ours and each allegation has its finding."""
    route = route_of(complaint)
    if must_now_be_recorded(complaint):
        raise Refused("The complainant asks for it to be recorded. Assess it again.")
    if route == Route.HAND_OVER:
        raise Refused("It was decided to hand this complaint over to the force, whose outcome it is.")
    allegations = list(complaint.allegations.all())
    if not allegations:
        raise Refused("Add what is alleged first: an outcome is given on each allegation.")
    allowed = findings_for(Road(complaint.road), route)
    missing = [str(allegation.number) for allegation in allegations if allegation.finding not in allowed]
    if missing:
        raise Refused(f"Record a finding for each allegation first. Missing: {', '.join(missing)}.")


def route_of(complaint: Complaint) -> Route:
    assessment = latest_assessment(complaint)
    if assessment is None:
        raise Refused("Assess the complaint first.")
    return Route(assessment.route)


def _outcome(complaint: Complaint) -> Outcome:
    match route_of(complaint):
        case Route.SCHEDULE_3:
            return Outcome.SCHEDULE_3
        case Route.LOCAL_POLICY:
            return Outcome.STAFF_DECISION
    unresolved = complaint.allegations.exclude(finding=Finding.RESOLVED).exists()
    return Outcome.NOT_RESOLVED if unresolved else Outcome.RESOLVED


def window_of(complaint: Complaint) -> Clock | None:
    """What the complainant may do next, and for how long: nothing after a resolution outside Schedule 3."""
    return WINDOWS.get(route_of(complaint))


def _open_window(complaint: Complaint, letter: Letter, *, by: User | None, at: datetime) -> None:
    clock = window_of(complaint)
    if clock:
        assert letter.provided_on
        deadlines.start(
            complaint.case,
            clock,
            trigger_at=make_aware(datetime.combine(letter.provided_on, time(12))),
            trigger_event="The complainant was provided with the outcome letter",
            recipient=letter.recipient,
            by=by,
            at=at,
        )
