"""What a clock is, and the register of every clock that the domains keep in their `deadlines.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import ClassVar

from casework.deadlines import counting
from casework.deadlines.counting import CannotCount, Computation, Excluded, Holidays
from casework.people.posts import Post


class Nature(StrEnum):
    """What the last day means. Only a duty can be late; a window closes, a permission expires."""

    DUTY = "duty"
    WINDOW = "window"
    WAIT = "wait"
    EXPIRY = "expiry"


class Party(StrEnum):
    OFFICE = "office"
    FORCE = "force"
    COMPLAINANT = "complainant"
    PERSON = "person"
    RECIPIENT = "recipient (office or force)"


class Authority(StrEnum):
    STATUTORY = "STATUTORY"
    STATUTORY_GUIDANCE = "STATUTORY_GUIDANCE"
    NATIONAL_KPI = "NATIONAL_KPI"
    LOCAL_POLICY = "LOCAL_POLICY"


class Certainty(StrEnum):
    """Whether we have read the words of the law, or somebody should before relying on them."""

    SOURCED = "sourced"
    CONFIRM = "confirm"
    LOCAL = "local"


class Calendar(StrEnum):
    """Which days are not counted. Freedom of information counts holidays of any part of the UK."""

    NONE = "none"
    EW = "EW"
    UK = "UK"
    EW_ROLL = "EW-roll"
    ELAPSED = "elapsed"

    @property
    def holiday_list(self) -> str | None:
        return {"EW": "EW", "EW-roll": "EW", "UK": "UK"}.get(self.value)


class Primitive(Enum):
    END_OF_NEXT_DAY = "T1"
    STARTING_DAY_AFTER = "T2"
    STARTING_WITH_DAY = "T3"
    WORKING_DAYS = "T4"
    MONTHS_STARTING_WITH = "T5"
    CORRESPONDING_DATE = "T6"
    HOURS_ELAPSED = "T7"


@dataclass(frozen=True)
class Length:
    number: int
    unit: ClassVar[str]

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"


class Days(Length):
    unit = "day"


class WorkingDays(Length):
    unit = "working day"


class Months(Length):
    unit = "month"


class Hours(Length):
    unit = "hour"


@dataclass(frozen=True)
class Span:
    """From a day, until a day that is not included; None is open."""

    from_on: date | None = None
    until_on: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day < self.until_on
        )


@dataclass(frozen=True)
class Point:
    """A moment to remind: so many days from the due day, to the post or so many posts above it."""

    code: str
    days: int | None  # None: at once, when the clock starts
    climbs: int = 0


def at_start() -> Point:
    return Point("at_start", None)


def before_due(days: int) -> Point:
    return Point(f"before_{days}", -days)


def on_due() -> Point:
    return Point("on_due", 0)


def after_due(days: int, *, climbs: int = 0) -> Point:
    return Point(f"after_{days}", days, climbs)


URGENT = (at_start(), on_due(), after_due(1, climbs=1))
POINTS = {
    Nature.DUTY: (before_due(7), before_due(2), on_due(), after_due(1, climbs=1), after_due(7, climbs=2)),
    Nature.WINDOW: (after_due(1),),
    Nature.WAIT: (after_due(1),),
    Nature.EXPIRY: (before_due(90), before_due(30), before_due(7), on_due(), after_due(1, climbs=1)),
}


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One period of time and where it comes from. A changed clock has the next version number."""

    code: str
    name: str
    nature: Nature
    owed_by: Party
    remind: Post
    primitive: Primitive
    length: Length
    calendar: Calendar = Calendar.NONE
    pausable: bool = False
    authority: Authority
    certainty: Certainty
    citation: str
    trigger: str
    in_force: Span = Span()
    version: int = 1

    @property
    def is_local(self) -> bool:
        """The office may set the length itself."""
        return self.authority is Authority.LOCAL_POLICY

    @property
    def is_office_duty(self) -> bool:
        return self.nature is Nature.DUTY and self.owed_by is Party.OFFICE

    @property
    def can_be_moved(self) -> bool:
        """The office cannot give itself longer for what the law makes its duty, only wait where it may."""
        return self.nature is not Nature.DUTY or self.is_local or self.pausable

    @property
    def is_urgent(self) -> bool:
        """Runs through nights and weekends, so its reminders do too."""
        by_hours = self.primitive in (Primitive.END_OF_NEXT_DAY, Primitive.HOURS_ELAPSED)
        return by_hours or self.length == Days(1)

    @property
    def points(self) -> tuple[Point, ...]:
        return URGENT if self.is_urgent else POINTS[self.nature]

    def length_of(self, number: int) -> Length:
        return type(self.length)(number)

    def compute(
        self,
        trigger: datetime,
        holidays: Holidays | None = None,
        *,
        excluded: Sequence[Excluded] = (),
        number: int | None = None,
    ) -> Computation:
        """Count from `trigger`, whether or not the clock is in force then: opening a row checks that."""
        if self.calendar.holiday_list and holidays is None:
            raise CannotCount(f"{self.name} needs a list of bank holidays.")
        holidays = holidays if self.calendar.holiday_list else None
        number = self.length.number if number is None else number
        try:
            day = counting.local_day(trigger)
            match self.primitive:
                case Primitive.END_OF_NEXT_DAY:
                    return counting.end_of_next_day(day, number, excluded=excluded)
                case Primitive.STARTING_DAY_AFTER:
                    return counting.starting_day_after(day, number, excluded=excluded)
                case Primitive.STARTING_WITH_DAY:
                    return counting.starting_with_day(day, number, excluded=excluded)
                case Primitive.WORKING_DAYS:
                    assert holidays
                    return counting.working_days_after(day, number, holidays=holidays, excluded=excluded)
                case Primitive.MONTHS_STARTING_WITH:
                    return counting.months_starting_with(day, number, excluded=excluded)
                case Primitive.CORRESPONDING_DATE:
                    return counting.corresponding_date(day, number, holidays=holidays, excluded=excluded)
                case Primitive.HOURS_ELAPSED:
                    return counting.hours_elapsed(trigger, number, excluded=excluded)
        except OverflowError as error:
            raise CannotCount("That date is too far away to count from.") from error


_registry: dict[str, dict[int, Clock]] = {}


class UnknownClock(LookupError):
    pass


def register(*clocks: Clock) -> None:
    """Add a domain's clocks, from its AppConfig.ready(). Earlier versions stay, to recount old rows."""
    for clock in clocks:
        if _registry.setdefault(clock.code, {}).setdefault(clock.version, clock) != clock:
            raise ValueError(f"Two clocks have the code {clock.code}.")


def clock_named(code: str, version: int | None = None) -> Clock:
    """The clock as it is now, or as it was in an earlier version."""
    versions = _registry.get(code)
    if not versions:
        raise UnknownClock(f"There is no clock called {code}.")
    return versions[version or max(versions)]


def all_clocks() -> list[Clock]:
    return [clock_named(code) for code in sorted(_registry)]
