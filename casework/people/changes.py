from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
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
    may: Callable[[User], bool] = can_manage_office,
) -> HttpResponse:
    """Ask, then show what the change will affect, then make it."""
    if not may(request.user):
        raise PermissionDenied
    context: dict[str, Any] = {"form": form, "heading": heading}
    if form.is_valid() and "confirmed" not in request.POST:
        context |= {"effects": effect(**form.cleaned_data), "answers": _answers(request)}
        return TemplateResponse(request, "people/confirm.html", context)
    if form.is_valid() and "change" not in request.POST:
        try:
            made = act(**form.cleaned_data, by=request.user, at=timezone.now())
        except OfficeRuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done(made))
            return to(made)
    return TemplateResponse(request, "people/change.html", context)


def _answers(request: SignedInRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
