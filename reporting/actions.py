from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.cases import actions as cases
from casework.people.models import User
from casework.people.posts import Post
from reporting.figures import Figures, sha256_of
from reporting.kinds import COMMITTEE_REPORT, REPORT
from reporting.models import Report
from reporting.permissions import can_freeze
from reporting.quarters import Quarter
from reporting.queries import figures_for


class QuarterNotOver(Exception):
    """The figures of a quarter cannot be frozen before it has ended."""


@transaction.atomic
def freeze_report(quarter: Quarter, *, by: User, at: datetime) -> Report:
    """Freeze the figures of a quarter that is over, over every case, and put them to the Chief Executive."""
    if not can_freeze(by):
        raise PermissionDenied
    if quarter.ends_at > at:
        raise QuarterNotOver(
            f"{quarter} is not over. Its figures can be frozen from {quarter.next.first_day:%-d %B %Y}."
        )

    case = cases.open_case(
        REPORT, owner_post=Post.CHIEF_EXECUTIVE, opened_on=quarter.next.first_day, at=at, by=by
    )
    figures = figures_for(quarter, at=at, seen_by=None).to_json()
    report = Report.objects.create(
        case=case,
        year=quarter.year,
        number=quarter.number,
        figures=figures,
        figures_sha256=sha256_of(figures),
        frozen_at=at,
        frozen_by=by,
    )
    cases.number(case, at=at)
    cases.record(
        case,
        "report.frozen",
        by=by,
        at=at,
        changes={"quarter": quarter.slug, "sha256": report.figures_sha256},
    )
    approvals.ask(
        case,
        COMMITTEE_REPORT,
        content={"quarter": quarter.slug, "figures_sha256": report.figures_sha256},
        question=f"May members see the figures for {quarter}?",
        by=by,
        at=at,
    )
    return report


def publish_report(request: ApprovalRequest, by: User, at: datetime) -> None:
    """Let members see a report: what approval does. ValueError if they are not those that were put."""
    report = Report.objects.select_for_update().get(case=request.case)
    if sha256_of(report.figures) != request.content["figures_sha256"]:
        raise ValueError("The figures are not those that were put to the approver.")
    report.published_at, report.published_by = at, by
    report.save(update_fields=["published_at", "published_by"])
    cases.record(request.case, "report.published", by=by, at=at)


def proved(report: Report) -> bool:
    """Whether the frozen figures are still the ones that were hashed, and read back whole."""
    return sha256_of(Figures.from_json(report.figures).to_json()) == report.figures_sha256
