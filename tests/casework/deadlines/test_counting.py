from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines import counting
from casework.deadlines.clocks import Primitive, all_clocks, clock_named
from casework.deadlines.counting import LONDON, CannotCount, Excluded
from tests.casework.deadlines.conftest import BUNDLED

EW = BUNDLED["EW"]
DAYS = st.dates(date(2020, 2, 1), date(2027, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 2, 1), datetime(2027, 12, 31), timezones=st.just(LONDON))  # noqa: DTZ001
NUMBERS = st.integers(1, 60)
SPANS = st.lists(
    st.builds(lambda first, days: Excluded(first, first + timedelta(days=days)), DAYS, st.integers(1, 40)),
    max_size=3,
)
OF_DAYS_AND_WORKING_DAYS = (
    Primitive.END_OF_NEXT_DAY,
    Primitive.STARTING_DAY_AFTER,
    Primitive.STARTING_WITH_DAY,
    Primitive.WORKING_DAYS,
)
OF_DAYS = (counting.end_of_next_day, counting.starting_day_after, counting.starting_with_day)


def counted(computation):
    return [step.date for step in computation.steps if step.counted]


def compute(clock, trigger, excluded=()):
    return clock.compute(trigger, BUNDLED.get(clock.calendar.holiday_list), excluded=excluded)


@given(st.sampled_from(all_clocks()), MOMENTS, MOMENTS)
def test_a_later_trigger_never_gives_an_earlier_due_date(clock, one, other):
    earlier, later = sorted([one, other], key=lambda at: at.astimezone(UTC))

    assert compute(clock, earlier).due_at <= compute(clock, later).due_at


@given(st.sampled_from(OF_DAYS), DAYS, DAYS, NUMBERS, SPANS)
def test_a_later_trigger_never_gives_an_earlier_due_date_with_days_left_out(count, one, other, n, spans):
    earlier, later = sorted([one, other])

    assert count(earlier, n, excluded=spans).due_on <= count(later, n, excluded=spans).due_on


@given(DAYS, NUMBERS, st.data())
def test_an_excluded_span_inside_the_period_moves_the_date_by_its_days(trigger, number, data):
    first = trigger + timedelta(days=data.draw(st.integers(1, number)))
    until = first + timedelta(days=data.draw(st.integers(1, 40)))

    plain = counting.starting_day_after(trigger, number).due_on
    moved = counting.starting_day_after(trigger, number, excluded=[Excluded(first, until)]).due_on

    assert moved - plain == until - first


@given(DAYS, NUMBERS, SPANS)
def test_the_number_of_days_counted_is_the_length(trigger, number, spans):
    for count in OF_DAYS:
        assert len(counted(count(trigger, number, excluded=spans))) == number
    assert len(counted(counting.working_days_after(trigger, number, holidays=EW, excluded=spans))) == number


@given(st.sampled_from(all_clocks()), MOMENTS, SPANS)
def test_no_day_left_out_is_counted_and_the_last_step_is_the_due_date(clock, trigger, spans):
    computation = compute(clock, trigger, spans)

    assert computation.steps[-1].date == computation.due_on
    assert computation.steps[-1].counted
    if clock.primitive in OF_DAYS_AND_WORKING_DAYS:
        days = counted(computation)
        assert not any(first <= day < until for day in days for first, until in spans)


@given(DAYS, NUMBERS)
def test_steps_of_days_follow_one_another_without_a_gap(trigger, number):
    steps = counting.working_days_after(trigger, number, holidays=EW).steps

    assert [step.date for step in steps] == [trigger + timedelta(days=n) for n in range(len(steps))]


@given(MOMENTS, st.integers(1, 200))
def test_hours_elapse_in_utc_whatever_the_clocks_do(at, number):
    assert counting.hours_elapsed(at, number).due_at - at.astimezone(UTC) == timedelta(hours=number)


def test_a_working_day_answer_names_each_day_it_skips():
    steps = counting.working_days_after(date(2026, 4, 2), 2, holidays=EW).steps

    assert [step.reason for step in steps] == [
        "Thursday 2 April 2026: the day it happened",
        "Friday 3 April 2026: Good Friday",
        "Saturday 4 April 2026: weekend",
        "Sunday 5 April 2026: weekend",
        "Monday 6 April 2026: Easter Monday",
        "Tuesday 7 April 2026: working day 1 of 2",
        "Wednesday 8 April 2026: working day 2 of 2",
    ]


def test_freedom_of_information_names_the_country_of_a_holiday():
    clock = clock_named("freedom-of-information")

    reasons = [step.reason for step in compute(clock, datetime(2026, 11, 9, tzinfo=LONDON)).steps]

    assert "Monday 30 November 2026: St Andrew's Day (Scotland)" in reasons


def test_a_working_day_answer_beyond_the_last_known_holiday_is_refused_in_words():
    with pytest.raises(CannotCount, match="known from Sunday 1 January 2012 to Sunday 31 December 2028, "):
        counting.working_days_after(date(2028, 12, 27), 5, holidays=EW)


def test_a_working_day_answer_before_the_first_known_holiday_is_refused():
    with pytest.raises(CannotCount, match="cannot be counted to Wednesday 21 December 2011"):
        counting.working_days_after(date(2011, 12, 20), 2, holidays=EW)


def test_a_roll_beyond_the_last_known_holiday_is_refused():
    with pytest.raises(CannotCount):
        compute(clock_named("subject-access"), datetime(2028, 12, 4, tzinfo=LONDON))


@pytest.mark.parametrize(
    ("trigger", "months", "due_on"),
    [
        (date(2026, 3, 10), 12, date(2027, 3, 9)),
        (date(2026, 1, 1), 1, date(2026, 1, 31)),  # the 1st: the day before is in the month before
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # no 31 February
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 8, 30), 6, date(2028, 2, 29)),
        (date(2027, 8, 29), 6, date(2028, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_starting_with_a_day_end_the_day_before_the_corresponding_date(trigger, months, due_on):
    assert counting.months_starting_with(trigger, months).due_on == due_on


@pytest.mark.parametrize(
    ("trigger", "months", "due_on"),
    [
        (date(2026, 3, 28), 1, date(2026, 4, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_after_a_day_ends_on_the_corresponding_date(trigger, months, due_on):
    assert counting.corresponding_date(trigger, months).due_on == due_on


def test_a_date_that_rolls_says_over_which_days():
    steps = counting.corresponding_date(date(2026, 11, 25), 1, holidays=EW).steps

    assert [step.reason for step in steps[1:]] == [
        "Friday 25 December 2026: Christmas Day, so the date moves to the next working day",
        "Saturday 26 December 2026: weekend, so the date moves to the next working day",
        "Sunday 27 December 2026: weekend, so the date moves to the next working day",
        "Monday 28 December 2026: Boxing Day (substitute day), so the date moves to the next working day",
        "Tuesday 29 December 2026: working day",
    ]


@pytest.mark.parametrize(
    ("count", "due_on"),
    [
        (counting.months_starting_with, date(2026, 4, 16)),  # 9 April and 7 days given back
        (counting.corresponding_date, date(2026, 4, 17)),
    ],
)
def test_a_period_in_months_is_given_back_the_days_it_lost(count, due_on):
    left_out = [Excluded(date(2026, 3, 20), date(2026, 3, 27))]

    assert count(date(2026, 3, 10), 1, excluded=left_out).due_on == due_on


def test_days_lost_twice_are_given_back_once():
    left_out = [
        Excluded(date(2026, 3, 20), date(2026, 3, 27)),
        Excluded(date(2026, 3, 25), date(2026, 3, 28)),
    ]

    assert counting.months_starting_with(date(2026, 3, 10), 1, excluded=left_out).due_on == date(2026, 4, 17)


def test_days_left_out_of_what_is_given_back_do_not_count():
    left_out = [
        Excluded(date(2026, 3, 20), date(2026, 3, 22)),
        Excluded(date(2026, 4, 10), date(2026, 4, 12)),
    ]

    assert counting.months_starting_with(date(2026, 3, 10), 1, excluded=left_out).due_on == date(2026, 4, 13)


def test_working_days_left_out_are_not_counted():
    left_out = [Excluded(date(2026, 6, 10), date(2026, 6, 15))]  # Wednesday to Friday, and a weekend

    plain = counting.working_days_after(date(2026, 6, 8), 3, holidays=EW).due_on
    moved = counting.working_days_after(date(2026, 6, 8), 3, holidays=EW, excluded=left_out).due_on

    assert (plain, moved) == (date(2026, 6, 11), date(2026, 6, 16))


def test_a_period_beginning_with_a_day_left_out_begins_when_days_count_again():
    left_out = [Excluded(date(2026, 6, 2), date(2026, 6, 4))]

    assert counting.starting_with_day(date(2026, 6, 2), 3, excluded=left_out).due_on == date(2026, 6, 6)


def test_hours_stand_still_on_days_left_out():
    left_out = [Excluded(date(2026, 6, 10), date(2026, 6, 12))]

    due_at = counting.hours_elapsed(datetime(2026, 6, 9, 14, 20, tzinfo=LONDON), 72, excluded=left_out).due_at

    assert due_at == datetime(2026, 6, 14, 14, 20, tzinfo=LONDON)


def test_hours_that_end_at_midnight_end_on_the_day_that_begins():
    computation = counting.hours_elapsed(datetime(2026, 6, 9, tzinfo=LONDON), 72)

    assert computation.due_at == datetime(2026, 6, 12, tzinfo=LONDON)
    assert computation.due_on == date(2026, 6, 12)
    assert computation.steps[-1].reason == "Friday 12 June 2026: the hours end as the day begins"


def test_hours_gain_one_when_the_clocks_go_back():
    computation = counting.hours_elapsed(datetime(2026, 10, 24, 18, tzinfo=LONDON), 72)

    assert computation.due_at == datetime(2026, 10, 27, 17, tzinfo=LONDON)
    assert computation.steps[1].reason == "Sunday 25 October 2026: 25 hours"


def test_hours_count_the_minutes_of_a_broken_day():
    steps = counting.hours_elapsed(datetime(2026, 6, 9, 14, 20, tzinfo=LONDON), 10).steps

    assert [step.reason for step in steps] == [
        "Tuesday 9 June 2026: 9 hours 40 minutes",
        "Wednesday 10 June 2026: 0 hours 20 minutes",
    ]


def test_a_statutory_day_is_a_local_day():
    just_after_midnight_in_london = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    computed = compute(clock_named("iopc-referral"), just_after_midnight_in_london)

    assert computed.due_on == date(2026, 7, 2)
    assert computed.due_at.isoformat() == "2026-07-02T23:59:59+01:00"


def test_the_last_day_of_winter_time_ends_in_winter_time():
    computed = compute(clock_named("panel-iopc-referral"), datetime(2026, 3, 27, 9, tzinfo=LONDON))

    assert computed.due_at.isoformat() == "2026-03-28T23:59:59+00:00"


@given(start=DAYS, days=st.integers(0, 500))
def test_working_days_between_are_those_that_walking_along_them_counts(start, days):
    end = min(start + timedelta(days=days), EW.known_until)
    walked = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]

    assert EW.working_days_between(start, end) == sum(EW.reason_not_to_count(day) is None for day in walked)
