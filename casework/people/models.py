"""Who works here: people, the posts they hold or cover, the scheme of delegation, and the office itself."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.utils import timezone

from casework.people.posts import Post


class DateRange(Func):
    """[from_on, until_on): the day something ends is the first day it no longer holds."""

    function = "daterange"
    output_field = DateRangeField()


class PersonManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Make the first administrator, for `createsuperuser`: a post like any other, that sees no case."""
        with transaction.atomic():
            user = self.create_user(email, name, password, is_staff=True, **fields)
            user.tenures.create(post=Post.ADMINISTRATOR, from_on=timezone.localdate())
        return user


class User(AbstractUser):
    """A person with a sign-in. What they may do follows from the posts they hold today."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_demonstration = models.BooleanField(default=False)

    known_posts: dict[date, frozenset[Post]]  # see queries.posts_on()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()  # type: ignore[assignment,misc]

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                # Django gives a superuser every permission, sight of every case among them.
                name="nobody_has_more_permissions_than_their_posts",
                condition=Q(is_superuser=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> DatedQuerySet:
        """Rows that hold on `day`; the last day is not included."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=day), from_on__lte=day)


class Tenure(models.Model):
    """A person holds a post from one day until another (that day not included)."""

    person = models.ForeignKey(User, models.PROTECT, related_name="tenures")
    post = models.CharField(max_length=30, choices=Post)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tenure_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
            ExclusionConstraint(
                name="tenure_of_one_person_in_one_post_does_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_post_display()}"


class Cover(models.Model):
    """Somebody stands in for the holder of a post while they are away."""

    post = models.CharField(max_length=30, choices=Post)
    person = models.ForeignKey(User, models.PROTECT, related_name="covers")
    from_on = models.DateField()
    until_on = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cover_ends_after_it_begins", condition=Q(until_on__gt=F("from_on")))
        ]

    def __str__(self) -> str:
        return f"{self.person} covers {self.get_post_display()}"


class Delegation(models.Model):
    """The scheme of delegation: which post decides a function, under which instrument, from when."""

    function = models.CharField(max_length=60)
    post = models.CharField(max_length=30, choices=Post)
    instrument = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="delegation_gives_a_function_to_one_post_at_a_time",
                expressions=[
                    ("function", RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.get_post_display()}"


class Office(models.Model):
    """The one office this installation serves, as it is from a day on (its body may be replaced)."""

    from_on = models.DateField(unique=True)
    name = models.CharField(max_length=200)
    area = models.CharField(max_length=100)
    body_title = models.CharField(max_length=100, default="Police and Crime Commissioner")
    force_name = models.CharField(max_length=200)
    force_contact_email = models.EmailField()
    committee_name = models.CharField(max_length=200, default="Joint Audit and Standards Committee")
    complaint_model = models.PositiveSmallIntegerField(
        choices=[(1, "Model 1"), (2, "Model 2"), (3, "Model 3")]
    )
    named_second = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Acts where two must act and one person holds both posts.",
    )
    address = models.TextField()
    email = models.EmailField()
    telephone = models.CharField(max_length=40)
    brand_colour = models.CharField(max_length=7, default="#1d3557")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="office_colour_is_six_hex_digits", condition=Q(brand_colour__regex=r"^#[0-9a-fA-F]{6}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name
