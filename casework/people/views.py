"""The office's own pages: people, posts and details."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.people import actions, effects
from casework.people.changes import change
from casework.people.models import Cover, Office, Tenure, User
from casework.people.office_forms import (
    AddPersonForm,
    AppointForm,
    CoverForm,
    EndTenureForm,
    OfficeForm,
    ResetSecondFactorForm,
)
from casework.people.permissions import (
    can_give_post,
    can_manage_office,
    can_reset_second_factor,
    can_see_settings,
)
from casework.people.posts import Post
from casework.people.queries import holders, office_on
from casework.people.requests import SignedInRequest


@require_safe
def still_here(request: SignedInRequest) -> HttpResponse:
    """Asked for by a page on which somebody types, so that they are not taken to do nothing."""
    return HttpResponse(status=204)


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not can_see_settings(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    vacant = [post for post in Post if post != Post.DECLARANT and not holders(post, today)]
    context = {"people": User.objects.filter(is_active=True).count(), "vacant": vacant}
    return TemplateResponse(request, "people/index.html", context)


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    _require_administrator(request)
    today = timezone.localdate()
    held = Prefetch("tenures", Tenure.objects.on(today).order_by("post"), to_attr="held")
    covered = Prefetch("covers", Cover.objects.on(today).order_by("post"), to_attr="covered")
    everybody = User.objects.filter(is_active=True).prefetch_related(held, covered).order_by("name")
    coming = Cover.objects.filter(until_on__gt=today).select_related("person").order_by("from_on")
    return TemplateResponse(request, "people/people.html", {"people": everybody, "covers": coming})


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    _require_administrator(request)
    found = get_object_or_404(User, pk=pk)
    context = {
        "person": found,
        "tenures": found.tenures.order_by("-from_on"),
        "covers": found.covers.order_by("-from_on"),
        "may_give_post": can_give_post(request.user, found),
        "may_reset": can_reset_second_factor(request.user, found) and is_mfa_enabled(found),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    def effect(*, name: str, email: str) -> list[str]:
        return [f"{name} gets a sign-in with {email}.", "They may do nothing until you give them a post."]

    return change(
        request,
        AddPersonForm(request.POST or None),
        heading="Add a person",
        back=(reverse("people:people"), "People and posts"),
        effect=effect,
        act=actions.add_person,
        done=lambda person: f"{person} added. Now give them a post",
        to=lambda person: redirect("people:person", person.pk),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk, is_active=True)
    if not can_give_post(request.user, found):
        raise PermissionDenied
    return change(
        request,
        AppointForm(request.POST or None),
        heading=f"Give {found} a post",
        back=(reverse("people:person", args=[found.pk]), found.name),
        effect=lambda **given: effects.of_holding(found, **given),
        act=lambda **given: actions.appoint(found, **given),
        done=lambda tenure: f"{found} is {tenure.get_post_display()} from {effects.day(tenure.from_on)}",
        to=lambda _: redirect("people:person", found.pk),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    tenure = get_object_or_404(Tenure.objects.select_related("person"), pk=pk)
    return change(
        request,
        EndTenureForm(request.POST or None),
        heading=f"End a post: {tenure}",
        back=(reverse("people:person", args=[tenure.person_id]), tenure.person.name),
        effect=lambda until_on: effects.of_ending(tenure, until_on),
        act=lambda **given: actions.end_tenure(tenure, **given),
        done=lambda ended: f"{ended} ends on {effects.day(ended.until_on)}",
        to=lambda _: redirect("people:person", tenure.person_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    return change(
        request,
        ResetSecondFactorForm(request.POST or None),
        heading=f"Reset the second factor of {found}",
        back=(reverse("people:person", args=[found.pk]), found.name),
        effect=lambda **given: [
            f"The app, passkeys and recovery codes of {found} no longer let them in.",
            "Their password ends too, and every session in which they are signed in.",
            f"An e-mail to {found.email} says so, and how to choose a new password and set up a new factor.",
        ],
        act=lambda **given: actions.reset_second_factor(found, **given),
        done=lambda person: f"The second factor of {person} was reset, and an e-mail tells them what to do",
        to=lambda _: redirect("people:person", found.pk),
        may=lambda user: can_reset_second_factor(user, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: SignedInRequest) -> HttpResponse:
    return change(
        request,
        CoverForm(request.POST or None),
        heading="Arrange cover for a post",
        effect=effects.of_holding,
        act=actions.arrange_cover,
        done=lambda arranged: f"{arranged} from {effects.day(arranged.from_on)}",
        to=lambda _: redirect("people:people"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: SignedInRequest) -> HttpResponse:
    try:
        now = model_to_dict(office_on(timezone.localdate()), exclude=["id", "from_on"])
    except Office.DoesNotExist:
        now = {}

    def effect(*, from_on: Any, **details: Any) -> list[str]:
        return [
            f"From {effects.day(from_on)} every page, letter and report says so.",
            "Letters and decisions from before keep what was so then.",
        ]

    def act(*, from_on: Any, by: User, at: Any, **details: Any) -> Office:
        return actions.set_office(details, from_on=from_on, by=by, at=at)

    return change(
        request,
        OfficeForm(request.POST or None, initial=now),
        heading="Office details",
        effect=effect,
        act=act,
        done=lambda set_: f"Office details changed from {effects.day(set_.from_on)}",
        to=lambda _: redirect("people:index"),
    )


def _require_administrator(request: SignedInRequest) -> None:
    if not can_manage_office(request.user):
        raise PermissionDenied
