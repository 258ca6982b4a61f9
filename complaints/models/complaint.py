"""The complaint itself, from the day it was made to its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from casework.cases.models import Case
from complaints.workflow import Channel, Outcome, Road, Status, Subject

if TYPE_CHECKING:
    from casework.people.models import User


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> ComplaintQuerySet:
        return self.filter(case__in=Case.objects.visible_to(user))

    def open(self) -> ComplaintQuerySet:
        return self.exclude(status=Status.CLOSED)


class Complaint(models.Model):
    """An expression of dissatisfaction, from the day it was made to its outcome."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True)
    submission_key = models.UUIDField(unique=True, help_text="A form sent twice is one complaint.")
    access_code_mac = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    subject = models.CharField(max_length=20, choices=Subject)
    road = models.CharField(max_length=20, choices=Road)
    complaint_model = models.PositiveSmallIntegerField(help_text="The model in force on the day it was made.")
    status = models.CharField(max_length=20, choices=Status, default=Status.RECEIVED)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    channel = models.CharField(max_length=12, choices=Channel)

    what_happened = models.TextField()
    what_is_wanted = models.TextField(blank=True)
    when_it_happened = models.CharField(max_length=300, blank=True)
    where_it_happened = models.CharField(max_length=300, blank=True)
    subject_description = models.TextField(blank=True, help_text="Names, numbers or descriptions, as given.")
    is_anonymous = models.BooleanField(default=False)
    recording_asked_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="The complainant asked for it to be recorded: PRA 2002 Sch 3 para 2(6A).",
    )
    views_on_handling = models.TextField(blank=True, help_text="What the complainant wants done, as said.")

    made_at = models.DateTimeField(help_text="When the complainant made it.")
    received_at = models.DateTimeField(help_text="When it reached the office.")
    logged_at = models.DateTimeField(null=True, blank=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contacted_at = models.DateTimeField(
        null=True, blank=True, help_text="First contact made with the complainant."
    )
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    suspended_because = models.TextField(blank=True)
    resumption_declined_at = models.DateTimeField(
        null=True, blank=True, help_text="The complainant did not want it to go on: PCMR 2020 reg 41(4)(a)."
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaint_closed_with_outcome_or_not_at_all",
                condition=Q(status=Status.CLOSED, outcome__in=Outcome.values, closed_at__isnull=False)
                | ~Q(status=Status.CLOSED) & Q(outcome="", closed_at=None, closed_by=None),
            ),
            models.CheckConstraint(
                name="complaint_logged_by_somebody_or_not_at_all",
                condition=Q(logged_at=None, logged_by=None)
                | Q(logged_at__isnull=False, logged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_suspended_by_somebody_or_not_at_all",
                condition=Q(suspended_at=None, suspended_by=None, suspended_because="")
                | Q(suspended_at__isnull=False, suspended_by__isnull=False) & ~Q(suspended_because=""),
            ),
            models.CheckConstraint(
                name="complaint_resumption_declined_only_while_suspended",
                condition=Q(resumption_declined_at=None) | Q(suspended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_received_only_until_it_is_logged",
                condition=Q(status=Status.RECEIVED, logged_at=None)
                | ~Q(status=Status.RECEIVED) & (Q(logged_at__isnull=False) | Q(status=Status.CLOSED)),
            ),
            models.CheckConstraint(
                name="complaint_made_before_it_was_received", condition=Q(made_at__lte=F("received_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], name="complaint_by_day_made"),
            models.Index(fields=["received_at"], name="complaint_by_day_received"),
            # Finds what was open at some moment of a quarter, however long ago.
            models.Index(fields=["closed_at", "received_at"], name="complaint_by_day_closed"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    def get_absolute_url(self) -> str:
        return reverse("complaints:detail", args=[self.case.reference])
