"""When each deadline is next to be spoken of, and the sweeps that speak of it, once each.

A point that falls on a day off moves: before and on the due date back to the last working day, after
it on to the next. Clocks of a day or of hours keep their point, whatever day it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

import structlog
from django.db import transaction

from casework.deadlines import notifications
from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.clocks import Nature, Point, all_clocks, on_due
from casework.deadlines.counting import DAY, LONDON, SATURDAY, CannotCount, Holidays, local_day
from casework.deadlines.models import Deadline, Digest, Reminder, State
from casework.deadlines.queries import clock_of
from casework.deadlines.roster import Roster
from casework.people.models import User

log = structlog.get_logger()

REMINDERS_AT = time(9)
DIGESTS_AT = time(8)
DIGEST_LOOKS_AHEAD = 2  # working days
BATCH = 1000


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Beyond the published list only weekends are known; a reminder on an unknown holiday does no harm."""
    try:
        return holidays.reason_not_to_count(day) is None
    except CannotCount:
        return day.weekday() < SATURDAY


def moments(deadline: Deadline, holidays: Holidays) -> list[tuple[datetime, Point]]:
    """Every point of a deadline with the moment it comes, in that order."""
    found = []
    for point in clock_of(deadline).points:
        if point.days is not None:
            found.append((_moment(deadline, point.days, holidays), point))
        elif deadline.replaces_id is None:
            found.append((deadline.opened_at, point))
    return sorted(found, key=lambda pair: pair[0])


def first_reminder_at(deadline: Deadline, holidays: Holidays) -> datetime | None:
    """The first point that is still to come; a row that is late when it is entered speaks at once."""
    if deadline.state != State.RUNNING:
        return None
    if deadline.due_at < deadline.opened_at:
        return deadline.opened_at
    coming = (at for at, _ in moments(deadline, holidays) if at >= deadline.opened_at)
    return next(coming, None)


def send_due(*, at: datetime, only: int | None = None) -> int:
    """Send every reminder that is due; how many deadlines were spoken of.

    Any number of these may run at once: each takes rows that no other has, and a row, its reminder
    and its message change together. Of the points missed in a downtime only the latest is sent.
    """
    total = 0
    while taken := _send_batch(at, only):
        total += taken
    return total


def send_digests(*, at: datetime) -> int:
    """Tell each person once, on the morning of a working day, what is late and what is due soon.

    Run late on the day it still goes out; a day that was missed altogether is not made up for.
    """
    local, holidays = at.astimezone(LONDON), as_holidays(latest("EW"))
    today = local.date()
    if local.time() < DIGESTS_AT or not is_working_day(today, holidays):
        return 0
    told = Digest.objects.filter(day=today).values("person")
    waiting = list(User.objects.filter(is_active=True).exclude(pk__in=told).order_by("pk"))
    if not waiting:
        return 0
    owed = _owed(today, until=_working_days_on(today, DIGEST_LOOKS_AHEAD, holidays))
    return sum(_send_digest(person, owed[person], day=today, at=at) for person in waiting)


@transaction.atomic
def _send_batch(at: datetime, only: int | None) -> int:
    due = Deadline.objects.running().filter(next_reminder_at__lte=at)
    if only:
        due = due.filter(pk=only)
    batch = list(
        due.select_related("case__handler")
        .order_by("next_reminder_at")
        .select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    if not batch:
        return 0
    holidays, roster = as_holidays(latest("EW")), Roster(batch, local_day(at))
    reminders: dict[User | None, list[Reminder]] = defaultdict(list)
    next_at: dict[datetime | None, list[int]] = defaultdict(list)
    for deadline in batch:
        points = moments(deadline, holidays)
        next_at[next((when for when, _ in points if when > at), None)].append(deadline.pk)
        reached = [point for when, point in points if when <= at]
        if reached:
            people: Sequence[User | None] = roster.recipients(deadline, reached[-1]) or [None]
            for person in people:
                reminder = Reminder(deadline=deadline, point=reached[-1].code, at=at, person=person)
                reminders[person].append(reminder)
    for reader, theirs in reminders.items():
        if reader:
            notifications.remind(reader, theirs, at=at)
        else:
            log.warning("deadlines.nobody_to_remind", deadlines=[row.deadline_id for row in theirs])
    Reminder.objects.bulk_create(row for theirs in reminders.values() for row in theirs)
    for when, deadlines in next_at.items():
        Deadline.objects.filter(pk__in=deadlines).update(next_reminder_at=when)
    return len(batch)


@transaction.atomic
def _send_digest(person: User, deadlines: list[Deadline], *, day: date, at: datetime) -> bool:
    # An empty digest is kept too: what turns up at noon waits for tomorrow morning's.
    digest, is_first = Digest.objects.get_or_create(person=person, day=day)
    if not is_first or not deadlines:
        return False
    digest.message_key = notifications.digest(person, deadlines, day=day, at=at)
    digest.save(update_fields=["message_key"])
    return True


def _owed(on: date, *, until: date) -> dict[User, list[Deadline]]:
    """The duties that are late or due `until` that day, under whoever would be reminded of them."""
    duties = [clock.code for clock in all_clocks() if clock.nature is Nature.DUTY]
    due = Deadline.objects.running().filter(due_on__lte=until, clock__in=duties, case__is_open=True)
    deadlines = list(due.select_related("case__handler").order_by("due_on", "pk"))
    owed = defaultdict(list)
    for start in range(0, len(deadlines), BATCH):
        batch = deadlines[start : start + BATCH]
        roster = Roster(batch, on)
        for deadline in batch:
            for person in roster.recipients(deadline, on_due()):
                owed[person].append(deadline)
    return owed


def _moment(deadline: Deadline, days: int, holidays: Holidays) -> datetime:
    day = deadline.due_on + days * DAY
    while not clock_of(deadline).is_urgent and not is_working_day(day, holidays):
        day += DAY if days > 0 else -DAY
    at = datetime.combine(day, REMINDERS_AT, LONDON)
    # A period of hours may end before nine in the morning.
    return at if days > 0 else min(at, deadline.due_at)


def _working_days_on(day: date, number: int, holidays: Holidays) -> date:
    while number:
        day += DAY
        number -= is_working_day(day, holidays)
    return day
