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


ABBREVIATIONS = {
    "PCMR 2020": "Police (Complaints and Misconduct) Regulations 2020",
    "PRA 2002": "Police Reform Act 2002",
    "PRSRA 2011": "Police Reform and Social Responsibility Act 2011",
    "SI 2012/62": "Elected Local Policing Bodies (Complaints and Misconduct) Regulations 2012",
    "FOIA 2000": "Freedom of Information Act 2000",
    "DPA 2018": "Data Protection Act 2018",
    "LGHA 1989": "Local Government and Housing Act 1989",
    "Vetting APP": "Authorised Professional Practice on vetting",
    " reg ": ", regulation ",
    " Sch ": ", Schedule ",
    " para ": " paragraph ",
    " art ": ", article ",
    " s.": ", section ",
}


@dataclass(frozen=True)
class Run:
    """Days that follow one another and are counted, or skipped, for the same reason."""

    first: Step
    last: Step
    number: int
    unit: str

    @property
    def counted(self) -> bool:
        return self.first.counted

    @property
    def dates(self) -> str:
        first, last = self.first.date, self.last.date
        if first == last:
            return f"{first.day} {first:%b %Y}"
        if first.year != last.year:
            return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
        if first.month != last.month:
            return f"{first.day} {first:%b} to {last.day} {last:%b}"
        return f"{first.day} to {last.day} {last:%b}"

    @property
    def days(self) -> str:
        """Which days of the week, or how many of them there are."""
        if self.number == 1:
            return f"{self.first.date:%A}"
        if (self.last.date - self.first.date).days < 7:
            return f"{self.first.date:%a} to {self.last.date:%a}"
        return f"{self.number} {self.unit if self.first.nth else 'day'}s"

    @property
    def what(self) -> str:
        if self.first.nth and self.number > 1:
            return f"{self.unit}s {self.first.nth} to {self.last.nth}"
        return self.first.what


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
        return runs(self.computation.steps, self.clock.length.unit)

    @property
    def in_hours(self) -> bool:
        return self.clock.primitive is Primitive.HOURS_ELAPSED

    @property
    def citation(self) -> str:
        return in_full(self.clock.citation)

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
    if clock.can_be_moved:
        found.append("A manager leaving days out of the count, with a reason.")
    if clock.calendar.holiday_list:
        found.append("A new bank holiday, once a manager has confirmed the change.")
    if clock.is_local:
        found.append("Not a new target of ours: that is for what starts after it is set.")
    if not found:
        found.append("Nothing the office can decide. Only doing it stops the count.")
    if deadline.state == State.PAUSED:
        found.insert(0, "It is paused: the date will move by the days of the pause.")
    return tuple(found)


def runs(steps: Sequence[Step], unit: str) -> list[Run]:
    """Steps put together where one line can say it; the first and the last stand alone, and so do hours."""
    ends = {steps[0], steps[-1]}

    def likeness(step: Step) -> object:
        return step if step in ends or unit == "hour" else (step.counted, step.nth is None and step.what)

    found = [list(alike) for _, alike in groupby(steps, key=likeness)]
    return [Run(alike[0], alike[-1], len(alike), unit) for alike in found]


def in_full(citation: str) -> str:
    """A citation as somebody outside the law would look it up."""
    for short, full in ABBREVIATIONS.items():
        citation = citation.replace(short, full)
    return citation
