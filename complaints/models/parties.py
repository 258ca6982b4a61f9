"""The people in a complaint and how to reach them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from complaints.models.complaint import Complaint


class Role(models.TextChoices):
    COMPLAINANT = "complainant", "Complainant"
    AFFECTED = "affected", "Person it happened to"
    SUBJECT = "subject", "Person complained about"
    WITNESS = "witness", "Witness"


class ContactBy(models.TextChoices):
    EMAIL = "email", "E-mail"
    TELEPHONE = "telephone", "Telephone"
    POST = "post", "Post"


class Party(models.Model):
    """A person in the complaint, in one role. A subject who works here is also a user, and is walled off."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=Role)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    contact_by = models.CharField(max_length=10, choices=ContactBy, blank=True)
    safe_contact = models.TextField(
        blank=True, help_text="How and when it is safe to reach this person, in their words."
    )
    adjustments = models.TextField(
        blank=True, help_text="What makes it easier for this person to deal with us."
    )
    acts_for = models.CharField(
        max_length=200, blank=True, help_text="Relationship to the person it happened to."
    )
    has_consent = models.BooleanField(
        null=True, blank=True, help_text="Consent of the person it happened to."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(role=Role.COMPLAINANT), name="complaint_has_one_complainant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def part(self) -> str:
        """What they have to do with the person it happened to, and whether that person lets them complain.

        That consent is given in writing: Police Reform Act 2002, s 12(6).
        """
        consent = {True: "with written consent", False: "no written consent yet", None: ""}
        return ", ".join(part for part in (self.acts_for, consent[self.has_consent]) if part)

    @property
    def to_heed(self) -> str:
        """What somebody heeds before they write to this person or ring them."""
        said = {
            "How to reach them safely": self.safe_contact,
            "What makes it easier for them": self.adjustments,
        }
        return " ".join(f"{what}: {words.rstrip('.')}." for what, words in said.items() if words)

    @property
    def recipient(self) -> str:
        """How deadlines and letters name this person."""
        return f"{self.role}:{self.pk}"
