from datetime import UTC, date, datetime

import pytest

from reporting.quarters import Quarter


def test_a_quarter_begins_and_ends_at_midnight_in_london_across_the_clock_change():
    spring = Quarter(2026, 1)

    assert spring.begins_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert spring.ends_at == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_the_fourth_quarter_is_followed_by_the_first_of_the_next_year():
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2027, 1).previous == Quarter(2026, 4)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 31), "quarter 4 of 2025/26"),
        (date(2026, 4, 1), "quarter 1 of 2026/27"),
        (date(2099, 12, 31), "quarter 3 of 2099/00"),
    ],
)
def test_the_committees_year_begins_in_april(day, words):
    assert Quarter.of(day).financial_year == words


def test_a_quarter_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no such quarter"):
        Quarter(2026, 5)
