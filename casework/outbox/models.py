"""Outgoing messages. The row is the memory: what was claimed, sent, refused or left in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    WAITING = "waiting", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed, will be tried again"
    DEAD = "dead", "Failed, needs a person"
    UNCONFIRMED = "unconfirmed", "Not known whether it was sent"

    @classmethod
    def needing_a_person(cls) -> tuple[State, ...]:
        return cls.DEAD, cls.UNCONFIRMED


@dataclass(frozen=True)
class Attachment:
    """A file in the default storage, sent only if it still has this SHA-256 (in hex) when it leaves."""

    name: str
    content_type: str
    path: str
    sha256: str


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> MessageQuerySet:
        """What may leave by itself now."""
        return self.filter(state__in=[State.WAITING, State.FAILED], next_attempt_at__lte=at)

    def lapsed(self, at: datetime) -> MessageQuerySet:
        """What was being sent by a worker that did not come back in time."""
        return self.filter(state=State.SENDING, lease_until__lt=at)

    def needing_a_person(self) -> MessageQuerySet:
        return self.filter(state__in=State.needing_a_person())


class Message(models.Model):
    """One e-mail to one address, sent at most once by itself."""

    key = models.CharField(
        max_length=120, unique=True, help_text="Says what this message is, so that it is written once."
    )
    kind = models.CharField(max_length=40)
    to = models.EmailField()
    person_id = models.BigIntegerField(null=True, blank=True)
    case_id = models.BigIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    opens_something = models.BooleanField(
        default=False, help_text="Its words let somebody in, so they are not kept once it has left."
    )
    forgets_address = models.BooleanField(
        default=False, help_text="The address was given for this alone, so it is not kept once it has left."
    )
    attachments = models.JSONField(
        default=list, help_text="The name, content type, path in storage and SHA-256 of each."
    )
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_sent_with_a_time_or_not_at_all",
                condition=Q(state=State.SENT, sent_at__isnull=False) | ~Q(state=State.SENT) & Q(sent_at=None),
            ),
            models.CheckConstraint(
                name="message_sending_with_a_lease_or_not_at_all",
                condition=Q(state=State.SENDING, lease_until__isnull=False)
                | ~Q(state=State.SENDING) & Q(lease_until=None),
            ),
            models.CheckConstraint(
                name="message_that_may_leave_says_when",
                condition=Q(state__in=[State.WAITING, State.FAILED], next_attempt_at__isnull=False)
                | ~Q(state__in=[State.WAITING, State.FAILED]) & Q(next_attempt_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="message_to_send",
                condition=Q(state__in=[State.WAITING, State.FAILED]),
            ),
            models.Index(fields=["lease_until"], name="message_lease", condition=Q(state=State.SENDING)),
            models.Index(
                fields=["-id"],
                name="message_needs_a_person",
                condition=Q(state__in=[State.DEAD, State.UNCONFIRMED]),
            ),
            models.Index(fields=["case_id"], name="message_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def needs_a_person(self) -> bool:
        return self.state in State.needing_a_person()
