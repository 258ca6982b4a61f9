"""Every write to people, posts, the scheme of delegation and the office; all on the chain "office"."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, TextChoices
from django.utils.timezone import localdate

from casework.people import notifications
from casework.people.models import Cover, Delegation, Office, Tenure, User
from casework.people.permissions import (
    can_be_delegated_to,
    can_give_post,
    can_manage_office,
    can_reset_second_factor,
)
from casework.people.posts import Post
from casework.people.queries import office_in_force
from casework.people.roles import MANAGE_OFFICE, PERMISSIONS
from casework.trail import actions as trail


class MadeSure(TextChoices):
    """How an administrator knew that somebody who lost their second factor is who they say."""

    IN_PERSON = "in_person", "I met them in person"
    ON_VIDEO = "on_video", "I saw them on a video call"
    BY_TELEPHONE = "by_telephone", "I rang them on a number that we already had"


class OfficeRuleBroken(ValueError):
    """What was asked for cannot be; says why, to the person who asked, of which of their answers."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add_person(*, email: str, name: str, by: User, at: datetime) -> User:
    """Add somebody who chooses a password by the link "I forgot my password"."""
    _require(can_manage_office(by))
    if User.objects.filter(email=email.lower()).exists():
        raise OfficeRuleBroken("Somebody has this e-mail address already", "email")

    person = User.objects.create_user(email, name)

    _record("person.added", by=by, at=at, changes={"person": person.pk})
    return person


@transaction.atomic
def appoint(
    person: User, post: Post, *, from_on: date, by: User, at: datetime, until_on: date | None = None
) -> Tenure:
    _require(can_give_post(by, person))
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _require_not_past(from_on, at, "from_on")
    if until_on and until_on <= from_on:
        raise OfficeRuleBroken("The day it ends must be after the first day", "until_on")
    if _holds(person, post, from_on, until_on):
        raise OfficeRuleBroken(f"{person} holds this post for some of that time already", "post")

    tenure = Tenure.objects.create(person=person, post=post, from_on=from_on, until_on=until_on)

    changes = {"person": person.pk, "post": post, "from_on": from_on, "until_on": until_on}
    _record("post.given", by=by, at=at, changes=changes)
    return tenure


@transaction.atomic
def end_tenure(tenure: Tenure, *, until_on: date, by: User, at: datetime) -> Tenure:
    """End a post on a day, which is the first on which it is no longer held.

    A later day than the one it already ends on gives the post for longer, which nobody does for themselves.
    """
    _require(can_manage_office(by))
    somebody_stays = _somebody_else_manages_office(tenure, until_on)
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("person").get(pk=tenure.pk)
    _require(tenure.until_on is None or until_on <= tenure.until_on or can_give_post(by, tenure.person))
    if tenure.until_on and tenure.until_on < localdate(at):
        raise OfficeRuleBroken("This post has ended. Give it again from today or a later day", "until_on")
    _require_not_past(until_on, at, "until_on")
    if until_on <= tenure.from_on:
        raise OfficeRuleBroken("The post must end after it began", "until_on")
    if not (somebody_stays or tenure.until_on and tenure.until_on <= until_on):
        raise OfficeRuleBroken(
            "Nobody would be left to manage the office. Make somebody else administrator first", "until_on"
        )

    tenure.until_on = until_on
    tenure.save(update_fields=["until_on"])

    changes = {"person": tenure.person_id, "post": tenure.post, "until_on": until_on}
    _record("post.ended", by=by, at=at, changes=changes)
    return tenure


def _somebody_else_manages_office(tenure: Tenure, on: date) -> bool:
    """Whether it can do without this one from that day. Locks them all: two may end each other's at once."""
    posts = [post for post, permissions in PERMISSIONS.items() if MANAGE_OFFICE in permissions]
    if tenure.post not in posts:
        return True
    managing = Tenure.objects.select_for_update(of=("self",)).select_related("person").filter(post__in=posts)
    return any(
        other.person_id != tenure.person_id
        and other.person.is_active
        and other.from_on <= on
        and other.until_on is None
        for other in managing.order_by("pk")
    )


@transaction.atomic
def arrange_cover(
    post: Post, person: User, *, from_on: date, until_on: date, by: User, at: datetime
) -> Cover:
    _require(can_manage_office(by))
    if not can_give_post(by, person):
        raise OfficeRuleBroken("Another administrator must arrange that you cover a post", "person")
    _require_not_past(from_on, at, "from_on")
    if until_on <= from_on:
        raise OfficeRuleBroken("The day it ends must be after the first day", "until_on")
    if _holds(person, post, from_on, until_on):
        raise OfficeRuleBroken(f"{person} holds this post then. Select somebody else", "person")

    cover = Cover.objects.create(post=post, person=person, from_on=from_on, until_on=until_on)

    changes = {"person": person.pk, "post": post, "from_on": from_on, "until_on": until_on}
    _record("cover.arranged", by=by, at=at, changes=changes)
    return cover


@transaction.atomic
def reset_second_factor(person: User, *, made_sure: MadeSure, by: User, at: datetime) -> User:
    """Take away the second factor of somebody who lost theirs, with their password and every session.

    Otherwise whoever knows the password could set up a second factor of their own: a new password needs the
    person's mailbox. Changing it ends the sessions too, in which a factor counts as proved.
    """
    _require(can_reset_second_factor(by, person))
    # Sent twice at once, the second finds nothing left to reset.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    factors = Authenticator.objects.filter(user=person)
    if not factors.exists():
        raise OfficeRuleBroken(f"{person} has no second factor. They set one up when they sign in")
    factors.delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])

    changes = {"person": person.pk, "made_sure": made_sure}
    _record("second_factor.reset", by=by, at=at, changes=changes)
    notifications.tell_of_reset(person, by=by, at=at)
    return person


@transaction.atomic
def delegate(
    function: str, post: Post, *, instrument: str, from_on: date, by: User, at: datetime
) -> Delegation:
    """Give a function to a post from a day on. What was decided before was decided as it stood then."""
    _require(can_manage_office(by))
    if not can_be_delegated_to(post):
        raise OfficeRuleBroken("This post works on no cases, so it can decide nothing about one", "post")
    if from_on < localdate(at):
        raise OfficeRuleBroken("The scheme cannot be changed for days that are past", "from_on")
    last = Delegation.objects.select_for_update().filter(function=function).order_by("-from_on").first()
    if last and last.from_on >= from_on:
        raise OfficeRuleBroken(
            f"It changes on {last.from_on:%-d %B %Y} already; choose a later day", "from_on"
        )

    if last and (last.until_on is None or last.until_on > from_on):
        last.until_on = from_on
        last.save(update_fields=["until_on"])
    delegation = Delegation.objects.create(
        function=function, post=post, instrument=instrument, from_on=from_on
    )

    changes = {"function": function, "post": post, "from_on": from_on}
    _record("function.delegated", by=by, at=at, changes=changes)
    return delegation


@transaction.atomic
def set_office(details: Mapping[str, Any], *, from_on: date, by: User, at: datetime) -> Office:
    """Say what the office is from a day on; said twice for one day, the later words stand."""
    _require(can_manage_office(by))
    before = office_in_force(from_on).first()
    if details.get("named_second") == by and (before is None or before.named_second != by):
        raise OfficeRuleBroken(
            "Somebody else must name you as the second person: they decide on cases", "named_second"
        )
    if before and from_on < localdate(at):
        # A letter that has left is shown with the details of its day.
        raise OfficeRuleBroken("The details cannot be changed for days that are past", "from_on")

    office, _ = Office.objects.update_or_create(from_on=from_on, defaults=dict(details))

    _record("office.changed", by=by, at=at, changes={"from_on": from_on, "fields": sorted(details)})
    return office


def _holds(person: User, post: Post, from_on: date, until_on: date | None) -> bool:
    held = Tenure.objects.filter(Q(until_on=None) | Q(until_on__gt=from_on), person=person, post=post)
    return (held.filter(from_on__lt=until_on) if until_on else held).exists()


def _require_not_past(day: date, at: datetime, field: str) -> None:
    """Posts say who could see and decide what on a day, and the trail was written by that."""
    if day < localdate(at):
        raise OfficeRuleBroken(
            "Enter today or a later day. Who held a post in the past decided who could see what, "
            "so it cannot be changed",
            field,
        )


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _record(verb: str, *, by: User, at: datetime, changes: Mapping[str, Any]) -> None:
    trail.record("office", verb, by=by, at=at, changes=changes)
