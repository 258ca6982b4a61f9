import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from casework.commands import WrongArgument
from tests.bench.command import Command, Report
from tests.bench.journeys import DESK, LIST, SWEEP, Journey, floor, journeys
from tests.bench.timing import Measured, measure, no_worker_hears

TIMED = (
    "list, first page",
    "list: ",
    "search: reference",
    "search: common name",
    "search: rare word",
    "desk",
    "case page",
    "committee report",
    "public complaint",
    "reminder sweep",
)


def _report(figures, *, budget=LIST, complaints=100_000, smaller=None):
    journey = Journey("list", budget, lambda: None)
    return json.loads(Report(complaints, 5.0, {journey: figures}, smaller or {}).as_json())


@pytest.mark.parametrize("number", ["0", "999", "5000001"])
def test_an_archive_too_small_or_too_large_is_refused_in_one_line(number):
    with pytest.raises(WrongArgument, match="--complaints must be from 1,000 to 5,000,000"):
        call_command(Command(), "--complaints", number)


@pytest.mark.parametrize(
    ("budget", "figures", "within"),
    [
        (LIST, Measured(15.0, 20.0, 8), True),
        (LIST, Measured(15.1, 20.0, 8), False),
        (LIST, Measured(10.0, 20.0, 9), False),
        (DESK, Measured(25.0, 90.0, 12), True),
        (SWEEP, Measured(2000.0, 2500.0, 900), True),
        (SWEEP, Measured(2000.1, 2500.0, 900), False),
    ],
)
def test_a_journey_is_held_to_its_times_the_floor_its_seconds_and_its_queries(budget, figures, within):
    assert _report(figures, budget=budget)["journeys"][0]["ok"] is within


@pytest.mark.parametrize(("median", "growth", "within"), [(27.9, 1.4, True), (28.2, 1.41, False)])
def test_a_larger_archive_is_held_to_how_much_it_grew(median, growth, within):
    line = _report(Measured(median, 40.0, 8), complaints=1_000_000, smaller={"list": 3.99})["journeys"][0]

    assert (line["growth"], line["ok"]) == (growth, within)


def test_the_table_names_what_is_over_its_budget():
    journeys = {
        Journey("slow", LIST, lambda: None): Measured(100.0, 120.0, 3),
        Journey("quick", LIST, lambda: None): Measured(6.0, 7.0, 3),
    }

    slow, quick = Report(100_000, 5.0, journeys, {}).as_table().splitlines()[-2:]

    assert slow.endswith("OVER")
    assert not quick.endswith("OVER")


def test_every_journey_can_be_gone(cloned_database, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_volume", complaints=3000)
        with no_worker_hears():
            floor_ms, measured = measure(floor(), journeys(at=timezone.now()), rounds=1)
    report = json.loads(Report(3000, floor_ms, measured, {}).as_json())

    assert report["floor_ms"] > 0
    assert {"name", "median_ms", "p95_ms", "queries", "ratio"} <= report["journeys"][0].keys()
    for name in TIMED:
        assert any(line["name"].startswith(name) for line in report["journeys"]), name
