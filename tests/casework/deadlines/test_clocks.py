import csv
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from casework.deadlines.clocks import (
    Authority,
    Days,
    Hours,
    Months,
    Primitive,
    Span,
    UnknownClock,
    WorkingDays,
    all_clocks,
    clock_named,
    register,
)
from casework.deadlines.counting import LONDON, CannotCount

# What the table of the law does not list: targets of the office's own, and its own reports to the IOPC.
OUR_OWN = {
    "staff-update",
    "staff-outcome-notice",
    "own-timeliness-first",
    "own-timeliness-next",
    "hand-over-with-criterion",
}
ROWS = list(csv.DictReader((Path(__file__).parent / "clocks.csv").read_text().splitlines()))
COUNTS_IN = {
    Primitive.END_OF_NEXT_DAY: Days,
    Primitive.STARTING_DAY_AFTER: Days,
    Primitive.STARTING_WITH_DAY: Days,
    Primitive.WORKING_DAYS: WorkingDays,
    Primitive.MONTHS_STARTING_WITH: Months,
    Primitive.CORRESPONDING_DATE: Months,
    Primitive.HOURS_ELAPSED: Hours,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_clock_is_in_the_register_with_every_column(row):
    clock = clock_named(row["code"])

    assert {
        "code": clock.code,
        "name": clock.name,
        "nature": clock.nature.value,
        "owed_by": clock.owed_by.value,
        "remind_post": clock.remind.value,
        "primitive": clock.primitive.value,
        "length": str(clock.length),
        "calendar": clock.calendar.value,
        "pausable": "yes" if clock.pausable else "no",
        "authority": clock.authority.value,
        "certainty": clock.certainty.value,
        "citation": clock.citation,
        "trigger": clock.trigger,
    } == row


def test_the_register_holds_no_other_clock():
    assert {clock.code for clock in all_clocks()} == {row["code"] for row in ROWS} | OUR_OWN


@pytest.mark.parametrize("clock", all_clocks(), ids=lambda clock: clock.code)
def test_a_clock_counts_in_the_unit_of_its_primitive(clock):
    assert type(clock.length) is COUNTS_IN[clock.primitive]
    assert (clock.calendar.holiday_list is not None) >= (clock.primitive is Primitive.WORKING_DAYS)


@pytest.mark.parametrize("clock", all_clocks(), ids=lambda clock: clock.code)
def test_a_local_clock_never_claims_a_day_the_law_came_into_force(clock):
    assert clock.is_local == (clock.authority is Authority.LOCAL_POLICY)
    assert clock.in_force == Span() or not clock.is_local


def test_an_unknown_clock_is_refused_by_name():
    with pytest.raises(UnknownClock, match="There is no clock called tea-break"):
        clock_named("tea-break")


def test_a_code_is_registered_once():
    with pytest.raises(ValueError, match="Two clocks have the code first-contact"):
        register(replace(clock_named("first-contact"), length=WorkingDays(3)))


def test_a_working_day_clock_refuses_to_count_without_holidays():
    with pytest.raises(CannotCount, match="needs a list of bank holidays"):
        clock_named("first-contact").compute(datetime(2026, 4, 2, 10, tzinfo=LONDON))


def test_a_clock_refuses_a_day_beyond_the_end_of_the_calendar():
    with pytest.raises(CannotCount, match="too far away"):
        clock_named("vetting-rv").compute(datetime(9995, 4, 2, 10, tzinfo=LONDON))


def test_a_span_holds_from_its_first_day_until_its_last():
    span = Span(date(2026, 6, 19), date(2027, 6, 19))

    assert date(2026, 6, 18) not in span
    assert date(2026, 6, 19) in span
    assert date(2027, 6, 18) in span
    assert date(2027, 6, 19) not in span
