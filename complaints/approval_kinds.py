"""The decisions that complaints ask for; the scheme of delegation says which post gives each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casework.approvals.kinds import ApprovalKind
from casework.approvals.models import ApprovalRequest
from casework.letters.kinds import approval_of_letter, as_put
from casework.people.models import User
from complaints.actions import closing, hand_over, outcome, resumption
from complaints.criteria import CRITERIA, Duty
from complaints.models import (
    Allegation,
    Answer,
    Assessment,
    Complaint,
    CriterionAnswer,
    HandOver,
    Party,
    Role,
)
from complaints.queries import nobody_is_kept_from

LATE = "The complainant goes on waiting for the outcome."


DUTIES = {Duty.RECORD: "Must it be recorded?", Duty.REFER: "Must it be referred to the IOPC?"}
YES_FIRST = [Answer.YES, Answer.NOT_KNOWN, Answer.NO]


def _hand_over(request: ApprovalRequest, on: date) -> SafeString:
    return _reading(request, on, hand_over=HandOver.objects.get(complaint=request.case_id))


def _reading(request: ApprovalRequest, on: date, **more: Any) -> SafeString:
    case, complaint = request.case_id, Complaint.objects.select_related("case").get(pk=request.case_id)
    assessment = Assessment.objects.filter(complaint=case).select_related("decided_by").last()
    complainant = Party.objects.filter(complaint=case, role=Role.COMPLAINANT).first()
    allegations = Allegation.objects.filter(complaint=case).select_related("category", "about")
    context = {
        "letters": as_put(request, on),
        "safe_contact": complainant.safe_contact if complainant else "",
        "complaint": complaint,
        "nobody_kept": nobody_is_kept_from(complaint),
        "telephone": complainant.telephone if complainant else "",
        "allegations": allegations.prefetch_related("factors"),
        "assessment": assessment,
        "duties": list(_duties(assessment)) if assessment else [],
    }
    return render_to_string("complaints/_put_forward.html", context | more)


def _duties(assessment: Assessment) -> Iterator[tuple[str, list[CriterionAnswer]]]:
    """What was answered under each duty, in the order of the questions but what is met first."""
    order = list(CRITERIA)
    answers = sorted(
        assessment.answers.all(),
        key=lambda given: (YES_FIRST.index(Answer(given.answer)), order.index(given.criterion)),
    )
    for duty, heading in DUTIES.items():
        under = [given for given in answers if CRITERIA[given.criterion].duty is duty]
        if under:
            yield heading, under


def _resumption(request: ApprovalRequest, on: date) -> SafeString:
    context = {"put": request.content, "complaint": Complaint.objects.get(pk=request.case_id)}
    return render_to_string("complaints/_resumption.html", context)


def _outcome_kind(code: str, function: str, label: str) -> ApprovalKind:
    return ApprovalKind(
        code=code,
        function=function,
        label=label,
        if_approved="The complaint is decided, and the complainant is told as set out here.",
        if_nothing_is_done=LATE,
        on_approve=outcome.approved,
        on_return=outcome.returned,
        on_refuse=outcome.returned,
        reading=_reading,
    )


def _hand_over_kind(code: str, function: str, label: str, if_nothing_is_done: str) -> ApprovalKind:
    return ApprovalKind(
        code=code,
        function=function,
        label=label,
        if_approved="The force is sent the complaint at once, and the complainant is told, if they can be.",
        if_nothing_is_done=if_nothing_is_done,
        on_approve=hand_over.approved,
        on_return=hand_over.returned,
        on_refuse=hand_over.returned,
        reading=_hand_over,
    )


def _reopening(request: ApprovalRequest, on: date) -> SafeString:
    context = {"put": request.content, "complaint": Complaint.objects.get(pk=request.case_id)}
    return render_to_string("complaints/_reopening.html", context)


def _stays_closed(request: ApprovalRequest, by: User, at: datetime) -> None:
    """Nothing changes: whoever asked is told why."""


def _reopening_kind(outcome_kind: str, function: str, about: str) -> ApprovalKind:
    return ApprovalKind(
        code=f"reopen-{outcome_kind}",
        function=function,
        label=f"Opening a closed complaint about {about} again",
        if_approved="It is handled again, and the complainant’s updates run again.",
        if_nothing_is_done="It stays closed.",
        on_approve=closing.reopening_approved,
        on_return=_stays_closed,
        on_refuse=_stays_closed,
        reading=_reopening,
    )


def _reopening_to_record(outcome_kind: str, function: str, about: str) -> ApprovalKind:
    return replace(
        _reopening_kind(outcome_kind, function, about),
        code=f"reopen-to-record-{outcome_kind}",
        label=f"Opening a closed complaint about {about} again, to be recorded",
        if_approved="It is assessed anew and recorded, as the complainant asks.",
        if_nothing_is_done="The office fails its duty to have it recorded: PRA 2002 Sch 3 para 2(6A).",
        must_be_approved="The complainant asks for it to be recorded, and the law leaves no choice: "
        "PRA 2002 Sch 3 para 2(6A).",
    )


KINDS = (
    approval_of_letter(
        "free-letter",
        function="resolution_letter",
        label="Letter",
        if_nothing_is_done="The letter stays here, and its reader hears nothing.",
    ),
    _outcome_kind("resolution", "resolution_letter", "Resolution letter"),
    _outcome_kind("chief-constable-outcome", "chief_constable_outcome", "Outcome about the Chief Constable"),
    _outcome_kind("staff-outcome", "staff_outcome", "Outcome about office staff"),
    _hand_over_kind(
        hand_over.ORDINARY,
        hand_over.FUNCTION,
        "Hand-over to the force",
        "The complaint stays here, although the force must record it.",
    ),
    _hand_over_kind(
        hand_over.WITH_CRITERION,
        hand_over.FUNCTION_WITH_CRITERION,
        "Hand-over with a mandatory referral criterion",
        "The force cannot refer it to the IOPC by the end of tomorrow, as the law requires.",
    ),
    _reopening_kind("resolution", "resolution_letter", "the police"),
    _reopening_kind("chief-constable-outcome", "chief_constable_outcome", "the Chief Constable"),
    _reopening_kind("staff-outcome", "staff_outcome", "office staff"),
    _reopening_to_record("resolution", "resolution_letter", "the police"),
    _reopening_to_record("chief-constable-outcome", "chief_constable_outcome", "the Chief Constable"),
    ApprovalKind(
        code=resumption.DECISION,
        function="chief_constable_outcome",
        label="Whether a complaint goes on after criminal proceedings",
        if_approved="It goes on as a recordable conduct matter, or it is closed, as was put to you.",
        if_nothing_is_done="The complaint stays suspended, and nobody looks into it.",
        on_approve=resumption.decided,
        on_return=resumption.left_undecided,
        on_refuse=resumption.left_undecided,
        reading=_resumption,
    ),
)
