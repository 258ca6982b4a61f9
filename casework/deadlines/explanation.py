"""Why a deadline ends on its day, said for staff and said in plain English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from casework.deadlines.clocks import Authority, Calendar, Certainty, Clock, Nature, Party, Primitive
from casework.deadlines.counting import Computation, Step, in_words
from casework.deadlines.models import Deadline, State
from casework.deadlines.queries import clock_of, history, recompute

NOT_WORKING = {
    Calendar.EW: "weekends and bank holidays in England and Wales",
    Calendar.UK: "weekends and bank holidays in any part of the United Kingdom",
}
AUTHORITY = {
    Authority.STATUTORY: "Set by law",
    Authority.STATUTORY_GUIDANCE: "Set by statutory guidance",
    Authority.NATIONAL_KPI: "A national measure, not a limit set by law",
    Authority.LOCAL_POLICY: "Our own policy, not a limit set by law",
}
BOUND = {
    Party.OFFICE: "This office",
    Party.FORCE: "The police force",
    Party.COMPLAINANT: "The complainant",
    Party.PERSON: "The person concerned",
    Party.RECIPIENT: "Whoever the recommendation was made to",
}
CAUTION = "We have still to confirm the exact words of this rule. Take the date as our best reading of it."


@dataclass(frozen=True)
class Run:
    """Days that follow one another and are counted, or skipped, for the same reason."""

    first: Step
    last: Step
    number: int

    @property
    def counted(self) -> bool:
        return self.first.counted

    @property
    def what(self) -> str:
        if self.first.what == self.last.what:
            return self.first.what
        # "day 2 of 28" and "day 27 of 28" are together "day 2 to day 27 of 28".
        return f"{self.first.what.partition(' of ')[0]} to {self.last.what}"


@dataclass(frozen=True)
class Explanation:
    deadline: Deadline
    clock: Clock
    computation: Computation
    rule: str
    plain: str
    caution: str
    changes: tuple[str, ...]
    history: list[Deadline]

    @property
    def runs(self) -> list[Run]:
        return runs(self.computation.steps)

    @property
    def authority(self) -> str:
        return AUTHORITY[self.clock.authority]

    @property
    def bound(self) -> str:
        return BOUND[self.clock.owed_by]

    @property
    def calendar(self) -> str:
        holidays = self.deadline.holidays
        return f"{holidays.get_calendar_display()}, list {holidays.version}" if holidays else ""


def explain(deadline: Deadline) -> Explanation:
    clock = clock_of(deadline)
    return Explanation(
        deadline=deadline,
        clock=clock,
        computation=recompute(deadline),
        rule=rule(clock, deadline.length),
        plain=plain(deadline, clock),
        caution=CAUTION if clock.certainty is Certainty.CONFIRM else "",
        changes=what_would_change(deadline, clock),
        history=history(deadline),
    )


def rule(clock: Clock, number: int) -> str:
    """The rule in one sentence."""
    length = clock.length_of(number)
    match clock.primitive:
        case Primitive.END_OF_NEXT_DAY:
            return "By the end of the next day, even if that is a weekend or a bank holiday."
        case Primitive.STARTING_DAY_AFTER:
            return f"Within {length}, starting with the day after. Weekends and bank holidays count."
        case Primitive.STARTING_WITH_DAY:
            return f"Within {length}, the day itself being the first. Weekends and bank holidays count."
        case Primitive.WORKING_DAYS:
            return (
                f"Within {length}, starting with the day after and leaving out {NOT_WORKING[clock.calendar]}."
            )
        case Primitive.MONTHS_STARTING_WITH:
            return (
                f"For {length} beginning with the day itself, so that it ends the day before the same date."
            )
        case Primitive.CORRESPONDING_DATE:
            rolls = ", moved on to a working day" if clock.calendar is Calendar.EW_ROLL else ""
            return f"Within {length}: on the same date, or the last day of a shorter month{rolls}."
        case Primitive.HOURS_ELAPSED:
            return f"Within {length}, every hour counting, by night and on days off as well."


def plain(deadline: Deadline, clock: Clock) -> str:
    """Whose date it is and what it means, for somebody outside the office."""
    day = in_words(deadline.due_on)
    match clock.nature:
        case Nature.WINDOW:
            return f"You have until the end of {day}."
        case Nature.WAIT:
            return f"Nothing can be done before the end of {day}."
        case Nature.EXPIRY:
            return f"It ends at the end of {day}."
    if clock.owed_by is Party.FORCE:
        return f"The police force should do this by {day}."
    if clock.owed_by is Party.OFFICE and clock.is_local:
        return f"We aim to do this by {day}. It is our own target, not a limit set by law."
    if clock.owed_by is Party.OFFICE:
        return f"We must do this by {day}."
    return f"This should be done by {day}."


def what_would_change(deadline: Deadline, clock: Clock) -> tuple[str, ...]:
    found = []
    if clock.pausable:
        found.append("Pausing the case: the days of the pause are left out of the count.")
    if clock.nature is not Nature.DUTY or clock.is_local:
        found.append("A manager leaving days out of the count, with a reason.")
    if clock.calendar.holiday_list:
        found.append("A new bank holiday, once a manager has confirmed the change.")
    if clock.is_local:
        found.append("Nothing in our settings: a new target is for what starts after it.")
    if not found:
        found.append("Nothing the office can decide. Only doing it stops the count.")
    if deadline.state == State.PAUSED:
        found.insert(0, "It is paused: the date will move by the days of the pause.")
    return tuple(found)


def runs(steps: Sequence[Step]) -> list[Run]:
    """Steps put together where one line can say it; the first and the last day stand alone."""
    found = []
    for _, group in groupby(enumerate(steps), key=lambda pair: _likeness(pair[0], pair[1], len(steps))):
        same = [step for _, step in group]
        found.append(Run(same[0], same[-1], len(same)))
    return found


def _likeness(place: int, step: Step, number: int) -> tuple[int, str]:
    if place in (0, number - 1):
        return place, ""
    return -1, "" if step.counted else step.what
