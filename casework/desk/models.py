from typing import Any

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A search and its filters that one person keeps under a name."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    list_name = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "list_name", "name"], name="saved_view_has_its_own_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SelfCheckRun(models.Model):
    """What one run of the self-check found: of each promise, how many rows it saw and how many broke it."""

    run_at = models.DateTimeField()
    results = models.JSONField()

    class Meta:
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"self-check {self.pk}"

    @property
    def broken(self) -> list[dict[str, Any]]:
        return [result for result in self.results if result["broken"]]
