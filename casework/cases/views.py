from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.cases import actions
from casework.cases.forms import EmergencyAccessForm, LiftWallForm, NamePersonForm, RaiseWallForm
from casework.cases.kinds import kind_of
from casework.cases.models import Case, CaseAccess
from casework.cases.once import do_once, was_sent
from casework.cases.permissions import can_break_glass, can_name_people, can_raise_wall
from casework.cases.refused import Refused
from casework.people.models import User
from casework.people.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def emergency_access(request: SignedInRequest, reference: str) -> HttpResponse:
    """The same page and the same refusal for a reference that is unknown and for one behind a wall."""
    if not can_break_glass(request.user):
        raise PermissionDenied
    form = EmergencyAccessForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            # Before all else and in one question: neither the key nor the time taken tells them apart.
            case, now = Case.objects.not_walled_from(request.user).get(reference=reference), timezone.now()
            do_once(
                request,
                lambda: actions.break_glass(case, **form.cleaned_data, by=request.user, at=now),
                done="You can see this case for four hours. The Monitoring Officer is told.",
                at=now,
            )
        except Case.DoesNotExist:
            form.add_error(None, "There is no case with this reference that can be opened in this way.")
        else:
            return redirect(kind_of(case).url(case))
    return TemplateResponse(request, "cases/emergency_access.html", {"reference": reference, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def raise_wall(request: SignedInRequest, reference: str) -> HttpResponse:
    case = _visible(request, reference, allowed=can_raise_wall)
    form = RaiseWallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            wall = actions.raise_wall(case, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("person", str(refused))
        else:
            messages.success(request, f"{wall.person} can no longer see {case}")
            if still_has := kind_of(case).still_has(case, wall.person):
                messages.warning(request, still_has)
            own = wall.person == request.user
            return redirect("/desk/" if own else kind_of(case).url(case))
    return page(request, "cases/raise_wall.html", case, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def lift_wall(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = _visible(request, reference, allowed=can_raise_wall)
    wall = get_object_or_404(case.walls.standing(), pk=pk)
    form = LiftWallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.lift_wall(wall, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"The wall between {wall.person} and {case} is lifted")
        return redirect(kind_of(case).url(case))
    return page(request, "cases/lift_wall.html", case, form=form, person=wall.person)


@require_http_methods(["GET", "HEAD", "POST"])
def name_person(request: SignedInRequest, reference: str) -> HttpResponse:
    case = _visible(request, reference, allowed=can_name_people)
    form = NamePersonForm(request.POST if request.method == "POST" else None, case=case)
    # Done once, the form no longer offers the person.
    if form.is_valid() or was_sent(request):
        now = timezone.now()
        do_once(
            request,
            lambda: actions.name_person(case, **form.cleaned_data, by=request.user, at=now),
            done=lambda access: f"{access.person} is named on {case}",
            at=now,
        )
        return redirect(kind_of(case).url(case))
    return page(request, "cases/name_person.html", case, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_person(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = _visible(request, reference, allowed=can_name_people)
    access = get_object_or_404(CaseAccess.objects.live().filter(case=case), pk=pk)
    if request.method == "POST":
        try:
            actions.withdraw_person(access, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{access.person} is no longer named on {case}")
        return redirect(kind_of(case).url(case))
    return page(request, "cases/withdraw_person.html", case, person=access.person)


def _visible(request: SignedInRequest, reference: str, *, allowed: Callable[[User, Case], bool]) -> Case:
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    if not allowed(request.user, case):
        raise PermissionDenied
    return case


def page(request: SignedInRequest, template: str, case: Case, **context: object) -> TemplateResponse:
    """A page about a case, of whichever room: showing it is opening the case."""
    actions.record_opened(case, request.user, timezone.now())
    context |= {"case": case, "case_url": kind_of(case).url(case)}
    return TemplateResponse(request, template, context)
