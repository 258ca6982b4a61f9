"""What is done on a complaint: contacts, questions to the force, messages, the hand-over."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.documents.models import Document
from complaints.models.complaint import Complaint
from complaints.models.parties import Party


class HandOver(models.Model):
    """A force complaint handed to the force to be recorded, tracked until the force's outcome is known."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="hand_over")
    triggers = ArrayField(models.CharField(max_length=40), help_text="The criteria that require it.")
    explanation = models.TextField(help_text="What the force is told.")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="+")
    force_reference = models.CharField(max_length=60, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    outcome_summary = models.TextField(blank=True)
    outcome_letter = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hand_over_acknowledged_with_a_reference_or_not_at_all",
                condition=Q(acknowledged_on=None) | ~Q(force_reference=""),
            ),
        ]
        indexes = [models.Index(fields=["handed_over_at"], name="hand_over_by_day")]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class Contact(models.Model):
    """One contact with somebody in the complaint, either way."""

    class Method(models.TextChoices):
        TELEPHONE = "telephone", "Telephone"
        EMAIL = "email", "E-mail"
        LETTER = "letter", "Letter"
        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "Online page"

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="contacts")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="contacts")
    method = models.CharField(max_length=10, choices=Method)
    from_us = models.BooleanField()
    at = models.DateTimeField()
    summary = models.TextField()
    counts_as_update = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_counts_as_update_only_from_us",
                condition=Q(counts_as_update=False) | Q(from_us=True),
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class InformationRequest(models.Model):
    """Something asked of the force, tracked until it answers."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="information_requests")
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    wanted_by = models.DateField()
    replied_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True)
    reply_document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="information_request_answered_with_something_or_not_at_all",
                condition=Q(replied_on=None, reply="", reply_document=None)
                | Q(replied_on__isnull=False) & (~Q(reply="") | Q(reply_document__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"information request {self.pk}"


class Message(models.Model):
    """A message on the complainant's page, either way."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages")
    from_complainant = models.BooleanField()
    text = models.TextField(blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"message {self.pk}"
