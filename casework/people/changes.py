from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from casework.people.actions import OfficeRuleBroken
from casework.people.models import User
from casework.people.permissions import can_manage_office
from casework.people.requests import SignedInRequest


def change(
    request: SignedInRequest,
    form: forms.Form,
    *,
    heading: str,
    effect: Callable[..., list[str]],
    act: Callable[..., Any],
    done: Callable[[Any], str],
    to: Callable[[Any], HttpResponse],
    back: tuple[str, str] | None = None,
    may: Callable[[User], bool] = can_manage_office,
) -> HttpResponse:
    """Ask, then show what the change will affect, then make it; `back` is the page it was chosen on.

    Before it is shown the change is made and undone, so that the rules of its action are said at once.
    """
    if not may(request.user):
        raise PermissionDenied
    href, text = back or (reverse("people:index"), "Your office")
    context: dict[str, Any] = {"form": form, "heading": heading, "href": href, "text": text}
    if form.is_valid() and "change" not in request.POST:
        confirmed = "confirmed" in request.POST
        try:
            with transaction.atomic():
                made = act(**form.cleaned_data, by=request.user, at=timezone.now())
                transaction.set_rollback(not confirmed)
        except OfficeRuleBroken as error:
            form.add_error(error.field or None, str(error))
        else:
            if confirmed:
                messages.success(request, done(made))
                return to(made)
            context |= {"effects": effect(**form.cleaned_data), "answers": _answers(request)}
            return TemplateResponse(request, "people/confirm.html", context)
    return TemplateResponse(request, "people/change.html", context)


def _answers(request: SignedInRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
