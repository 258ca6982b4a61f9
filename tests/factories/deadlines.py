from datetime import UTC, date, datetime

import factory

from casework.deadlines.clocks import clock_named
from casework.deadlines.models import Deadline, Digest, HolidayList, LocalLength, Reminder
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory


class DeadlineFactory(factory.django.DjangoModelFactory):
    """A progress update that fell due on Monday 30 March 2026; actions.start() makes one that is computed."""

    class Meta:
        model = Deadline

    case = factory.SubFactory(CaseFactory)
    clock = "complainant-update"
    clock_version = 1
    trigger_at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    trigger_event = "The complaint was received"
    length = factory.LazyAttribute(lambda row: clock_named(row.clock).length.number)
    due_on = date(2026, 3, 30)
    due_at = datetime(2026, 3, 30, 22, 59, 59, tzinfo=UTC)
    opened_at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class ReminderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reminder

    deadline = factory.SubFactory(DeadlineFactory)
    point = "on_due"
    at = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    person = factory.SubFactory(UserFactory)


class DigestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Digest

    person = factory.SubFactory(UserFactory)
    day = date(2026, 3, 30)


class LocalLengthFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalLength

    clock = "first-contact"
    number = 3
    from_on = date(2026, 1, 1)


class HolidayListFactory(factory.django.DjangoModelFactory):
    """A list published after the one that a new database holds."""

    class Meta:
        model = HolidayList

    calendar = HolidayList.Calendar.EW
    version = factory.Sequence(lambda n: n + 2)
    holidays = factory.LazyFunction(lambda: {"2026-04-03": "Good Friday", "2026-04-06": "Easter Monday"})
    known_until = date(2028, 12, 31)
    loaded_at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
