"""The append-only audit trail: hash-chained rows that name cases and people by id, never by foreign key."""

from django.db import models
from django.db.models import F, Q


class Chain(models.Model):
    """The head of one chain: its lock, and what shows that its tail was cut."""

    key = models.CharField(max_length=60, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    mac = models.BinaryField(max_length=32, default=b"")
    checkpointed = models.PositiveBigIntegerField(
        default=0, help_text="The sequence that the last checkpoint covers."
    )

    class Meta:
        indexes = [
            models.Index(F("key"), name="chain_to_checkpoint", condition=Q(sequence__gt=F("checkpointed"))),
        ]

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One thing that was done or seen. The database refuses UPDATE and DELETE."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    by_id = models.BigIntegerField(null=True, blank=True)
    case_id = models.BigIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    changes = models.JSONField(default=dict)
    key_id = models.CharField(max_length=20)
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "sequence"], name="entry_has_its_own_place_in_its_chain"
            ),
        ]
        indexes = [models.Index(fields=["case_id", "-id"], name="entry_by_case")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.chain_id} {self.sequence} {self.verb}"


class Checkpoint(models.Model):
    """What the heads of the chains that changed since the last checkpoint were, under one MAC."""

    day = models.DateField(unique=True)
    heads = models.JSONField()
    key_id = models.CharField(max_length=20)
    mac = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return self.day.isoformat()
