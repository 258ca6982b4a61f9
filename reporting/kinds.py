from django.urls import reverse

from casework.cases.kinds import CaseKind, Listing
from casework.cases.models import Case
from reporting.models import Report


def _report(case: Case) -> Report:
    return Report.objects.get(case=case)


def _listing(case: Case) -> Listing:
    report = _report(case)
    return Listing(
        status="frozen" if report.published_at is None else "published",
        heading=str(report),
        words=str(report),
        is_open=report.published_at is None,
    )


def _url(case: Case) -> str:
    return reverse("reporting:quarter", args=[_report(case).quarter.slug])


REPORT = CaseKind(
    code="committee_report",
    name="Committee report",
    prefix=lambda case: "RPT",
    url=_url,
    listing=_listing,
    statuses={"frozen": "Waits for approval", "published": "Published to members"},
)
COMMITTEE_REPORT = "committee-report"  # the approval that lets members see it
