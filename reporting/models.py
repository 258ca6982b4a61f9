"""Committee reports: figures frozen on a day, hashed, approved, and only then shown to members."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.cases.models import Case
from reporting.quarters import Quarter


class Report(models.Model):
    """The figures of one quarter as they stood when they were frozen. They count every case."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["year", "number", "-frozen_at"], name="report_by_quarter")]
        constraints = [
            models.CheckConstraint(
                name="report_published_by_somebody_or_not_at_all",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(name="report_of_a_quarter", condition=Q(number__gte=1, number__lte=4)),
        ]

    def __str__(self) -> str:
        return f"Committee figures, {self.quarter}"

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.year, self.number)
