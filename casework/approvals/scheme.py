"""The pages of the scheme of delegation: which post decides what, from when."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.approvals.forms import DelegateForm
from casework.approvals.models import ApprovalRequest, State
from casework.approvals.queries import Delegated, scheme_on
from casework.people import actions
from casework.people.changes import change
from casework.people.effects import day
from casework.people.permissions import can_manage_office
from casework.people.posts import SUCCESSION, Post
from casework.people.queries import holders
from casework.people.requests import SignedInRequest


@require_safe
def scheme(request: SignedInRequest) -> HttpResponse:
    if not can_manage_office(request.user):
        raise PermissionDenied
    return TemplateResponse(request, "approvals/scheme.html", {"scheme": scheme_on(timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: SignedInRequest, function: str) -> HttpResponse:
    delegated = next((one for one in scheme_on(timezone.localdate()) if one.function == function), None)
    if delegated is None:
        raise Http404
    return change(
        request,
        DelegateForm(request.POST or None),
        heading=f"Who decides: {', '.join(delegated.covers)}",
        effect=lambda **given: _effects(delegated, **given),
        act=lambda **given: actions.delegate(function, **given),
        done=lambda made: f"{made.get_post_display()} decides this from {day(made.from_on)}",
        to=lambda _: redirect("approval_settings:scheme"),
        back=(reverse("approval_settings:scheme"), "Scheme of delegation"),
    )


def _effects(delegated: Delegated, *, post: Post, instrument: str, from_on: date) -> list[str]:
    acting = ", ".join(person.name for person in holders(post, from_on))
    waiting = ApprovalRequest.objects.filter(state=State.WAITING, post=delegated.post).count()
    return [
        f"From {day(from_on)} the {post.label} decides this instead of the {delegated.post.label}.",
        f"That day {acting} may decide." if acting else _vacant(post),
        f"What waits now stays with the {delegated.post.label}, to whom it was put: {waiting} to decide.",
    ]


def _vacant(post: Post) -> str:
    next_post = SUCCESSION.get(post)
    instead = f"so it goes to the {next_post.label}" if next_post else "and nobody could decide"
    return f"Nobody holds that post that day, {instead}."
