"""What was found, for a complainant to whom no letter could say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.timezone import localdate

from casework.approvals.models import State as ApprovalState
from complaints.models import Complaint
from complaints.roads import rules_of
from complaints.workflow import Outcome
from complaints.writing_up import OUTCOME_LETTERS, findings, who_hears_an_appeal

OURS = (Outcome.RESOLVED, Outcome.NOT_RESOLVED, Outcome.SCHEDULE_3, Outcome.STAFF_DECISION)


@dataclass(frozen=True)
class Untold:
    """As the letter would have said it. `appeal` is empty where there is none, or nobody hears it."""

    findings: list[dict[str, str]]
    may_be_reviewed: bool
    may_be_appealed: bool
    appeal: Mapping[str, str] = field(default_factory=dict)


def outcome_untold(complaint: Complaint) -> Untold | None:
    """None while nothing is decided, and where the outcome letter left."""
    if complaint.closed_at is None or complaint.outcome not in OURS:
        return None
    letters = complaint.case.letters.filter(template__code__in=OUTCOME_LETTERS)
    # What was sent before it was opened again told another outcome.
    if letters.filter(sent_at__gte=complaint.closed_at).exists():
        return None
    appealed = complaint.outcome == Outcome.STAFF_DECISION
    return Untold(
        findings=findings(complaint),
        may_be_reviewed=complaint.outcome == Outcome.SCHEDULE_3,
        may_be_appealed=appealed,
        appeal=_appeal(complaint) if appealed else {},
    )


def _appeal(complaint: Complaint) -> Mapping[str, str]:
    kind = rules_of(complaint).outcome_kind
    approved = complaint.case.approvals.filter(kind=kind, state=ApprovalState.APPROVED)
    decision = approved.order_by("decided_at").last()
    took_part = decision.had_a_part if decision else ()
    said = who_hears_an_appeal(complaint.case, localdate(complaint.closed_at), took_part, decision)
    return {"decided_by": said["appeal.decided_by"], "part": said["appeal.part_in_the_decision"]}
