"""The seven ways in which the law counts time, as pure functions that also say what they counted.

A statutory day is a local day in London and ends at 23:59:59. A day inside an excluded span is not
counted: a period in days carries on after it, a period in months ends later by the days it lost, and
hours stand still from its first midnight to its last.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SATURDAY = 5


class CannotCount(ValueError):
    """Why there is no answer, in words for the person who asked."""


class Excluded(NamedTuple):
    """Days left out of the count: the first of them, and the first day counted again."""

    first: date
    until: date


class Step(NamedTuple):
    """One day (or, of a period in months, one month) and whether it was counted."""

    date: date
    counted: bool
    what: str
    nth: int | None = None  # the how-manieth counted

    @property
    def reason(self) -> str:
        return f"{in_words(self.date)}: {self.what}"


@dataclass(frozen=True)
class Computation:
    due_on: date
    due_at: datetime
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Holidays:
    """One version of one list of bank holidays, and the span of days it can answer for."""

    days: Mapping[date, str]
    known_from: date
    known_until: date

    def reason_not_to_count(self, day: date) -> str | None:
        """Say why `day` is not a working day; refuse to guess outside the published list."""
        if not self.known_from <= day <= self.known_until:
            raise CannotCount(
                f"Bank holidays are known from {in_words(self.known_from)} to {in_words(self.known_until)}, "
                f"so working days cannot be counted to {in_words(day)}."
            )
        if day.weekday() >= SATURDAY:
            return "weekend"
        return self.days.get(day)

    def working_days_between(self, start: date, end: date) -> int:
        """The working days after `start` up to and with `end`, without walking along them."""
        for day in (start, end):
            self.reason_not_to_count(day)  # refuses a day outside the list
        weeks, rest = divmod(max((end - start).days, 0), 7)
        odd = sum((start + n * DAY).weekday() < SATURDAY for n in range(1, rest + 1))
        free = sum(start < day <= end and day.weekday() < SATURDAY for day in self.days)
        return 5 * weeks + odd - free


def in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def local_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), LONDON)


def end_of_next_day(trigger: date, number: int = 1, *, excluded: Sequence[Excluded] = ()) -> Computation:
    """T1, "the end of the day following the day on which": no relief for a weekend or a holiday."""
    return starting_day_after(trigger, number, excluded=excluded)


def starting_day_after(trigger: date, number: int, *, excluded: Sequence[Excluded] = ()) -> Computation:
    """T2, "n days starting with the day after", "within n days of"."""
    steps = [_trigger(trigger), *_days(trigger + DAY, number, excluded)]
    return _ends(steps)


def starting_with_day(trigger: date, number: int, *, excluded: Sequence[Excluded] = ()) -> Computation:
    """T3, "n days beginning with the day on which": that day is day 1."""
    return _ends(list(_days(trigger, number, excluded)))


def working_days_after(
    trigger: date, number: int, *, holidays: Holidays, excluded: Sequence[Excluded] = ()
) -> Computation:
    """T4, "within n working days of"."""
    steps = [_trigger(trigger), *_days(trigger + DAY, number, excluded, holidays)]
    return _ends(steps)


def months_starting_with(trigger: date, number: int, *, excluded: Sequence[Excluded] = ()) -> Computation:
    """T5, "m months starting with": the day before the corresponding date m months on.

    Where that date does not exist, the last day of that month.
    """
    steps = [Step(trigger, True, "first day of the period")]
    for month in range(1, number + 1):
        last = _corresponding(trigger, month)
        last = last - DAY if last.day == trigger.day else last
        steps.append(Step(last, True, f"month {month} of {number} ends", month))
    return _ends(steps + list(_made_up(trigger, steps[-1].date, excluded)))


def corresponding_date(
    trigger: date, number: int, *, holidays: Holidays | None = None, excluded: Sequence[Excluded] = ()
) -> Computation:
    """T6, "within one month of": the corresponding date, else the last day of that month.

    Given holidays, a date on a weekend or a holiday rolls on to the next working day; that is the
    Information Commissioner's reading of the UK GDPR, and no other clock rolls.
    """
    steps = [_trigger(trigger)]
    for month in range(1, number + 1):
        last = _corresponding(trigger, month)
        steps.append(Step(last, True, f"month {month} of {number} ends", month))
    steps += _made_up(trigger + DAY, steps[-1].date, excluded)
    while holidays and (why := _reason_to_skip(steps[-1].date, excluded, holidays)):
        day = steps[-1].date
        steps[-1] = Step(day, False, f"{why}, so the date moves to the next working day")
        steps.append(Step(day + DAY, True, "working day"))
    return _ends(steps)


def hours_elapsed(at: datetime, number: int, *, excluded: Sequence[Excluded] = ()) -> Computation:
    """T7, "within n hours of becoming aware": hours that pass, weekends and holidays included."""
    moment, left, steps = at.astimezone(UTC), number * HOUR, []
    while left:
        day = local_day(moment)
        midnight = datetime.combine(day + DAY, time(), LONDON).astimezone(UTC)
        if _is_excluded(day, excluded):
            steps.append(Step(day, False, "left out"))
            moment = midnight
        else:
            passed = min(left, midnight - moment)
            steps.append(Step(day, True, _hours(passed)))
            moment, left = moment + passed, left - passed
    due_at = moment.astimezone(LONDON)
    if steps[-1].date != due_at.date():
        steps.append(Step(due_at.date(), True, "the hours end as the day begins"))
    return Computation(due_at.date(), due_at, tuple(steps))


def _trigger(day: date) -> Step:
    return Step(day, False, "the day it happened")


def _days(
    day: date, number: int, excluded: Sequence[Excluded], holidays: Holidays | None = None
) -> Iterator[Step]:
    """Walk from `day`, counting every day, or every working day, until `number` are counted."""
    kind, counted = "working day" if holidays else "day", 0
    while counted < number:
        if why := _reason_to_skip(day, excluded, holidays):
            yield Step(day, False, why)
        else:
            counted += 1
            yield Step(day, True, f"{kind} {counted} of {number}", counted)
        day += DAY


def _made_up(first: date, last: date, excluded: Sequence[Excluded]) -> Iterator[Step]:
    """Give a period in months back the days it lost between `first` and `last`."""
    span = (last - first).days + 1
    lost = [day for n in range(span) if _is_excluded(day := first + n * DAY, excluded)]
    yield from (Step(day, False, "left out") for day in lost)
    for step in _days(last + DAY, len(lost), excluded):
        yield Step(step.date, True, "a day given back") if step.counted else step


def _corresponding(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _reason_to_skip(day: date, excluded: Sequence[Excluded], holidays: Holidays | None) -> str | None:
    if _is_excluded(day, excluded):
        return "left out"
    return holidays.reason_not_to_count(day) if holidays else None


def _is_excluded(day: date, excluded: Sequence[Excluded]) -> bool:
    return any(first <= day < until for first, until in excluded)


def _hours(passed: timedelta) -> str:
    minutes = int(passed.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    words = f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{words} {minutes} minutes" if minutes else words


def _ends(steps: Sequence[Step]) -> Computation:
    last = steps[-1].date
    return Computation(last, end_of(last), tuple(steps))
