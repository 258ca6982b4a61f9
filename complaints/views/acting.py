"""How every page of one act on a complaint works: show the form, do the act, say what happens next."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.cases import actions as cases
from casework.cases.once import SentBefore, once, say_done_once, was_sent
from casework.cases.refused import Refused
from casework.people.requests import SignedInRequest
from complaints.acts import Situation, allowed_actions
from complaints.models import Complaint
from complaints.wanted import next_step

View = Callable[[SignedInRequest, str], HttpResponse]


def visible(request: SignedInRequest, reference: str) -> Complaint:
    complaints = Complaint.objects.visible_to(request.user).select_related("case", "case__handler")
    return get_object_or_404(complaints, case__reference=reference)


def offered(request: SignedInRequest, reference: str, act: str) -> Complaint:
    """The complaint, if this act is open to this person now."""
    complaint = visible(request, reference)
    if act not in allowed_actions(Situation(complaint, request.user)):
        raise PermissionDenied
    return complaint


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One act's page. Sent twice, it leads on as it did the first time, and says that it was done once.

    What was done may by then be open to nobody, or out of one's own sight.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: SignedInRequest, reference: str, **named: Any) -> HttpResponse:
        try:
            return view(request, reference, **named)
        except (SentBefore, PermissionDenied, Http404):
            if not was_sent(request):
                raise
            say_done_once(request)
            seen = Complaint.objects.visible_to(request.user).filter(case__reference=reference)
            return redirect(seen.select_related("case").first() or "/desk/")

    return wrapped


def sent(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def carry_out(
    request: SignedInRequest,
    complaint: Complaint,
    form: forms.Form,
    do: Callable[[], object],
    *,
    heading: str,
    done: str | Callable[[Any], str],
    what_happens: str = "",
    to: str = "",
    template: str = "complaints/act.html",
    ready: bool = True,
    **context: object,
) -> HttpResponse:
    """Do it when the form is right; what is refused stands above the form, which keeps what was typed.

    `ready` is false while there is more to read before it is done.
    """
    if form.is_valid() and ready:
        try:
            with once(request, at=timezone.now()):
                result = do()
        except Refused as error:
            form.add_error(None, str(error))
        else:
            if isinstance(result, HttpResponse):
                return result  # what it shows may stand nowhere but in this answer
            where = _where_next(request, complaint, to, result)
            said = done if isinstance(done, str) else done(result)
            messages.success(request, _and_next(request, complaint, said) if where == complaint else said)
            return redirect(where)
    context |= {"complaint": complaint, "form": form, "heading": heading, "what_happens": what_happens}
    cases.record_opened(complaint.case, request.user, timezone.now())
    return TemplateResponse(request, template, context)


def plain(
    act: str,
    form: Callable[[Any], forms.Form],
    do: Callable[..., object],
    *,
    heading: str,
    done: str,
    what_happens: str = "",
    warning: str = "",
    to: str = "",
) -> View:
    """The page of an act whose form asks for what its action takes and nothing else.

    `done` may name the complaint: "{reference} is open again". `to` "result" leads to what the act made.
    """

    @page
    def of_act(request: SignedInRequest, reference: str) -> HttpResponse:
        complaint, asked = offered(request, reference, act), form(sent(request))
        return carry_out(
            request,
            complaint,
            asked,
            lambda: do(complaint, **asked.cleaned_data, by=request.user, at=timezone.now()),
            heading=heading,
            what_happens=what_happens,
            warning=warning,
            done=done.format(reference=reference),
            to=to,
        )

    return of_act


def _and_next(request: SignedInRequest, complaint: Complaint, done: str) -> str:
    """What was done, and the next step as it is now, which is what the person wants to know."""
    now = visible(request, str(complaint.case.reference))
    step = next_step(Situation(now, request.user), timezone.localdate())
    return f"{done.removesuffix('.')}. Next: {step.sentence}" if step else done


def _where_next(request: SignedInRequest, complaint: Complaint, to: str, result: object) -> Any:
    """An act may take the case out of one's own sight: then there is no page to go back to."""
    if not Complaint.objects.visible_to(request.user).filter(pk=complaint.pk).exists():
        return "/desk/"
    if to == "result":
        return result
    return to or complaint
