from datetime import UTC, datetime

import factory

from casework.desk.models import SavedView, SelfCheckRun
from tests.factories.people import UserFactory


class SavedViewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedView

    person = factory.SubFactory(UserFactory)
    list_name = "complaints"
    name = "Closed this year"
    query = "state=closed"


class SelfCheckRunFactory(factory.django.DjangoModelFactory):
    """The night the clocks went forward, and all was well."""

    class Meta:
        model = SelfCheckRun

    run_at = datetime(2026, 3, 29, 2, 40, tzinfo=UTC)
    results = factory.LazyFunction(
        lambda: [
            {
                "code": "references",
                "rule": "Every case has a reference",
                "checked": 61,
                "broken": 0,
                "examples": [],
            }
        ]
    )
