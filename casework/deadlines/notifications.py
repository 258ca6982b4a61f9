"""The words of reminders and digests. A subject names a reference at most, and never a person."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from casework.deadlines.counting import in_words
from casework.deadlines.models import Deadline, Reminder
from casework.deadlines.queries import clock_of
from casework.deadlines.wording import standing
from casework.outbox import actions as outbox
from casework.people.models import User

MOST_LINES = 50


def remind(person: User, reminders: Sequence[Reminder], *, at: datetime) -> None:
    """Write one message about everything that one sweep has for one person."""
    deadlines = [reminder.deadline for reminder in reminders]
    first = reminders[0]
    alone = first.deadline.case if len({deadline.case_id for deadline in deadlines}) == 1 else None
    urgent = "Urgent: " if any(clock_of(deadline).is_urgent for deadline in deadlines) else ""
    about = alone.reference or "a new case" if alone else f"{len(deadlines)} dates"
    key = f"reminder:{first.deadline_id}:{first.point}:{person.pk}"
    outbox.write(
        key,
        kind="reminder",
        to=person.email,
        subject=f"{urgent}Reminder about {about}",
        body=_body("You are reminded of:", deadlines, at),
        at=at,
        person_id=person.pk,
        case_id=alone.pk if alone else None,
    )
    for reminder in reminders:
        reminder.message_key = key


def digest(person: User, deadlines: Sequence[Deadline], *, day: date, at: datetime) -> str:
    """Write the morning's message; its key."""
    key = f"digest:{person.pk}:{day.isoformat()}"
    outbox.write(
        key,
        kind="digest",
        to=person.email,
        subject=f"Your dates for {in_words(day)}",
        body=_body("Late, or due within two working days:", deadlines, at),
        at=at,
        person_id=person.pk,
    )
    return key


def _body(opening: str, deadlines: Sequence[Deadline], at: datetime) -> str:
    parts = [opening, *(_line(deadline, at) for deadline in deadlines[:MOST_LINES])]
    if len(deadlines) > MOST_LINES:
        parts.append(f"And {len(deadlines) - MOST_LINES} more, on your desk: {settings.SITE_ADDRESS}/desk/")
    return "\n\n".join(parts) + "\n"


def _line(deadline: Deadline, at: datetime) -> str:
    why = settings.SITE_ADDRESS + reverse("deadlines:why", args=[deadline.pk])
    return (
        f"{deadline.case.reference or 'A new case'}: {clock_of(deadline).name}\n"
        f"{in_words(deadline.due_on)} ({standing(deadline, at).words})\n"
        f"{why}"
    )
