from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import QuerySet

from casework.cases.models import Case, Wall
from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.clocks import Clock, Length, all_clocks, clock_named
from casework.deadlines.counting import Computation, Excluded, Holidays
from casework.deadlines.models import Deadline, HolidayList, LocalLength
from casework.people.models import User
from casework.people.roles import MANAGE_OFFICE


def clock_of(deadline: Deadline) -> Clock:
    return clock_named(deadline.clock, deadline.clock_version)


def holidays_of(deadline: Deadline) -> Holidays | None:
    return as_holidays(deadline.holidays) if deadline.holidays else None


def excluded_of(deadline: Deadline) -> list[Excluded]:
    """The spans left out; a pause that has not ended yet moves nothing until it does."""
    return [
        Excluded(date.fromisoformat(first), date.fromisoformat(until))
        for first, until in deadline.excluded
        if until
    ]


def recompute(deadline: Deadline) -> Computation:
    """Count again from what the row itself stores, never from today's calendar or settings."""
    return clock_of(deadline).compute(
        deadline.trigger_at,
        holidays_of(deadline),
        excluded=excluded_of(deadline),
        number=deadline.length,
    )


def own_lengths(clocks: Iterable[Clock]) -> list[LocalLength]:
    """What the office has set for those of these clocks that are its own to set, oldest first."""
    local = [clock.code for clock in clocks if clock.is_local]
    return list(LocalLength.objects.filter(clock__in=local).order_by("from_on")) if local else []


def length_on(clock: Clock, day: date, own: Iterable[LocalLength] | None = None) -> int:
    """The number to count: the office's own on that day, if it set one, otherwise the law's.

    `own` are those of own_lengths(), where the lengths of several clocks are asked for.
    """
    own = own_lengths([clock]) if own is None else own
    begun = [length.number for length in own if length.clock == clock.code and length.from_on <= day]
    return begun[-1] if begun else clock.length.number


@cache
def owed_by_the_office() -> list[str]:
    """The codes of the clocks that count to a day by which the office itself owes something."""
    return [clock.code for clock in all_clocks() if clock.is_office_duty]


def history(deadline: Deadline) -> list[Deadline]:
    """The rows that this one came to replace, latest first."""
    rows, row = [], deadline.replaces
    while row:
        rows.append(row)
        row = row.replaces
    return rows


@dataclass(frozen=True)
class Affected:
    """A deadline that a newer list of bank holidays would move."""

    deadline: Deadline
    new_due_on: date


def affected_by_calendar_change(by: User, newer: Iterable[HolidayList] = ()) -> Iterator[Affected]:
    """Open deadlines counted with an older list that would end on another day with the newest.

    `newer` is what is not kept yet. Only those that `by` may move: see `within_reach`.
    """
    lists = {row.calendar: row for row in [*map(latest, HolidayList.Calendar), *newer]}
    newest = {calendar: as_holidays(row) for calendar, row in lists.items()}
    older = (
        Deadline.objects.open()
        .filter(case__in=within_reach(by))
        .exclude(holidays=None)
        .exclude(holidays__in=[row.pk for row in lists.values() if row.pk])
        .select_related("case", "holidays")
        .order_by("due_on", "pk")
    )
    for deadline in older.iterator():
        assert deadline.holidays
        computed = clock_of(deadline).compute(
            deadline.trigger_at,
            newest[deadline.holidays.calendar],
            excluded=excluded_of(deadline),
            number=deadline.length,
        )
        if computed.due_at != deadline.due_at:
            yield Affected(deadline, computed.due_on)


def within_reach(user: User) -> QuerySet[Case]:
    """The cases on which a setting that `user` changes may move a date, and which a count may include.

    An administrator sees no case and yet moves the dates of all, except where a wall stands.
    """
    if not user.has_perm(MANAGE_OFFICE):
        return Case.objects.visible_to(user)
    return Case.objects.exclude(pk__in=Wall.objects.standing().filter(person=user).values("case"))


@dataclass(frozen=True)
class Target:
    """The length of a clock that the office sets itself, as it stands on one day."""

    clock: Clock
    length: Length
    since: date | None
    next: LocalLength | None

    @property
    def next_length(self) -> Length | None:
        return self.clock.length_of(self.next.number) if self.next else None


def targets_on(day: date) -> list[Target]:
    """Every clock of local policy, by name."""
    own: dict[str, list[LocalLength]] = {}
    for length in LocalLength.objects.order_by("from_on"):
        own.setdefault(length.clock, []).append(length)
    return sorted(
        (_target(clock, own.get(clock.code, []), day) for clock in all_clocks() if clock.is_local),
        key=lambda target: target.clock.name,
    )


def _target(clock: Clock, own: Sequence[LocalLength], day: date) -> Target:
    begun = [length for length in own if length.from_on <= day]
    now = begun[-1] if begun else None
    return Target(
        clock,
        clock.length_of(now.number) if now else clock.length,
        since=now.from_on if now else None,
        next=own[len(begun)] if len(begun) < len(own) else None,
    )


def wrongly_stored() -> Iterator[Deadline]:
    """Open deadlines whose stored date is not what their stored inputs give: there should be none."""
    for deadline in Deadline.objects.open().select_related("holidays").iterator():
        if recompute(deadline).due_at != deadline.due_at:
            yield deadline


def running_on(case: Case, clock: Clock, recipient: str | None = None) -> Deadline | None:
    """The running or paused row of a clock, if there is one."""
    return (
        Deadline.objects.open()
        .filter(case=case, clock=clock.code, recipient=recipient)
        .select_related("holidays")
        .first()
    )
