"""What is alleged, in the national codes, and what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from complaints.models.complaint import Complaint
from complaints.models.parties import Party
from complaints.workflow import Finding


class CodeQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> CodeQuerySet:
        """The codes in use on `day`; the last day is not included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Category(models.Model):
    """One national sub-category an allegation may have, as it stood between two days."""

    code = models.CharField(max_length=4)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=1)
    group_name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["group", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="category_code_from_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Factor(models.Model):
    """One national factor (the situation an allegation arose in), as it stood between two days."""

    NONE = "none"

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="factor_code_from_a_day")]

    def __str__(self) -> str:
        return self.name


class Allegation(models.Model):
    """One thing complained of, with its category and what was found."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="allegations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    factors = models.ManyToManyField(Factor, blank=True, related_name="+")
    about = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.CharField(max_length=20, choices=Finding, blank=True)
    done_to_resolve = models.TextField(blank=True)
    satisfied_words = models.TextField(
        blank=True, help_text="The complainant's satisfaction in their own words."
    )
    reasons = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="allegation_has_its_own_number"),
            models.CheckConstraint(
                name="allegation_resolved_in_the_complainants_own_words",
                condition=~Q(finding=Finding.RESOLVED) | ~Q(satisfied_words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"allegation {self.number}"
