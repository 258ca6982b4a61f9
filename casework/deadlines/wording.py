"""How a date is spoken of: the one place that decides who may be called late, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from casework.deadlines.calendars import as_holidays
from casework.deadlines.clocks import Authority, Clock, Nature, Party, Primitive
from casework.deadlines.counting import CannotCount, Holidays, local_day
from casework.deadlines.models import Deadline, HolidayList, State
from casework.deadlines.queries import clock_of

RED, ORANGE, YELLOW, BLUE, GREEN, GREY = "red", "orange", "yellow", "blue", "green", "grey"
SOON = 2
MONTHS_AFTER = 92  # days, beyond which nobody counts in them


@dataclass(frozen=True)
class Standing:
    """Where a deadline stands, in words and in the colour of a tag. The words never lean on the colour."""

    words: str
    colour: str
    is_late: bool = False


def standing(deadline: Deadline, at: datetime) -> Standing:
    clock = clock_of(deadline)
    match State(deadline.state):
        case State.PAUSED:
            return Standing("paused", GREY)
        case State.SATISFIED:
            return _done(deadline, clock)
        case State.CANCELLED:
            return Standing("no longer needed", GREY)
        case State.REPLACED:
            return Standing("replaced", GREY)
        case State.RUNNING if at > deadline.due_at:
            return _past(deadline, clock, at)
    return _coming(deadline, clock, at)


LATE = {
    Authority.STATUTORY: "out of time",
    Authority.STATUTORY_GUIDANCE: "late against statutory guidance",
    Authority.NATIONAL_KPI: "late against the national measure",
    Authority.LOCAL_POLICY: "late against our target",
}


SET_BY = {
    Authority.STATUTORY: "set by law",
    Authority.STATUTORY_GUIDANCE: "set by statutory guidance",
    Authority.NATIONAL_KPI: "national measure",
    Authority.LOCAL_POLICY: "our target",
}


def span_words(deadline: Deadline, clock: Clock, start: date, end: date) -> str:
    """How many days lie between, in the unit the clock counts: "3 working days", "1 day"."""
    days = (end - start).days
    if clock.primitive is Primitive.WORKING_DAYS and deadline.holidays_id:
        try:
            worked = _worked(deadline.holidays_id, start, end)
        except CannotCount:
            pass
        else:
            if worked:
                return _number(worked, "working day")
    if days > MONTHS_AFTER:
        return _number(days * 12 // 365, "month")
    return _number(days, "day")


def _coming(deadline: Deadline, clock: Clock, at: datetime) -> Standing:
    today = local_day(at)
    days = (deadline.due_on - today).days
    if clock.nature is Nature.WAIT:
        return Standing(f"{_number(days + 1, 'day')} to wait", GREY)
    verb = {Nature.DUTY: "due", Nature.WINDOW: "closes", Nature.EXPIRY: "expires"}[clock.nature]
    colour = GREY if clock.nature is Nature.WINDOW else YELLOW if days <= SOON else BLUE
    if clock.primitive is Primitive.HOURS_ELAPSED and deadline.due_at - at < timedelta(hours=48):
        return Standing(f"{_number((deadline.due_at - at) // timedelta(hours=1), 'hour')} left", YELLOW)
    if days == 0:
        return Standing(f"{verb} today", colour)
    if days == 1:
        return Standing(f"{verb} tomorrow", colour)
    left = span_words(deadline, clock, today, deadline.due_on)
    if clock.nature is Nature.DUTY:
        return Standing(f"{left} left", colour)
    return Standing(f"{verb} in {left}", colour)


def _past(deadline: Deadline, clock: Clock, at: datetime) -> Standing:
    match clock.nature:
        case Nature.WINDOW:
            return Standing("closed", GREY)
        case Nature.WAIT:
            return Standing("wait over", GREEN)
        case Nature.EXPIRY:
            return Standing("expired", RED)
    days = (local_day(at) - deadline.due_on).days
    late = f"{span_words(deadline, clock, deadline.due_on, local_day(at))} late" if days else "late"
    if clock.owed_by is Party.FORCE:
        return Standing(f"the force is {late}", ORANGE, is_late=True)
    if clock.owed_by is not Party.OFFICE:
        return Standing(late, ORANGE, is_late=True)
    # Only the office's own duty under the law is ever out of time.
    words = f"{LATE[clock.authority]}, {late}" if days else LATE[clock.authority]
    return Standing(words, RED if clock.authority is Authority.STATUTORY else ORANGE, is_late=True)


def _done(deadline: Deadline, clock: Clock) -> Standing:
    assert deadline.done_at
    if clock.nature is Nature.DUTY and deadline.done_at > deadline.due_at:
        late = span_words(deadline, clock, deadline.due_on, local_day(deadline.done_at))
        return Standing(f"done {late} late", GREY, is_late=True)
    return Standing("done", GREEN)


def _number(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


# A version of a list is never changed, so a page of deadlines reads it once and counts each span once.
@lru_cache(maxsize=16)
def _known(holidays_id: int) -> Holidays:
    return as_holidays(HolidayList.objects.get(pk=holidays_id))


@lru_cache(maxsize=1000)
def _worked(holidays_id: int, start: date, end: date) -> int:
    return _known(holidays_id).working_days_between(start, end)
