"""Forms that are not complaints yet, and the equality answers that never belong to one."""

import uuid

from django.db import models
from django.db.models import Q

from complaints.models.complaint import Complaint


class Draft(models.Model):
    """A public form on its way. Deleted with its files 28 days after it was last touched."""

    key = models.UUIDField(primary_key=True)
    resume_mac = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    complaint = models.OneToOneField(Complaint, models.PROTECT, null=True, blank=True, related_name="draft")

    def __str__(self) -> str:
        return f"draft {self.key}"


class EqualityResponse(models.Model):
    """Answers to the equality questions. On purpose nothing here leads to a complaint, a person or a day."""

    # A running number would put the answers in the order of the complaints they came with.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField(help_text="The first day of the month it was given in.")
    answers = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="equality_response_knows_only_its_month", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"equality response of {self.month:%B %Y}"


class Attempts(models.Model):
    """How often somebody tried something in one hour. Who it was is kept as a keyed hash only."""

    what = models.CharField(max_length=30)
    who = models.BinaryField(max_length=32)
    hour = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "attempts"
        constraints = [
            models.UniqueConstraint(fields=["what", "who", "hour"], name="attempts_counted_once_an_hour")
        ]
        indexes = [models.Index(fields=["hour"], name="attempts_by_hour")]

    def __str__(self) -> str:
        return f"{self.what}: {self.number}"
