from datetime import UTC, date, datetime

import factory

from casework.letters.models import Letter, Method, Rendition, Template
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory

BODY = """Dear {to.name},

{what_we_did}

Write to {office.email} by **{date.last_day}**.

{signed_by}
"""


class TemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Template
        django_get_or_create = ("code", "version")

    code = "sample-outcome"
    version = 1
    name = "Outcome of a sample"
    subject = "What became of {case.reference}"
    body = BODY
    from_on = date(2020, 2, 1)


class LetterFactory(factory.django.DjangoModelFactory):
    """A complete draft of a letter to be e-mailed."""

    class Meta:
        model = Letter

    case = factory.SubFactory(CaseFactory)
    template = factory.SubFactory(TemplateFactory)
    recipient = "complainant:1"
    to_name = "Gwen Pryce"
    to_email = "gwen@complainant.example"
    to_address = "2 Low Road\nExampleton\nEX2 2BB"
    method = Method.EMAIL
    fields = factory.LazyFunction(lambda: {"what_we_did": "We rang back.", "signed_by": "Amira Shah"})
    drafted_at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    drafted_by = factory.SubFactory(UserFactory)


class RenditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rendition

    letter = factory.SubFactory(LetterFactory)
    day = date(2026, 3, 2)
    path = "letters/none"
    sha256 = "0" * 64
    made_at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
