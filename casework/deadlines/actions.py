"""Every write to a deadline. A pause, an extension or a new calendar is a new row that replaces the old.

The action of a domain that calls start, satisfy, restart, cancel, pause or resume has already settled
who may see the case and do this; these lock the case for themselves because the complainant and the
system call them too. What a person does to a deadline directly goes through lock_visible().
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction

from casework.cases.actions import lock, lock_visible, require
from casework.cases.models import Case
from casework.deadlines import reminders
from casework.deadlines.calendars import as_holidays, latest, load_reference_data, newest
from casework.deadlines.clocks import Clock
from casework.deadlines.counting import Excluded, in_words, local_day
from casework.deadlines.models import Deadline, HolidayList, LocalLength, State
from casework.deadlines.permissions import can_change_settings, can_extend
from casework.deadlines.queries import (
    affected_by_calendar_change,
    clock_of,
    length_on,
    owed_by_the_office,
    own_lengths,
    recompute,
    running_on,
)
from casework.people.actions import OfficeRuleBroken
from casework.people.models import User
from casework.trail import actions as trail


class NotInForce(ValueError):
    def __init__(self, clock: Clock, day: date) -> None:
        super().__init__(f"{clock.name} was not in force on {in_words(day)}.")


class AlreadyRunning(Exception):
    def __init__(self, clock: Clock) -> None:
        super().__init__(f"{clock.name} is already running.")


class CannotExtend(Exception):
    """Says in words why this date stands."""


@dataclass(frozen=True)
class Trigger:
    """What sets a clock running, and for whom: nobody in particular, or one recipient."""

    clock: Clock
    at: datetime
    event: str
    recipient: str | None = None


def start(
    case: Case,
    clock: Clock,
    *,
    trigger_at: datetime,
    trigger_event: str,
    by: User | None,
    at: datetime,
    recipient: str | None = None,
) -> Deadline:
    """Begin to count from `trigger_at`. A clock that runs for this recipient already is refused."""
    (deadline,) = start_each(case, [Trigger(clock, trigger_at, trigger_event, recipient)], by=by, at=at)
    return deadline


@transaction.atomic(savepoint=False)
def start_each(case: Case, triggers: Sequence[Trigger], *, by: User | None, at: datetime) -> list[Deadline]:
    """Start these clocks together, or none where one is refused: what they read is read once for all."""
    if case.reference:  # until it has its number, nobody but this transaction knows of it
        lock(case)
    running = set(Deadline.objects.open().filter(case=case).values_list("clock", "recipient"))
    lists, own = newest(), own_lengths(trigger.clock for trigger in triggers)
    deadlines = []
    for trigger in triggers:
        clock, day = trigger.clock, local_day(trigger.at)
        if day not in clock.in_force:
            raise NotInForce(clock, day)
        if (clock.code, trigger.recipient) in running:
            raise AlreadyRunning(clock)
        running.add((clock.code, trigger.recipient))
        deadline = Deadline(
            case=case,
            clock=clock.code,
            clock_version=clock.version,
            recipient=trigger.recipient,
            trigger_at=trigger.at,
            trigger_event=trigger.event,
            holidays=lists[clock.calendar.holiday_list] if clock.calendar.holiday_list else None,
            length=length_on(clock, day, own),
        )
        deadlines.append(_counted(deadline, working_days=lists["EW"], by=by, at=at))
    Deadline.objects.bulk_create(deadlines)
    for deadline in deadlines:
        if clock_of(deadline).is_urgent:
            # The sweep would do it within five minutes; a clock of one day should not lose them.
            transaction.on_commit(partial(reminders.send_due, at=at, only=deadline.pk), robust=True)
    return _all_changed(case, deadlines, "deadline.started", by=by, at=at)


@transaction.atomic
def satisfy(
    case: Case,
    clock: Clock,
    *,
    done_at: datetime,
    by: User | None,
    at: datetime,
    recipient: str | None = None,
) -> Deadline | None:
    """Stop a clock because the thing was done, perhaps earlier than it was entered; None if none ran."""
    lock(case)
    deadline = running_on(case, clock, recipient)
    if deadline is None:
        return None
    deadline.done_at = done_at
    _end(deadline, State.SATISFIED, by=by, at=at)
    return _changed(case, deadline, "deadline.satisfied", by=by, at=at)


@transaction.atomic
def restart(
    case: Case,
    clock: Clock,
    *,
    trigger_at: datetime,
    trigger_event: str,
    by: User | None,
    at: datetime,
    recipient: str | None = None,
) -> Deadline:
    """Satisfy what runs and count anew. An event entered late never moves the date back."""
    lock(case)
    running = running_on(case, clock, recipient)
    if running and running.trigger_at >= trigger_at:
        return running
    satisfy(case, clock, done_at=trigger_at, by=by, at=at, recipient=recipient)
    return start(
        case,
        clock,
        trigger_at=trigger_at,
        trigger_event=trigger_event,
        by=by,
        at=at,
        recipient=recipient,
    )


@transaction.atomic
def cancel(
    case: Case,
    clock: Clock,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    recipient: str | None = None,
) -> Deadline | None:
    """Stop a clock because it is no longer needed; None if none ran."""
    lock(case)
    deadline = running_on(case, clock, recipient)
    if deadline is None:
        return None
    _end(deadline, State.CANCELLED, by=by, at=at, reason=reason)
    return _changed(case, deadline, "deadline.cancelled", by=by, at=at)


@transaction.atomic
def pause(case: Case, *, reason: str, by: User | None, at: datetime) -> list[Deadline]:
    """Stop counting on the clocks that may be paused: updates and timeliness reports never are."""
    lock(case)
    today = local_day(at).isoformat()
    return [
        _changed(
            case,
            _replace(
                deadline,
                state=State.PAUSED,
                excluded=[*deadline.excluded, [today, None]],
                reason=reason,
                by=by,
                at=at,
            ),
            "deadline.paused",
            by=by,
            at=at,
        )
        for deadline in _open_rows(case, State.RUNNING)
        if clock_of(deadline).pausable
    ]


@transaction.atomic
def resume(case: Case, *, by: User | None, at: datetime) -> list[Deadline]:
    """Count on from today; the days of the pause, its first included and today not, are left out."""
    lock(case)
    today = local_day(at).isoformat()
    return [
        _changed(
            case,
            _replace(
                deadline,
                excluded=[*deadline.excluded[:-1], [deadline.excluded[-1][0], today]],
                reason="Resumed",
                by=by,
                at=at,
            ),
            "deadline.resumed",
            by=by,
            at=at,
        )
        for deadline in _open_rows(case, State.PAUSED)
    ]


@transaction.atomic
def leave_out(deadline: Deadline, *, excluded: Excluded, reason: str, by: User, at: datetime) -> Deadline:
    """Leave days out of the count, such as the excluded time of a window to apply for a review."""
    case = lock_visible(deadline.case, by)
    require(can_extend(by))
    deadline = Deadline.objects.select_related("holidays").get(pk=deadline.pk)
    if deadline.state != State.RUNNING:
        raise CannotExtend("Only a date that is still running can be moved.")
    if not clock_of(deadline).can_be_moved:
        raise CannotExtend("The law sets this date: nobody in the office can move it.")
    if excluded.until <= excluded.first:
        raise CannotExtend("The first day counted again must be after the first day left out.")

    spans = [*deadline.excluded, [excluded.first.isoformat(), excluded.until.isoformat()]]
    replacement = _replace(deadline, excluded=spans, reason=reason, by=by, at=at)
    return _changed(case, replacement, "deadline.extended", by=by, at=at)


def extend(deadline: Deadline, *, until: date, reason: str, by: User, at: datetime) -> Deadline:
    """Make `until` the last day (a working day, for a clock of working days).

    The days from the old last day up to the new one are left out of the count, so that the row can
    still be worked out again from what it stores.
    """
    if until <= deadline.due_on:
        raise CannotExtend(f"The new date must be after {in_words(deadline.due_on)}.")
    return leave_out(deadline, excluded=Excluded(deadline.due_on, until), reason=reason, by=by, at=at)


@transaction.atomic
def set_length(clock: Clock, *, number: int, from_on: date, by: User, at: datetime) -> LocalLength:
    """Set the office's own length for a local clock; deadlines that run already keep theirs."""
    require(can_change_settings(by))
    if not clock.is_local:
        raise OfficeRuleBroken("The law sets this length: the office cannot.")
    if number < 1:
        raise OfficeRuleBroken(f"The length must be at least 1 {clock.length.unit}.", "number")
    if from_on < local_day(at):
        raise OfficeRuleBroken("A target cannot be changed for days that are past.", "from_on")
    own, _ = LocalLength.objects.update_or_create(
        clock=clock.code, from_on=from_on, defaults={"number": number, "set_by": by}
    )
    changes = {"clock": clock.code, "number": number, "from_on": from_on}
    trail.record(f"clock:{clock.code}", "clock.length_set", by=by, at=at, changes=changes)
    return own


@transaction.atomic
def take_newest_holidays(*, confirmed: Collection[int], by: User, at: datetime) -> list[Deadline]:
    """Take the bundled list of bank holidays into use and move the dates that a person confirmed."""
    require(can_change_settings(by))
    changes = {row.calendar: row.version for row in load_reference_data(at=at)}
    moved = apply_calendar_change(confirmed, reason="The list of bank holidays changed", by=by, at=at)
    trail.record("holidays", "holidays.taken", by=by, at=at, changes=changes | {"moved": len(moved)})
    return moved


@transaction.atomic
def apply_calendar_change(
    confirmed: Collection[int], *, reason: str, by: User, at: datetime
) -> list[Deadline]:
    """Count these again with the newest list of bank holidays: the ones a person has seen and confirmed."""
    require(can_change_settings(by))
    lists = newest()
    moved = []
    for affected in list(affected_by_calendar_change(by)):
        deadline = affected.deadline
        if deadline.pk not in confirmed:
            continue
        lock(deadline.case)
        assert deadline.holidays
        replacement = _replace(
            deadline,
            state=State(deadline.state),
            holidays=lists[deadline.holidays.calendar],
            reason=reason,
            by=by,
            at=at,
        )
        moved.append(_changed(deadline.case, replacement, "deadline.recounted", by=by, at=at))
    return moved


def _open_rows(case: Case, state: State) -> list[Deadline]:
    rows = Deadline.objects.filter(case=case, state=state)
    return list(rows.select_related("holidays").order_by("pk"))


def _counted(deadline: Deadline, *, working_days: HolidayList, by: User | None, at: datetime) -> Deadline:
    """Work out the dates of a row that is about to be kept."""
    computed = recompute(deadline)
    deadline.due_on, deadline.due_at = computed.due_on, computed.due_at
    deadline.opened_at, deadline.opened_by = at, by
    deadline.next_reminder_at = reminders.first_reminder_at(deadline, as_holidays(working_days))
    return deadline


def _end(deadline: Deadline, state: State, *, by: User | None, at: datetime, reason: str = "") -> None:
    deadline.state, deadline.reason = state, reason
    deadline.ended_at, deadline.ended_by = at, by
    deadline.next_reminder_at = None
    deadline.save(update_fields=["state", "reason", "ended_at", "ended_by", "done_at", "next_reminder_at"])


def _replace(
    deadline: Deadline,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    state: State = State.RUNNING,
    excluded: Sequence[Sequence[str | None]] | None = None,
    holidays: HolidayList | None = None,
) -> Deadline:
    _end(deadline, State.REPLACED, by=by, at=at, reason=reason)
    replacement = _counted(
        Deadline(
            case_id=deadline.case_id,
            clock=deadline.clock,
            clock_version=deadline.clock_version,
            recipient=deadline.recipient,
            trigger_at=deadline.trigger_at,
            trigger_event=deadline.trigger_event,
            holidays=holidays or deadline.holidays,
            excluded=deadline.excluded if excluded is None else excluded,
            length=deadline.length,
            state=state,
            replaces=deadline,
        ),
        working_days=latest("EW"),
        by=by,
        at=at,
    )
    replacement.save(force_insert=True)
    return replacement


def _changed(case: Case, deadline: Deadline, verb: str, *, by: User | None, at: datetime) -> Deadline:
    _all_changed(case, [deadline], verb, by=by, at=at)
    return deadline


# One statement counts and keeps it.
NEXT_DUE = """
    UPDATE cases_case SET next_due_on = (
        SELECT MIN(due_on) FROM deadlines_deadline
        WHERE case_id = cases_case.id AND state = 'running' AND clock = ANY(%s)
    )
    WHERE id = %s
    RETURNING id, next_due_on
"""


def _all_changed(
    case: Case, deadlines: list[Deadline], verb: str, *, by: User | None, at: datetime
) -> list[Deadline]:
    """Finish a write: what the case next owes, and the trail."""
    case.next_due_on = Case.objects.raw(NEXT_DUE, [owed_by_the_office(), case.pk])[0].next_due_on
    trail.record_each(
        f"case:{case.pk}",
        verb,
        [{"deadline": row.pk, "clock": row.clock, "due_on": row.due_on} for row in deadlines],
        by=by,
        at=at,
        case_id=case.pk,
        reference=case.reference or "",
    )
    return deadlines
