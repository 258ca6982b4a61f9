import uuid
from datetime import UTC, date, datetime

import factory

from casework.cases.models import Case, CaseAccess, FormSent, Note, Series, Task, Wall
from casework.people.posts import Post
from tests.factories.people import UserFactory

LONG_AGO = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class CaseFactory(factory.django.DjangoModelFactory):
    """An office case of the tests' own kind (tests/fixtures/cases.py), already numbered."""

    class Meta:
        model = Case

    kind = "sample"
    reference = factory.Sequence(lambda n: f"SMP-2026-{n + 1:06d}")
    owner_post = Post.COMPLAINT_HANDLER
    opened_on = date(2026, 3, 2)


class WallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wall

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(UserFactory)
    source = Wall.Source.SUBJECT
    reason = "The case is about this person."
    raised_at = LONG_AGO


class CaseAccessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseAccess

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(UserFactory)
    source = CaseAccess.Source.NAMED
    reason = "Advises on it."
    from_at = LONG_AGO


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Note

    case = factory.SubFactory(CaseFactory)
    text = "Rang back; no answer."
    written_at = LONG_AGO
    written_by = factory.SubFactory(UserFactory)


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    case = factory.SubFactory(CaseFactory)
    what = "Ask the force for the incident log"
    for_person = factory.SubFactory(UserFactory)
    set_at = LONG_AGO
    set_by = factory.SubFactory(UserFactory)


class FormSentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormSent

    key = factory.LazyFunction(uuid.uuid4)
    sent_at = LONG_AGO


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    prefix = "SMP"
    year = 2026
