"""Holiday calendars as they were known, running and past deadlines, and the reminders sent for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.cases.models import Case


class HolidayList(models.Model):
    """The bank holidays of one calendar as published at one time. A new publication is a new row."""

    class Calendar(models.TextChoices):
        EW = "EW", "England and Wales"
        UK = "UK", "Any part of the United Kingdom"

    calendar = models.CharField(max_length=10, choices=Calendar)
    version = models.PositiveIntegerField()
    holidays = models.JSONField(help_text="Date to name.")
    known_until = models.DateField(help_text="The last day of the last year the list covers.")
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "version"], name="holiday_list_has_one_version_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.version}"


class LocalLength(models.Model):
    """The office's own length for a clock whose authority is local policy, from a day on."""

    clock = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "from_on"], name="local_length_is_set_once_a_day"),
            models.CheckConstraint(name="local_length_counts_something", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.number}"


class State(models.TextChoices):
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    SATISFIED = "satisfied", "Done"
    REPLACED = "replaced", "Replaced"
    CANCELLED = "cancelled", "No longer needed"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> DeadlineQuerySet:
        return self.filter(state__in=[State.RUNNING, State.PAUSED])

    def running(self) -> DeadlineQuerySet:
        return self.filter(state=State.RUNNING)

    def for_lists(self) -> DeadlineQuerySet:
        """Only what a line says of a date, which is read for twenty-five at a time."""
        return self.only("case", "clock", "clock_version", "holidays", "due_on", "due_at", "state", "done_at")


class Deadline(models.Model):
    """One clock on one case for one recipient. A pause or an extension is a new row, never a new past."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    clock = models.CharField(max_length=60)
    clock_version = models.PositiveSmallIntegerField()
    recipient = models.CharField(max_length=60, null=True, blank=True)  # noqa: DJ001 (null means the case as a whole)
    trigger_at = models.DateTimeField()
    trigger_event = models.CharField(max_length=120, help_text="What happened, in words without names.")
    holidays = models.ForeignKey(HolidayList, models.PROTECT, null=True, blank=True, related_name="+")
    excluded = models.JSONField(
        default=list,
        help_text="Pairs of first day left out and first day counted again; of a pause going on, null.",
    )
    length = models.PositiveSmallIntegerField(
        help_text="The number counted: the law's, or the office's own on that day."
    )
    due_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(
        null=True, blank=True, help_text="When the thing itself was done, if it was."
    )
    reason = models.TextField(blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    next_reminder_at = models.DateTimeField(null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock", "recipient"],
                nulls_distinct=False,
                condition=Q(state__in=[State.RUNNING, State.PAUSED]),
                name="deadline_runs_once_for_a_recipient",
            ),
            models.CheckConstraint(
                name="deadline_ended_with_a_time_or_not_at_all",
                condition=Q(state__in=[State.RUNNING, State.PAUSED], ended_at=None, ended_by=None)
                | Q(state__in=[State.SATISFIED, State.REPLACED, State.CANCELLED], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="deadline_done_when_satisfied_or_not_at_all",
                condition=Q(state=State.SATISFIED, done_at__isnull=False)
                | ~Q(state=State.SATISFIED) & Q(done_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_reminder_at"],
                name="deadline_to_remind",
                condition=Q(state=State.RUNNING, next_reminder_at__isnull=False),
            ),
            models.Index(
                fields=["case", "due_on"], name="deadline_running_by_case", condition=Q(state=State.RUNNING)
            ),
            models.Index(
                fields=["due_on", "case"], name="deadline_running_by_due", condition=Q(state=State.RUNNING)
            ),
            # With all that says whether it was met: counting what fell due reads the index alone.
            models.Index(
                fields=["due_at"],
                include=["case", "clock", "done_at"],
                name="deadline_met_or_missed",
                condition=Q(state__in=[State.RUNNING, State.SATISFIED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.due_on}"


class Reminder(models.Model):
    """One reminder point of one deadline, reached once, written in one transaction with the message."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="reminders")
    point = models.CharField(max_length=40)
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    message_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "point", "person"], nulls_distinct=False, name="reminder_once_for_a_point"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.point}"


class Digest(models.Model):
    """One morning digest for one person and day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    message_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
