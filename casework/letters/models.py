"""Letters: versioned templates, drafts, what was approved, what left and on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from casework.approvals.models import ApprovalRequest
from casework.cases.models import Case

if TYPE_CHECKING:
    from casework.people.models import User


class Template(models.Model):
    """One version of the words of a letter, in Markdown with named fields."""

    code = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    counts_as_update = models.BooleanField(
        default=False, help_text="A letter from this template restarts the recipient's update clock."
    )
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="template_has_one_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    WAITING = "waiting", "Waiting for approval"
    APPROVED = "approved", "Ready to send"
    SENT = "sent", "Sent"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Method(models.TextChoices):
    EMAIL = "email", "E-mail"
    POST = "post", "Post"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> LetterQuerySet:
        return self.filter(case__in=Case.objects.visible_to(user))


class Letter(models.Model):
    """One letter to one person on a case: template version and fields are its content, hashed together."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    template = models.ForeignKey(Template, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=60, help_text="As in deadlines: 'complainant:12', 'force'.")
    to_name = models.CharField(max_length=200)
    to_address = models.TextField(blank=True)
    to_email = models.EmailField(blank=True)
    method = models.CharField(max_length=10, choices=Method)
    fields = models.JSONField(default=dict)
    content_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    approval = models.ForeignKey(ApprovalRequest, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    provided_on = models.DateField(
        null=True, blank=True, help_text="The day the reader was provided with it; returned post moves it."
    )
    posting_proof = models.CharField(
        max_length=200,
        blank=True,
        help_text="The number of the certificate of posting, or what else proves it.",
    )
    version = models.PositiveIntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letter_sent_with_a_time_or_not_at_all",
                condition=Q(state=State.SENT, sent_at__isnull=False, provided_on__isnull=False)
                | ~Q(state=State.SENT) & Q(sent_at=None, sent_by=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "drafted_at"],
                name="letter_by_state",
                condition=Q(state__in=[State.APPROVED, State.WAITING]),
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("letters:detail", args=[self.pk])


class Rendition(models.Model):
    """The PDF of a letter as it would leave, or left, on one day: same content and day, same bytes."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="renditions")
    day = models.DateField()
    path = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    dates = models.JSONField(
        default=dict, help_text="Each computed date printed in it, and the clock it came from."
    )
    made_at = models.DateTimeField()
    approved = models.BooleanField(default=False)
    left = models.BooleanField(default=False, help_text="This is the one that left the office.")

    def __str__(self) -> str:
        return f"letter {self.letter_id} on {self.day}"
