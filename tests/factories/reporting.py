from datetime import UTC, datetime

import factory

from reporting.figures import sha256_of
from reporting.models import Report
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory


class ReportFactory(factory.django.DjangoModelFactory):
    """Frozen figures of the first quarter of 2026, with nothing in them."""

    class Meta:
        model = Report

    case = factory.SubFactory(
        CaseFactory, kind="committee_report", reference=factory.Sequence(lambda n: f"RPT-2026-{n + 1:06d}")
    )
    year = 2026
    number = 1
    figures = factory.LazyFunction(
        lambda: {
            "open_at_start": {"code": "open-at-start", "label": "Open at the start", "cases": [], "count": 0},
            "closed": {"code": "closed", "label": "Closed", "cases": [], "count": 0},
            "received": {"code": "received", "label": "Complaints received", "cases": [], "count": 0},
            "by_road": [],
            "by_category": [],
            "outcomes": [],
            "handed_over": {"code": "handed-over", "label": "Handed over", "cases": [], "count": 0},
            "open_at_end": {"code": "open-at-end", "label": "Open at the end", "cases": [], "count": 0},
            "timings": [],
            "duties": [],
            "notes": ["These figures count every case, whoever may see it."],
        }
    )
    figures_sha256 = factory.LazyAttribute(lambda report: sha256_of(report.figures))
    frozen_at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    frozen_by = factory.SubFactory(UserFactory)
