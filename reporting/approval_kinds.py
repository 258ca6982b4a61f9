from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casework.approvals.kinds import ApprovalKind
from casework.approvals.models import ApprovalRequest
from casework.people.models import User
from reporting.actions import publish_report
from reporting.figures import Figures
from reporting.kinds import COMMITTEE_REPORT
from reporting.models import Report


def _reading(request: ApprovalRequest, on: date) -> SafeString:
    report = Report.objects.select_related("frozen_by").get(case=request.case_id)
    context = {"report": report, "figures": Figures.from_json(report.figures)}
    return render_to_string("reporting/_put_forward.html", context)


def _stays_unpublished(request: ApprovalRequest, by: User, at: datetime) -> None:
    """A report that is returned or refused is simply never published; the quarter is frozen again."""


PUBLISH = ApprovalKind(
    code=COMMITTEE_REPORT,
    function="committee_report",
    label="Committee figures",
    if_approved="Members of the committee see these figures at once, and nothing in them can change.",
    if_nothing_is_done="Members cannot see the figures of the quarter.",
    on_approve=publish_report,
    on_return=_stays_unpublished,
    on_refuse=_stays_unpublished,
    reading=_reading,
)
