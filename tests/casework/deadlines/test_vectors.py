"""Worked dates: each clock against days chosen to be awkward, and the examples of each regime."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from casework.deadlines.clocks import clock_named
from casework.deadlines.counting import LONDON
from casework.deadlines.management.commands.explain_deadline import span
from tests.casework.deadlines.conftest import BUNDLED

VECTORS = list(csv.DictReader((Path(__file__).parent / "vectors.csv").read_text().splitlines()))

# Clock, trigger, last day: what the office worked out by hand from each regulation.
WORKED = [
    ("iopc-referral", "2026-04-03", "2026-04-04"),  # clear on Good Friday: Saturday, no relief
    ("iopc-call-in", "2026-12-24", "2026-12-25"),  # Christmas Day
    ("complainant-update", "2026-03-25", "2026-04-22"),  # from the update given, not the one due
    ("complainant-update", "2026-11-27", "2026-12-25"),
    ("outcome-notice", "2026-04-01", "2026-04-10"),  # skips 3 to 6 April
    ("outcome-notice", "2026-12-22", "2026-12-31"),  # skips 25 to 28 December
    ("timeliness-first", "2026-08-31", "2027-08-30"),
    ("timeliness-next", "2027-08-31", "2028-02-29"),
    ("timeliness-next", "2028-03-01", "2028-08-31"),
    ("timeliness-first", "2028-02-29", "2029-02-28"),
    ("resumption-reply", "2026-03-09", "2026-04-06"),  # Easter Monday, no roll
    ("freedom-of-information", "2026-11-09", "2026-12-08"),  # St Andrew's Day counts out
    ("freedom-of-information", "2026-03-12", "2026-04-14"),  # St Patrick's Day and Easter
    ("freedom-of-information", "2026-12-18", "2027-01-21"),
    ("subject-access", "2026-11-25", "2026-12-29"),  # Christmas Day rolls
    ("subject-access", "2026-01-31", "2026-03-02"),  # no 31 February; the 28th is a Saturday
    ("subject-access-extended", "2026-06-03", "2026-09-03"),
    ("data-protection-complaint", "2026-11-27", "2026-12-26"),  # Boxing Day, no roll
    ("acceptance-of-office", "2028-05-05", "2028-07-04"),
]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['clock']} {v['trigger']}")
def test_a_clock_ends_on_the_day_worked_out_for_it(vector):
    clock = clock_named(vector["clock"])
    trigger = datetime.fromisoformat(vector["trigger"]).replace(tzinfo=LONDON)
    excluded = [span(text) for text in vector["excluded"].split() if text]

    computed = clock.compute(trigger, BUNDLED.get(clock.calendar.holiday_list), excluded=excluded)

    if "T" in vector["due_on"]:
        assert computed.due_at == datetime.fromisoformat(vector["due_on"]).replace(tzinfo=LONDON)
    else:
        assert computed.due_on.isoformat() == vector["due_on"]
        assert f"{computed.due_at:%H:%M:%S}" == "23:59:59"


def test_every_clock_has_a_worked_date_and_none_was_lost():
    assert len(VECTORS) == 168


@pytest.mark.parametrize(("code", "trigger", "due_on"), WORKED)
def test_a_clock_ends_as_its_regulation_reads(code, trigger, due_on):
    clock = clock_named(code)

    computed = clock.compute(
        datetime.fromisoformat(trigger).replace(hour=12, tzinfo=LONDON),
        BUNDLED.get(clock.calendar.holiday_list),
    )

    assert computed.due_on.isoformat() == due_on
