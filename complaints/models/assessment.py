"""How a complaint was assessed: every criterion answered, the route chosen, the referral if there is one."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from complaints.criteria import CRITERIA
from complaints.models.complaint import Complaint
from complaints.workflow import Route


class Assessment(models.Model):
    """One assessment: every criterion answered, the route and why. A later one replaces it; both stay."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="assessments")
    route = models.CharField(max_length=20, choices=Route)
    reasons = models.TextField()
    agreed_to_informal = models.BooleanField(
        null=True, blank=True, help_text="Complainant agrees to resolve informally."
    )
    no_contact_reason = models.TextField(
        blank=True, help_text="Why it was recorded before first contact, if it was."
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known yet"


class CriterionAnswer(models.Model):
    """The answer to one criterion, with its reason."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    criterion = models.CharField(max_length=40, choices=[(code, c.question) for code, c in CRITERIA.items()])
    answer = models.CharField(max_length=10, choices=Answer)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_answered_once"),
            models.CheckConstraint(
                name="criterion_met_for_a_reason", condition=~Q(answer=Answer.YES) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.answer}"


class Referral(models.Model):
    """A complaint that must go, or went, to the IOPC: when that became clear, when it left and came back."""

    class Decision(models.TextChoices):
        INDEPENDENT = "independent", "Independent investigation by the IOPC"
        DIRECTED = "directed", "Directed investigation"
        LOCAL = "local", "Local investigation"
        RETURNED = "returned", "Returned to the office"

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="referrals")
    criteria = ArrayField(
        models.CharField(max_length=40), default=list, help_text="Empty when the referral is voluntary."
    )
    first_clear_at = models.DateTimeField(null=True, blank=True)
    first_clear_changed_because = models.TextField(blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    iopc_reference = models.CharField(max_length=60, blank=True)
    late_because = models.TextField(blank=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="referral_made_by_somebody_with_a_reference_or_not_at_all",
                condition=Q(referred_at=None, referred_by=None, iopc_reference="")
                | Q(referred_at__isnull=False, referred_by__isnull=False) & ~Q(iopc_reference=""),
            ),
            models.CheckConstraint(
                name="referral_criterion_withdrawn_by_somebody_or_not_at_all",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="referral_returned_only_if_made",
                condition=Q(returned_on=None) | Q(referred_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(returned_on=None, withdrawn_at=None),
                name="referral_is_out_once",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"
