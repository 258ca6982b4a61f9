"""Decisions asked of a post, each bound to exactly what was put to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.cases.models import Case
from casework.people.posts import Post


class State(models.TextChoices):
    WAITING = "waiting", "Waiting for a decision"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned with comments"
    REFUSED = "refused", "Refused"
    VOID = "void", "Withdrawn because the content changed"


DECIDED = [State.APPROVED, State.RETURNED, State.REFUSED]


class ApprovalRequest(models.Model):
    """One question put to one post: the content, what the approver saw, and the hashes of both."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=60, help_text="A kind registered with casework.approvals.kinds.")
    subject_id = models.BigIntegerField(
        null=True, blank=True, help_text="The row of the kind's owner that this is about."
    )
    question = models.CharField(max_length=300, help_text="What the approver is asked, in one sentence.")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    shown_path = models.CharField(
        max_length=255, blank=True, help_text="The PDF the approver sees, in the default storage."
    )
    shown_sha256 = models.CharField(max_length=64, blank=True)
    also_shown = models.JSONField(
        default=list, blank=True, help_text="The path and SHA-256 of each further PDF, in order."
    )
    post = models.CharField(max_length=30, choices=Post, help_text="The post that decides, after conflicts.")
    replaced_post = models.CharField(
        max_length=30, choices=Post, blank=True, help_text="The conflicted post it would have gone to."
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text="Who wrote what is put forward, besides whoever asked.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    needs_two = models.BooleanField(default=False, help_text="Two people must approve, in turn.")
    first_at = models.DateTimeField(null=True, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="approval_decided_by_somebody_or_not_at_all",
                condition=Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | ~Q(state__in=DECIDED) & Q(decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="approval_never_by_its_author",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="approval_returned_or_refused_with_a_comment",
                condition=~Q(state__in=[State.RETURNED, State.REFUSED]) | ~Q(comment=""),
            ),
            models.CheckConstraint(
                name="approval_first_given_by_somebody_or_not_at_all",
                condition=Q(first_at=None, first_by=None)
                | Q(needs_two=True, first_at__isnull=False, first_by__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_by_two_people_where_two_must_act",
                condition=~Q(state=State.APPROVED, needs_two=True) | Q(first_by__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_second_is_neither_its_first_nor_its_author",
                condition=Q(first_by=None)
                | ~Q(first_by=F("asked_by")) & (Q(decided_by=None) | ~Q(decided_by=F("first_by"))),
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "subject_id"],
                nulls_distinct=False,
                condition=Q(state=State.WAITING),
                name="approval_waits_once_for_a_subject",
            ),
        ]
        indexes = [
            models.Index(
                fields=["post", "asked_at"], name="approval_waiting", condition=Q(state=State.WAITING)
            )
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The path and SHA-256 of each PDF that the approver sees, in order."""
        first = [(self.shown_path, self.shown_sha256)] if self.shown_path else []
        return [*first, *((path, sha256) for path, sha256 in self.also_shown)]

    @property
    def had_a_part(self) -> set[int]:
        """Who asked, who wrote what is put forward and who approved first: none of them decides on it."""
        took_part = {self.asked_by_id, self.first_by_id, *self.authors.values_list("pk", flat=True)}
        return {pk for pk in took_part if pk}
