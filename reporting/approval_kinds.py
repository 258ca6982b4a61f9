from datetime import datetime

from casework.approvals.kinds import ApprovalKind
from casework.approvals.models import ApprovalRequest
from casework.people.models import User
from reporting.actions import publish_report
from reporting.figures import Figures
from reporting.kinds import COMMITTEE_REPORT
from reporting.models import Report


def _figures(request: ApprovalRequest) -> list[tuple[str, str]]:
    figures = Figures.from_json(Report.objects.get(case=request.case).figures)
    return [(figure.label, str(figure.count)) for figure in figures.totals]


def _stays_unpublished(request: ApprovalRequest, by: User, at: datetime) -> None:
    """A report that is returned or refused is simply never published; the quarter is frozen again."""


PUBLISH = ApprovalKind(
    code=COMMITTEE_REPORT,
    function="committee_report",
    label="Committee figures",
    if_nothing_is_done="Members cannot see the figures of the quarter.",
    on_approve=publish_report,
    on_return=_stays_unpublished,
    on_refuse=_stays_unpublished,
    facts=_figures,
)
