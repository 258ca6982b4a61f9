from datetime import datetime, timedelta

from django.utils.timezone import localdate

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from demonstration.office import Cast
from reporting.actions import freeze_report
from reporting.models import Report
from reporting.quarters import Quarter

# The committee's papers are wanted two weeks after a quarter.
FROZEN_AFTER = timedelta(days=8, hours=10)


def publish_last_quarter(cast: Cast, *, now: datetime) -> Report:
    """Freeze the last quarter that is over and let members see it, so that a committee has what to read."""
    quarter = Quarter.of(localdate(now)).previous
    at = min(quarter.ends_at + FROZEN_AFTER, now)
    report = freeze_report(quarter, by=cast.manager, at=at)
    asked = ApprovalRequest.objects.get(case=report.case)
    approvals.approve(asked, by=cast.chief_executive, at=at, comment="For the next meeting.")
    return report
