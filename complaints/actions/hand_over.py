"""Handing a complaint to the force to be recorded, and following it until the force's outcome is known."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from casework.approvals.models import ApprovalRequest
from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.documents.models import Document
from casework.documents.models import State as DocumentState
from casework.letters import actions as letters
from casework.letters.content import compose
from casework.letters.models import Letter
from casework.letters.models import State as LetterState
from casework.letters.queries import letters_put
from casework.outbox import actions as outbox
from casework.outbox.models import Attachment
from casework.people.models import User
from casework.people.posts import Post
from casework.people.queries import deciding_post, office_on, posts_on
from complaints import permissions, writing_up
from complaints.actions import writing
from complaints.actions.begin import lock_visible, record
from complaints.actions.clocks import end_duties
from complaints.actions.closing import close
from complaints.actions.refused import Refused
from complaints.criteria import CRITERIA, Duty
from complaints.deadlines import HAND_OVER_TO_FORCE, HAND_OVER_WITH_CRITERION
from complaints.models import Answer, Assessment, Complaint, HandOver
from complaints.queries import latest_assessment
from complaints.workflow import (
    CLOSE,
    HAND_OVER,
    PROPOSE_HAND_OVER,
    RETURN_HAND_OVER,
    Outcome,
    Route,
)

TO_FORCE, TO_COMPLAINANT = "hand-over-force", "hand-over-complainant"
ORDINARY, WITH_CRITERION = "hand-over", "hand-over-with-criterion"
# What the scheme of delegation calls the ordinary hand-over: whoever holds that post needs no approval.
FUNCTION, FUNCTION_WITH_CRITERION = "hand_over", "referral_hand_over"
MAY_LEAVE = (DocumentState.AVAILABLE, DocumentState.NOT_SCANNED)


@transaction.atomic
def hand_over(
    complaint: Complaint,
    *,
    explanation: str,
    documents: Iterable[Document] = (),
    by: User,
    at: datetime,
) -> HandOver:
    """Hand the complaint over now, or put the hand-over to whoever must approve it.

    With a referral criterion met it is the Chief Executive's to approve the same day; without one it goes
    at once if the scheme of delegation leaves it to a post that `by` holds.
    """
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    PROPOSE_HAND_OVER.check(complaint.status)
    assessment = latest_assessment(complaint)
    if assessment is None or assessment.route != Route.HAND_OVER:
        raise Refused("Assess the complaint first, and choose to hand it over to the force.")
    documents = list(documents)
    if any(document.case_id != complaint.case_id for document in documents):
        raise Refused("Select documents of this complaint.")
    if any(document.state not in MAY_LEAVE for document in documents):
        raise Refused("A file that is held, or still being checked, cannot be sent.")

    met = _met(assessment)
    handed, _ = HandOver.objects.update_or_create(
        complaint=complaint,
        defaults={"triggers": met, "explanation": explanation, "asked_at": at, "asked_by": by},
    )
    handed.documents.set(documents)
    both = letters_that_leave(complaint, assessment, explanation, documents, writer=by, on=localdate(at))
    kept = [letters.draft(letter, by=by, at=at) for letter in both]

    if waits_for(assessment, by, localdate(at)) is None:
        _deliver(complaint, handed, kept, by=by, at=at)
        return handed
    complaint.status = PROPOSE_HAND_OVER.target
    complaint.save(update_fields=["status"])
    kind = WITH_CRITERION if _must_be_referred(met) else ORDINARY
    letters.put_to_approval(
        *kept,
        kind=kind,
        question=_question(complaint, kind),
        authors={assessment.decided_by_id},
        by=by,
        at=at,
    )
    changes = {"hand_over": handed.pk, "criteria": met, "status": complaint.status}
    record(complaint, "complaint.hand_over_proposed", by=by, at=at, changes=changes)
    return handed


def letters_that_leave(
    complaint: Complaint,
    assessment: Assessment,
    explanation: str,
    documents: Iterable[Document],
    *,
    writer: User,
    on: date,
) -> list[Letter]:
    """What the force and, where they can be reached, the complainant would read; kept nowhere yet."""
    case, met, sent = complaint.case, _met(assessment), list(documents)
    reader = writing.complainant_as_reader(complaint)
    fields = writing_up.hand_over_fields(complaint, met, explanation, sent, told=reader is not None)
    to_force = compose(case, TO_FORCE, **writing.force_as_reader(on), fields=fields, writer=writer, on=on)
    if reader is None:
        return [to_force]
    told = writing_up.told_of_hand_over(met, sent)
    return [to_force, compose(case, TO_COMPLAINANT, **reader, fields=told, writer=writer, on=on)]


def waits_for(assessment: Assessment, user: User, on: date) -> Post | None:
    """Whose approval the hand-over waits for; None if it goes at once when `user` hands it over."""
    if _must_be_referred(_met(assessment)):
        return deciding_post(FUNCTION_WITH_CRITERION, on)
    post = deciding_post(FUNCTION, on)
    return None if post in posts_on(user, on) else post


def _met(assessment: Assessment) -> list[str]:
    return list(assessment.answers.filter(answer=Answer.YES).values_list("criterion", flat=True))


def _must_be_referred(met: Iterable[str]) -> bool:
    return any(CRITERIA[code].duty is Duty.REFER for code in met)


def approved(request: ApprovalRequest, by: User, at: datetime) -> None:
    complaint = lock_visible(Complaint.objects.get(pk=request.case_id), by)
    _deliver(complaint, complaint.hand_over, letters_put(request), by=by, at=at)


def returned(request: ApprovalRequest, by: User, at: datetime) -> None:
    _back_to_handling(lock_visible(Complaint.objects.get(pk=request.case_id), by), by=by, at=at)


@transaction.atomic
def take_back_hand_over(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Withdraw a hand-over that waits for approval, for instance to change what the force is told."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    _back_to_handling(complaint, by=by, at=at)
    return complaint


def _back_to_handling(complaint: Complaint, *, by: User, at: datetime) -> None:
    RETURN_HAND_OVER.check(complaint.status)
    complaint.status = RETURN_HAND_OVER.target
    complaint.save(update_fields=["status"])
    both = (TO_FORCE, TO_COMPLAINANT)
    for letter in complaint.case.letters.filter(template__code__in=both, state=LetterState.WAITING):
        letters.withdraw(letter, by=by, at=at)
    record(complaint, "complaint.hand_over_returned", by=by, at=at, changes={"status": complaint.status})


@transaction.atomic
def record_acknowledgement(
    complaint: Complaint, *, force_reference: str, acknowledged_on: date, by: User, at: datetime
) -> HandOver:
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    handed = _handed_over(complaint)
    if not force_reference.strip():
        raise Refused("Enter the force’s reference.")
    _check_day(handed, acknowledged_on, at)

    handed.force_reference, handed.acknowledged_on = force_reference.strip(), acknowledged_on
    handed.save(update_fields=["force_reference", "acknowledged_on"])

    changes = {"hand_over": handed.pk, "acknowledged_on": acknowledged_on}
    record(complaint, "complaint.hand_over_acknowledged", by=by, at=at, changes=changes)
    return handed


@transaction.atomic
def record_force_outcome(
    complaint: Complaint,
    *,
    outcome_on: date,
    summary: str,
    letter: Document | None = None,
    by: User,
    at: datetime,
) -> HandOver:
    """Close the complaint with what the force decided; its letter names the review body, not ours."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    handed = _handed_over(complaint)
    if not handed.force_reference:
        raise Refused("Record the force’s reference first.")
    if letter and letter.case_id != complaint.case_id:
        raise Refused("Select a document of this complaint.")
    _check_day(handed, outcome_on, at)

    handed.outcome_on, handed.outcome_summary, handed.outcome_letter = outcome_on, summary, letter
    handed.save(update_fields=["outcome_on", "outcome_summary", "outcome_letter"])
    close(complaint, Outcome.FORCE_DECISION, CLOSE, by=by, at=at)

    changes = {"hand_over": handed.pk, "status": complaint.status, "outcome": complaint.outcome}
    record(complaint, "complaint.closed", by=by, at=at, changes=changes)
    return handed


def _deliver(
    complaint: Complaint, handed: HandOver, leaving: Iterable[Letter], *, by: User, at: datetime
) -> None:
    HAND_OVER.check(complaint.status)
    handed.handed_over_at = at
    handed.save(update_fields=["handed_over_at"])
    complaint.status = HAND_OVER.target
    complaint.save(update_fields=["status"])
    for clock in (HAND_OVER_TO_FORCE, HAND_OVER_WITH_CRITERION):
        deadlines.satisfy(complaint.case, clock, done_at=at, by=by, at=at)
    end_duties(complaint, reason="The complaint was handed over to the force.", by=by, at=at)
    for letter in leaving:
        # Its leaving follows from the decision, whoever that was given by.
        letters.send(letter, by=None, at=at)
    _send_documents(complaint, handed, at=at)

    changes = {
        "hand_over": handed.pk,
        "criteria": handed.triggers,
        "documents": sorted(handed.documents.values_list("pk", flat=True)),
        "status": complaint.status,
    }
    record(complaint, "complaint.handed_over", by=by, at=at, changes=changes)


def _send_documents(complaint: Complaint, handed: HandOver, *, at: datetime) -> None:
    """One message a file: mail servers refuse a large one, and one refused keeps none of the others back."""
    office = office_on(localdate(at))
    for document in handed.documents.order_by("pk"):
        outbox.write(
            f"hand-over:{handed.pk}:{document.pk}:{at.isoformat()}",
            kind="hand_over_document",
            to=office.force_contact_email,
            subject=f"{complaint.case.reference}: a document from {office.name}",
            body=f"This belongs to the complaint that we handed over, {complaint.case.reference}.\n",
            at=at,
            case_id=complaint.case_id,
            attachments=[Attachment(document.name, document.content_type, document.path, document.sha256)],
        )


def _handed_over(complaint: Complaint) -> HandOver:
    CLOSE.check(complaint.status)
    handed = HandOver.objects.filter(complaint=complaint, handed_over_at__isnull=False).first()
    if handed is None:
        raise Refused("The complaint was not handed over to the force.")
    return handed


def _check_day(handed: HandOver, day: date, at: datetime) -> None:
    assert handed.handed_over_at
    if not localdate(handed.handed_over_at) <= day <= localdate(at):
        raise Refused("Enter a day between the hand-over and today.")


def _question(complaint: Complaint, kind: str) -> str:
    criterion = " because a mandatory referral criterion is met" if kind == WITH_CRITERION else ""
    return f"May {complaint.case.reference} be handed over to the force{criterion}?"
