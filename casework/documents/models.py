"""Files: what came, what it is, whether it is safe, who may open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.cases.models import Case

if TYPE_CHECKING:
    from casework.people.models import User


class State(models.TextChoices):
    QUARANTINED = "quarantined", "Being checked"
    AVAILABLE = "available", "Checked"
    NOT_SCANNED = "not_scanned", "Not scanned"
    HELD = "held", "Held"


class HeldReason(models.TextChoices):
    EMPTY = "empty", "The file is empty"
    TYPE_NOT_ACCEPTED = "type_not_accepted", "We cannot open this kind of file"
    NOT_WHAT_IT_SAYS = "not_what_it_says", "The file is not the kind its name says"
    MACROS = "macros", "The file holds macros"
    ACTIVE = "active", "The file may act by itself when it is opened"
    VIRUS = "virus", "The virus scanner stopped it"
    UNREADABLE = "unreadable", "The file is damaged"
    UNFINISHED = "unfinished", "We could not finish checking the file"
    PASSWORD = "password", "The file is locked with a password"  # noqa: S105 (a reason, not a secret)


class Origin(models.TextChoices):
    COMPLAINANT = "complainant", "Sent by the complainant"
    STAFF = "staff", "Added by the office"
    FORCE = "force", "Sent by the force"
    OFFICE = "office", "Made by the office"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> DocumentQuerySet:
        """Those on cases the person may see; a draft's files are seen by nobody until it is submitted."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def in_quarantine(self) -> DocumentQuerySet:
        return self.filter(state=State.QUARANTINED)

    def to_inspect(self) -> DocumentQuerySet:
        """Those that no worker looks into: each is looked into once, whatever becomes of the worker."""
        return self.in_quarantine().filter(inspection_began_at=None)


class Document(models.Model):
    """One file, kept as it came. It hangs from a case, or from a draft until the draft is submitted."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="documents")
    draft_key = models.UUIDField(
        null=True, blank=True, help_text="The public draft it was added to, until that becomes a case."
    )
    name = models.CharField(max_length=255, help_text="As the sender called it.")
    description = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=12, choices=Origin)
    path = models.CharField(
        max_length=255, unique=True, help_text="In the default storage; never derived from the name."
    )
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(
        max_length=120, blank=True, help_text="Told from the content, not from the name."
    )
    state = models.CharField(max_length=12, choices=State, default=State.QUARANTINED)
    held_reason = models.CharField(max_length=20, choices=HeldReason, blank=True)
    has_location = models.BooleanField(
        default=False, help_text="The file says where it was made; readers are warned."
    )
    redacts = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="redacted_copies")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    inspection_began_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_hangs_from_a_case_or_a_draft",
                condition=Q(case__isnull=False, draft_key=None) | Q(case=None, draft_key__isnull=False),
            ),
            models.CheckConstraint(
                name="document_held_for_a_reason_or_not_at_all",
                condition=Q(state=State.HELD) & ~Q(held_reason="") | ~Q(state=State.HELD) & Q(held_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["draft_key"], name="document_by_draft", condition=Q(draft_key__isnull=False)
            ),
            models.Index(
                fields=["added_at"], name="document_in_quarantine", condition=Q(state=State.QUARANTINED)
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def its_case(self) -> Case:
        """For whoever found it through `visible_to`, so that it hangs from a case."""
        assert self.case
        return self.case
