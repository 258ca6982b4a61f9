from datetime import UTC, date, datetime, time

import pytest

from casework.deadlines.counting import LONDON
from complaints.models import Complaint
from reporting.working_days import WorkingDays
from tests.factories.complaints import ComplaintFactory

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)

pytestmark = pytest.mark.django_db


def between(made_at, contacted_at):
    days = WorkingDays(date(2026, 3, 1), date(2026, 4, 30), [GOOD_FRIDAY, EASTER_MONDAY])
    complaint = ComplaintFactory(made_at=made_at, received_at=made_at, contacted_at=contacted_at)
    counted = Complaint.objects.annotate(days=days.between("made_at", "contacted_at"))
    return counted.get(pk=complaint.pk).days


@pytest.mark.parametrize(
    ("begun", "done", "expected"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), 0),
        (date(2026, 4, 1), date(2026, 4, 2), 1),
        (date(2026, 4, 1), date(2026, 4, 7), 2),
        (GOOD_FRIDAY, EASTER_MONDAY, 0),
        (date(2026, 4, 4), date(2026, 4, 7), 1),
        (date(2026, 4, 7), date(2026, 4, 1), 0),
    ],
)
def test_working_days_are_counted_after_the_first_day_to_the_last(begun, done, expected):
    last_moment, first_moment = time(23, 59, 59), time()

    days = between(datetime.combine(begun, last_moment, LONDON), datetime.combine(done, first_moment, LONDON))

    assert days == expected


@pytest.mark.parametrize(
    ("begun", "done", "expected"),
    [
        # Summer time began on 29 March 2026: from then on the day begins at 23:00 by the database's clock.
        (datetime(2026, 3, 26, 23, 30, tzinfo=UTC), datetime(2026, 3, 27, 0, 30, tzinfo=UTC), 1),
        (datetime(2026, 4, 1, 22, 30, tzinfo=UTC), datetime(2026, 4, 1, 23, 30, tzinfo=UTC), 1),
        (datetime(2026, 4, 1, 23, 30, tzinfo=UTC), datetime(2026, 4, 2, 22, 30, tzinfo=UTC), 0),
    ],
)
def test_a_day_begins_at_midnight_in_london_in_winter_and_in_summer(begun, done, expected):
    assert between(begun, done) == expected


def test_a_day_before_or_after_the_known_ones_counts_as_the_nearest():
    long_before, long_after = datetime(2025, 1, 6, 9, tzinfo=UTC), datetime(2027, 1, 4, 9, tzinfo=UTC)

    assert between(long_before, datetime(2026, 3, 2, 9, tzinfo=UTC)) == 1
    assert between(datetime(2026, 4, 30, 9, tzinfo=UTC), long_after) == 0
