"""The office's pages about time: the targets it sets itself, and the bank holidays it counts with."""

from datetime import date, datetime, time

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.cases.models import Case
from casework.deadlines import actions
from casework.deadlines.calendars import as_holidays, changes_to_come, latest, lists_in_use
from casework.deadlines.counting import LONDON, CannotCount, in_words
from casework.deadlines.forms import ConfirmForm, LengthForm
from casework.deadlines.permissions import can_change_settings
from casework.deadlines.queries import Target, affected_by_calendar_change, targets_on
from casework.people.changes import change
from casework.people.requests import SignedInRequest

MOST_SHOWN = 100


@require_safe
def targets(request: SignedInRequest) -> HttpResponse:
    _require_may_change(request)
    return TemplateResponse(request, "deadlines/targets.html", {"targets": targets_on(timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: SignedInRequest, code: str) -> HttpResponse:
    found = next((one for one in targets_on(timezone.localdate()) if one.clock.code == code), None)
    if found is None:
        raise Http404
    return change(
        request,
        LengthForm(found, request.POST or None, initial={"number": found.length.number}),
        heading=f"Our own target: {found.clock.name}",
        effect=lambda **given: _effects(found, **given),
        act=lambda **given: actions.set_length(found.clock, **given),
        done=lambda made: (
            f"{found.clock.name}: {found.clock.length_of(made.number)} from {in_words(made.from_on)}"
        ),
        to=lambda _: redirect("deadline_settings:targets"),
        back=(reverse("deadline_settings:targets"), "Our own targets"),
        may=can_change_settings,
    )


@require_safe
def holidays(request: SignedInRequest) -> HttpResponse:
    _require_may_change(request)
    today = timezone.localdate()
    changes = changes_to_come(at=timezone.now())
    affected = affected_by_calendar_change(request.user, [each.newer for each in changes])
    context = {
        "lists": lists_in_use(coming_after=today),
        "changes": changes,
        "is_waiting": bool(changes) or any(affected),
    }
    return TemplateResponse(request, "deadlines/holidays.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply_holidays(request: SignedInRequest) -> HttpResponse:
    """Show what the newest list would move, and move what was shown when it is confirmed."""
    _require_may_change(request)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        moved = actions.take_newest_holidays(
            confirmed=form.cleaned_data["shown"], by=request.user, at=timezone.now()
        )
        messages.success(request, f"The newest list is in use. Dates moved: {len(moved)}")
        return redirect("deadline_settings:holidays")
    changes = changes_to_come(at=timezone.now())
    affected = list(affected_by_calendar_change(request.user, [each.newer for each in changes]))
    cases = [each.deadline.case_id for each in affected]
    visible = set(Case.objects.visible_to(request.user).filter(pk__in=cases).values_list("pk", flat=True))
    readable = [each for each in affected if each.deadline.case_id in visible]
    context = {
        "changes": changes,
        "affected": readable[:MOST_SHOWN],
        "unlisted": len(affected) - len(readable[:MOST_SHOWN]),
        "number": len(affected),
        "shown": " ".join(str(each.deadline.pk) for each in affected),
    }
    return TemplateResponse(request, "deadlines/apply_holidays.html", context)


def _effects(target: Target, *, number: int, from_on: date) -> list[str]:
    new = target.clock.length_of(number)
    sentences = [
        f"From {in_words(from_on)} it is {new} instead of {target.length}.",
        "What runs already keeps the length and the date that it began with.",
    ]
    try:
        before, after = (_last_day(target, length.number, from_on) for length in (target.length, new))
    except CannotCount:
        return sentences  # so far ahead that nobody knows the bank holidays
    return [
        *sentences,
        f"What starts on that day would end on {in_words(after)} instead of {in_words(before)}.",
    ]


def _last_day(target: Target, number: int, on: date) -> date:
    name = target.clock.calendar.holiday_list
    trigger = datetime.combine(on, time(9), LONDON)
    return target.clock.compute(trigger, as_holidays(latest(name)) if name else None, number=number).due_on


def _require_may_change(request: SignedInRequest) -> None:
    if not can_change_settings(request.user):
        raise PermissionDenied
