import json
from argparse import ArgumentTypeError
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.core.management.base import CommandParser

from casework.commands import OversightCommand, WrongArgument
from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.clocks import Clock, UnknownClock, all_clocks, clock_named
from casework.deadlines.counting import LONDON, CannotCount, Computation, Excluded, in_words


class Command(OversightCommand):
    help = "Say when a clock ends, and name each day it counts or skips."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("clock", metavar="CLOCK", help="A code from list_clocks.")
        parser.add_argument(
            "--from",
            dest="trigger",
            required=True,
            type=moment,
            help="2026-04-02 or 2026-04-02T10:00, London time.",
        )
        parser.add_argument(
            "--exclude",
            action="append",
            default=[],
            type=span,
            metavar="FIRST..UNTIL",
            help="Days left out: the first of them, and the first counted again. May be repeated.",
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            clock = clock_called(options["clock"])
            name = clock.calendar.holiday_list
            holidays = as_holidays(latest(name)) if name else None
            answer = clock.compute(options["trigger"], holidays, excluded=options["exclude"])
        except CannotCount as error:
            raise WrongArgument(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_data(clock, options["trigger"], answer), indent=2))
            return
        self.stdout.write(f"{clock.name}: {in_words(answer.due_on)}, {answer.due_at:%H:%M:%S}")
        self.stdout.write(f"{clock.length} from the {clock.trigger}. {clock.citation} ({clock.authority})")
        first = next((step for step in answer.steps if step.counted), None)
        if first:
            self.stdout.write(f"The first day counted is {in_words(first.date)}.")
        for step in answer.steps:
            self.stdout.write(f"  {'counted' if step.counted else '      -'}  {step.reason}")


def clock_called(code: str) -> Clock:
    try:
        return clock_named(code)
    except UnknownClock as error:
        near = get_close_matches(code, [clock.code for clock in all_clocks()], n=1)
        instead = f"Did you mean {near[0]}?" if near else "list_clocks names them all."
        raise WrongArgument(f"{error} {instead}") from error


def as_data(clock: Clock, trigger: datetime, answer: Computation) -> dict[str, Any]:
    return {
        "clock": clock.code,
        "authority": clock.authority,
        "citation": clock.citation,
        "trigger": trigger.isoformat(),
        "due_on": answer.due_on.isoformat(),
        "due_at": answer.due_at.isoformat(),
        "steps": [
            {"date": step.date.isoformat(), "counted": step.counted, "reason": step.reason}
            for step in answer.steps
        ],
    }


def moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(LONDON)
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f"{text!r} is not a date or a time, such as 2026-04-02T10:00") from None


def span(text: str) -> Excluded:
    first, dots, until = text.partition("..")
    try:
        excluded = Excluded(date.fromisoformat(first), date.fromisoformat(until))
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a span, such as 2026-05-29..2026-06-08") from None
    if excluded.until <= excluded.first:
        raise ArgumentTypeError(f"{text!r} ends before it begins")
    return excluded
