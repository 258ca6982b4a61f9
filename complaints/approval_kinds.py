"""The decisions that complaints ask for; the scheme of delegation says which post gives each."""

from casework.approvals.kinds import ApprovalKind
from casework.approvals.models import ApprovalRequest
from casework.letters.kinds import approval_of_letter
from complaints.actions import hand_over, outcome
from complaints.models import Allegation, HandOver, Party, Role

LATE = "The complainant goes on waiting for the outcome. Approved, the letter leaves at once."


def _findings(request: ApprovalRequest) -> list[tuple[str, str]]:
    allegations = Allegation.objects.filter(complaint=request.case_id).select_related("category")
    found = [
        (f"{allegation.number}. {allegation.category}", allegation.get_finding_display())
        for allegation in allegations
    ]
    complainant = Party.objects.filter(complaint=request.case_id, role=Role.COMPLAINANT).first()
    if complainant and complainant.safe_contact:
        return [("Before it leaves: how to reach them safely", complainant.safe_contact), *found]
    return found


def _hand_over(request: ApprovalRequest) -> list[tuple[str, str]]:
    handed = HandOver.objects.get(complaint=request.case_id)
    names = handed.documents.order_by("pk").values_list("name", flat=True)
    return [
        ("What the force is told", handed.explanation),
        ("Documents that go with it", "\n".join(names) or "None"),
    ]


def _outcome_kind(code: str, function: str, label: str) -> ApprovalKind:
    return ApprovalKind(
        code=code,
        function=function,
        label=label,
        if_nothing_is_done=LATE,
        on_approve=outcome.approved,
        on_return=outcome.returned,
        on_refuse=outcome.returned,
        facts=_findings,
    )


def _hand_over_kind(code: str, function: str, label: str, if_nothing_is_done: str) -> ApprovalKind:
    return ApprovalKind(
        code=code,
        function=function,
        label=label,
        if_nothing_is_done=if_nothing_is_done,
        on_approve=hand_over.approved,
        on_return=hand_over.returned,
        on_refuse=hand_over.returned,
        facts=_hand_over,
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
        "referral_hand_over",
        "Hand-over with a mandatory referral criterion",
        "The force cannot refer it to the IOPC by the end of tomorrow, as the law requires.",
    ),
)
