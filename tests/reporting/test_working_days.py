from datetime import date

import pytest

from reporting.working_days import WorkingDays

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)


@pytest.fixture
def days():
    return WorkingDays(date(2026, 3, 1), date(2026, 4, 30), [GOOD_FRIDAY, EASTER_MONDAY])


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
def test_working_days_are_counted_after_the_first_day_to_the_last(days, begun, done, expected):
    assert days.between(begun, done) == expected
