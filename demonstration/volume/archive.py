"""What every complaint of an archive is made with: chance, people, calendars and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from casework.cases.models import CaseAccess, Wall
from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.clocks import clock_named
from casework.deadlines.models import Deadline
from casework.deadlines.reminders import moments
from casework.people.models import User
from complaints.models import Category
from demonstration.office import Cast
from demonstration.volume.copying import Row, row
from demonstration.volume.numbers import Numbers
from demonstration.volume.words import Invention


class Archive:
    """Shared by all complaints of one archive, as it looks at the moment `at`."""

    def __init__(
        self,
        random: Random,
        cast: Cast,
        handlers: Sequence[User],
        categories: Sequence[Category],
        at: datetime,
    ) -> None:
        self.random, self.cast, self.handlers, self.at = random, cast, handlers, at
        self.categories = [category.pk for category in categories]
        self.invention = Invention(random)
        self.numbers = Numbers()
        self.busy: list[int] = []
        self.holidays = latest("EW")
        self.known_holidays = as_holidays(self.holidays)
        # A million rows have some four thousand different days.
        self.due = cache(self._due)
        self.next_point = cache(self._next_point)

    def access(self, case_id: int, person: User, *, since: datetime) -> Row:
        return row(
            CaseAccess,
            id=next(self.numbers.keys[CaseAccess]),
            case_id=case_id,
            person_id=person.pk,
            source=CaseAccess.Source.NAMED,
            reason="It falls to this person's post.",
            from_at=since,
        )

    def wall(self, case_id: int, person: User, *, since: datetime) -> Row:
        return row(
            Wall,
            id=next(self.numbers.keys[Wall]),
            case_id=case_id,
            person_id=person.pk,
            source=Wall.Source.DECLARED,
            reason="They told us that they know the complainant.",
            raised_at=since,
        )

    def _due(self, clock: str, trigger_at: datetime) -> tuple[date, datetime]:
        computed = clock_named(clock).compute(trigger_at, self.known_holidays)
        return computed.due_on, computed.due_at

    def _next_point(self, clock: str, due_on: date, due_at: datetime) -> datetime | None:
        deadline = Deadline(
            clock=clock, clock_version=1, due_on=due_on, due_at=due_at, opened_at=due_at - timedelta(1)
        )
        return next((when for when, _ in moments(deadline, self.known_holidays) if when > self.at), None)
