"""The case that every shared row hangs from: its number and owner, who may see it, its notes and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now, Upper

from casework.people.posts import Post
from casework.people.roles import BREAK_GLASS, VIEW_OFFICE_CASES, VIEW_WHERE_NAMED

if TYPE_CHECKING:
    from casework.people.models import User


class Confidentiality(models.TextChoices):
    OFFICE = "office", "Office"
    NAMED = "named", "Named people only"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> CaseQuerySet:
        """The cases `user` may see at this moment: the one place that decides it.

        Office-wide sight or a named place lets in whoever has a post; a wall keeps them out of either. The
        two branches are apart for speed: somebody who sees three cases never walks the office's index.
        """
        return self._admitting(user, CaseAccess.objects.live())

    def lastingly_visible_to(self, user: User) -> CaseQuerySet:
        """Those of them that `user` will still see when emergency access has ended."""
        return self._admitting(user, CaseAccess.objects.lasting())

    def _admitting(self, user: User, accesses: CaseAccessQuerySet) -> CaseQuerySet:
        admitted = Q(pk__in=accesses.admitting(user).values("case"))
        if user.has_perm(VIEW_OFFICE_CASES):
            admitted |= Q(confidentiality=Confidentiality.OFFICE)
        return self.filter(admitted).not_walled_from(user)

    def not_walled_from(self, user: User) -> CaseQuerySet:
        return self.exclude(pk__in=Wall.objects.standing().filter(person=user).values("case"))

    def open(self) -> CaseQuerySet:
        return self.filter(is_open=True)

    def for_lists(self) -> CaseQuerySet:
        """With the handler's name, without what only a search reads, which is most of a row."""
        unread = ("handler__password", "handler__last_login", "names", "words", "search")
        return self.select_related("handler").defer(*unread)


def visible_case(user: User, case: str) -> Q:
    """The rule of `visible_to` as a condition on rows that hang from a case, named by their column `case`.

    Whoever sees the whole office is kept from few cases. To leave those out of a large count reads them
    alone, where `visible_to` would have it read every case there is.
    """
    of_row, admitted = OuterRef(case), CaseAccess.objects.live().admitting(user).values("case")
    not_walled = ~Exists(Wall.objects.standing().filter(person=user, case=of_row))
    if not user.has_perm(VIEW_OFFICE_CASES):
        return Q(not_walled, **{f"{case}__in": admitted})
    of_others = Case.objects.filter(pk=of_row, confidentiality=Confidentiality.NAMED)
    return Q(not_walled, ~Exists(of_others.exclude(pk__in=admitted)))


class Case(models.Model):
    """Any piece of work with a number of its own. Narrow on purpose: each domain keeps its own columns."""

    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=20, unique=True, null=True, blank=True)  # noqa: DJ001 (allocated last in the transaction)
    owner_post = models.CharField(max_length=30, choices=Post)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidentiality = models.CharField(max_length=10, choices=Confidentiality, default=Confidentiality.OFFICE)
    version = models.PositiveIntegerField(default=0)
    opened_on = models.DateField(help_text="The day the office counts it from, in London.")
    is_open = models.BooleanField(default=True)

    # List and search columns, refreshed by cases.record() from what the domain registered for this kind.
    stream = models.CharField(
        max_length=30, blank=True, help_text="The road of a complaint, the category of a gift, …"
    )
    status = models.CharField(max_length=30, blank=True)
    heading = models.CharField(max_length=200, blank=True, help_text="What it is, in one line.")
    about = models.CharField(max_length=200, blank=True)
    names = models.TextField(blank=True, help_text="Every name a search by name should find, one a line.")
    words = models.TextField(blank=True, help_text="What full-text search reads.")
    search = models.GeneratedField(
        expression=SearchVector("words", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    waits_for = models.CharField(max_length=60, blank=True, help_text="Whom the work waits for, if not us.")
    calls_for = models.CharField(
        max_length=60, blank=True, help_text="What somebody outside wants of whoever has it."
    )
    # Kept by every write to a deadline.
    next_due_on = models.DateField(
        null=True, blank=True, help_text="Earliest running deadline that the office owes."
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_always_has_an_owner_post", condition=~Q(owner_post="")),
        ]
        indexes = [
            models.Index(F("kind"), F("opened_on").desc(), F("id").desc(), name="case_newest_first"),
            # The two with what decides who sees a case: counting open work reads the index alone.
            models.Index(
                fields=["kind", "-opened_on", "-id"],
                include=["confidentiality"],
                name="case_open_by_day",
                condition=Q(is_open=True),
            ),
            # PostgreSQL takes what is open and what is nobody's for rare together, and would sort them all.
            models.Index(
                fields=["kind", "-opened_on", "-id"],
                include=["confidentiality"],
                name="case_nobodys_by_day",
                condition=Q(is_open=True, handler=None),
            ),
            models.Index(
                F("kind"), F("next_due_on"), F("id"), name="case_open_by_due", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["handler", "next_due_on", "id"],
                include=["confidentiality"],
                name="case_open_by_handler",
                condition=Q(is_open=True),
            ),
            models.Index(F("handler"), F("opened_on"), F("id"), name="case_by_handler"),
            models.Index(
                F("kind"), F("stream"), F("opened_on").desc(), F("id").desc(), name="case_by_stream"
            ),
            models.Index(
                F("kind"), F("status"), F("opened_on").desc(), F("id").desc(), name="case_by_status"
            ),
            models.Index(
                F("id"), name="case_of_named_people", condition=Q(confidentiality=Confidentiality.NAMED)
            ),
            models.Index(
                F("id"),
                name="case_named_and_unhandled",
                condition=Q(confidentiality=Confidentiality.NAMED, handler=None, is_open=True),
            ),
            models.Index(F("handler"), F("id"), name="case_that_calls", condition=~Q(calls_for="")),
            GinIndex(F("search"), name="case_words"),
            GinIndex(OpClass(Upper("names"), name="gin_trgm_ops"), name="case_names"),
        ]

    def __str__(self) -> str:
        return self.reference or "not numbered yet"


class Series(models.Model):
    """The last number given in one series and year: gapless, never reused."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="series_is_one_a_year")]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class WallQuerySet(models.QuerySet["Wall"]):
    def standing(self) -> WallQuerySet:
        return self.filter(lifted_at=None)


class Wall(models.Model):
    """This person must see nothing of this case: subject, conflicted or excluded. Nothing opens a wall."""

    class Source(models.TextChoices):
        SUBJECT = "subject", "The case is about this person"
        DECLARED = "declared", "A declared interest or relationship"
        DECISION = "decision", "A decision to keep this person out"
        POST = "post", "The post this person holds"

    case = models.ForeignKey(Case, models.PROTECT, related_name="walls")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=Source)
    reason = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.TextField(blank=True)

    objects = WallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "case"], condition=Q(lifted_at=None), name="wall_stands_once"
            ),
            models.CheckConstraint(
                name="wall_lifted_by_somebody_for_a_reason_or_not_at_all",
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"wall {self.pk}"


class CaseAccessQuerySet(models.QuerySet["CaseAccess"]):
    def live(self) -> CaseAccessQuerySet:
        """Those that hold at this moment, by the database's clock."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=Now()), from_at__lte=Now())

    def lasting(self) -> CaseAccessQuerySet:
        return self.live().exclude(source=CaseAccess.Source.BREAK_GLASS)

    def admitting(self, user: User) -> CaseAccessQuerySet:
        """Those that let `user` in while they have a post; in an emergency, one that allows it."""
        if not user.has_perm(VIEW_WHERE_NAMED):
            return self.none()
        theirs = self.filter(person=user)
        return theirs if user.has_perm(BREAK_GLASS) else theirs.exclude(source=CaseAccess.Source.BREAK_GLASS)


class CaseAccess(models.Model):
    """This person may see this case for a while: a named person, or somebody who broke the glass."""

    class Source(models.TextChoices):
        NAMED = "named", "Named on the case"
        BREAK_GLASS = "break_glass", "Emergency access"

    case = models.ForeignKey(Case, models.PROTECT, related_name="accesses")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+"
    )  # see access_by_person
    source = models.CharField(max_length=20, choices=Source)
    reason = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CaseAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_ends_after_it_begins", condition=Q(until_at=None) | Q(until_at__gt=F("from_at"))
            ),
            models.CheckConstraint(
                name="emergency_access_ends", condition=~Q(source="break_glass") | Q(until_at__isnull=False)
            ),
        ]
        indexes = [
            # All that visible_to() asks: somebody named on a thousand cases is read from a few pages.
            models.Index(fields=["person", "case"], include=["from_at", "until_at"], name="access_by_person"),
        ]
        verbose_name_plural = "case accesses"

    def __str__(self) -> str:
        return f"access {self.pk}"


class Note(models.Model):
    """What somebody wrote on the case. Notes are added, never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"note {self.pk}"


class Task(models.Model):
    """Something one person is to do on the case by a day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=300)
    for_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks")
    due_on = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody, when what was decided calls for it by itself.",
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_done_by_somebody_or_not_at_all",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["for_person", "due_on"], name="task_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"task {self.pk}"


class FormSent(models.Model):
    """A form that was done, by a keyed hash of who sent what where, so that it is not done again."""

    key = models.UUIDField(primary_key=True)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"form {self.key}"
