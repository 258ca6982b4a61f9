"""The public form. What somebody typed is in their draft, not in a session that may end under them."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.models import Draft
from complaints.next_steps import next_steps
from complaints.public_form import drafts, evidence, notifications
from complaints.public_form.forms.finishing import CheckForm, ComeBackForm, EvidenceForm, SendCodeForm
from complaints.public_form.steps import STEPS, Step, after, before, place_of, shown, step_named, unanswered
from complaints.public_form.summary import asked, progress, sections
from complaints.queries import complainant_of
from complaints.rate_limits import Limit, View, limited

COOKIE = "complaint-form"
SENDING = Limit("send complaint", 20)
COMING_BACK = Limit("open draft", 20)
MAILING = Limit("mail draft code", 5)
BEGINNING = Limit("answer complaint form", 600)

SENT_MEANWHILE = (
    "You sent this form in another window, so what you just gave us was not added. You can add it on the "
    "page of your complaint, with your reference and access code."
)


def public(view: View) -> View:
    """For everybody, and never kept by a shared computer's browser."""
    return login_not_required(never_cache(view))


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """How far a form has got, or that it was sent. Who has begun none is asked the first question."""
    draft = _draft(request)
    if draft is None:
        first = STEPS[0]
        return _page(request, first, first.ask({}), None)
    parts = progress(draft.answers) if not draft.complaint else []
    context = {"draft": draft, "progress": parts}
    return TemplateResponse(request, "complaints/public_form/start.html", context)


@public
@require_safe
def printable(request: HttpRequest) -> HttpResponse:
    """The same questions on paper."""
    questions = [(step, asked(step)) for step in STEPS if step.form is not EvidenceForm]
    return TemplateResponse(request, "complaints/public_form/printable.html", {"questions": questions})


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited(BEGINNING)
def step(request: HttpRequest, slug: str) -> HttpResponse:
    draft = _draft(request)
    if draft and draft.complaint:
        return redirect("complain:sent")
    answers = draft.answers if draft else {}
    this = step_named(slug, answers)
    if this is None:
        return _to_a_shown_step(slug, draft)
    form = this.ask(
        answers,
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=drafts.typed_so_far(draft, slug),
    )
    if request.method == "POST":
        draft = draft or drafts.begin(at=timezone.now())
        try:
            return _answered(request, this, form, draft)
        except drafts.NoLongerOpen:
            messages.warning(request, SENT_MEANWHILE)
            return redirect("complain:sent")
    return _page(request, this, form, draft)


def _answered(request: HttpRequest, this: Step, form: forms.Form, draft: Draft) -> HttpResponse:
    now = timezone.now()
    saving = "save" in request.POST
    # Put off without a word is not an answer, even to a question that may be left empty: it comes again.
    put_off = saving and this.slug not in draft.answers and not form.has_changed()
    if this.form is EvidenceForm and not put_off:
        # Files are kept, or refused in words, one by one. None of them stops the form.
        evidence.add(draft.key, request.FILES.getlist("uploads"), form, at=now)
        draft = drafts.answer(draft, this.slug, {}, at=now)
        unreadable = any(file.is_held for file in evidence.of_draft(draft.key)) if request.FILES else False
        if form.errors or unreadable or "add" in request.POST:
            return _with_cookie(_page(request, this, form, draft), draft)
    elif form.is_valid() and not put_off:
        draft = drafts.answer(draft, this.slug, form.cleaned_data, at=now)
    elif saving:
        draft = drafts.put_aside(draft, this.slug, _typed(form), at=now)
    else:
        return _with_cookie(_page(request, this, form, draft), draft)
    return _with_cookie(redirect("complain:save") if saving else _onwards(request, this, draft), draft)


@public
@require_POST
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft(request)
    if draft and not draft.complaint:
        evidence.remove(draft.key, pk, at=timezone.now())
    return redirect("complain:step", slug="evidence")


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited(SENDING)
def check(request: HttpRequest) -> HttpResponse:
    draft = _draft(request)
    if draft is None:
        return redirect("complain:start")
    if draft.complaint:
        return redirect("complain:sent")
    missing = unanswered(draft.answers)
    if missing:
        return redirect("complain:step", slug=missing.slug)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        drafts.submit(draft, at=timezone.now())
        return redirect("complain:sent")
    context = {
        "form": form,
        "draft": draft,
        "sections": sections(draft.answers, evidence.of_draft(draft.key)),
        "back": shown(draft.answers)[-1],
    }
    return TemplateResponse(request, "complaints/public_form/check.html", context)


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Reference, code and dates. The code is shown for an hour, so that a second submit shows it again."""
    draft = _draft(request)
    if draft is None or draft.complaint is None:
        return redirect("complain:start")
    context = {
        "complaint": draft.complaint,
        "access_code": drafts.access_code(draft, at=timezone.now()),
        "next_steps": next_steps(draft.complaint, on=timezone.localdate()),
        "complainant": complainant_of(draft.complaint),
    }
    return TemplateResponse(request, "complaints/public_form/sent.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited(MAILING)
def save(request: HttpRequest) -> HttpResponse:
    """Show the code to come back with, and send it by e-mail to somebody who asks for that."""
    draft = _draft(request)
    if draft is None or draft.complaint:
        return redirect("complain:start")
    code = drafts.code_to_come_back(draft)
    form = SendCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        notifications.send_code(draft, code, to=form.cleaned_data["email"], at=timezone.now())
        messages.success(request, "We have sent the code to that address. It can take a few minutes.")
        return redirect("complain:save")
    until = timezone.localtime(draft.touched_at + drafts.KEPT)
    context = {"form": form, "code": code, "until": until, "next": unanswered(draft.answers)}
    return TemplateResponse(request, "complaints/public_form/save.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited(COMING_BACK)
def come_back(request: HttpRequest) -> HttpResponse:
    form = ComeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = drafts.find_by_code(form.cleaned_data["code"])
        if draft:
            return _with_cookie(_to_next(draft), draft)
        form.add_error(
            "code",
            "We cannot find a form with that code. Check it, or start again: forms are deleted 28 days after "
            "they were last changed.",
        )
    return TemplateResponse(request, "complaints/public_form/come_back.html", {"form": form})


@public
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Delete what was typed, or leave a form that was sent, so that the next person starts afresh."""
    draft = _draft(request)
    if draft and not draft.complaint:
        drafts.delete(draft, at=timezone.now())
    response = redirect("public:home")
    response.delete_cookie(COOKIE, path="/complain/", samesite="Lax")
    return response


def expired(request: HttpRequest) -> HttpResponse | None:
    """Show the page again with all that was typed, when its security token was missing or too old."""
    match = request.resolver_match
    if match is None or match.namespace != "complain":
        return None
    again = "Your page was open for a long time, so we could not be sure it was you. Nothing is lost: "
    if match.url_name == "step":
        draft = _draft(request)
        this = next((step for step in STEPS if step.slug == match.kwargs["slug"]), None)
        if this:
            answers = draft.answers if draft else {}
            form = this.ask(answers, request.POST, initial=drafts.typed_so_far(draft, this.slug))
            form.add_error(None, again + "check your answer and select Continue again.")
            response = _page(request, this, form, draft)
            response.status_code = 403
            return response
    messages.error(request, again + "try again.")
    return redirect("complain:start" if match.url_name in ("forget", "remove_file") else request.path)


def _page(request: HttpRequest, this: Step, form: forms.Form, draft: Draft | None) -> TemplateResponse:
    answers = draft.answers if draft else {}
    context = {
        "step": this,
        "form": form,
        "draft": draft,
        "back": before(this, answers) if this in shown(answers) else None,
        "place": place_of(this, answers) if this in shown(answers) else "",
        "is_change": "change" in request.GET,
        "files": evidence.of_draft(draft.key) if draft and this.form is EvidenceForm else [],
    }
    templates = [this.template, "complaints/public_form/step.html"]
    return TemplateResponse(request, templates, context)


def _onwards(request: HttpRequest, this: Step, draft: Draft) -> HttpResponse:
    """To the next question; somebody who only changed one answer goes back to checking them all."""
    if "change" in request.GET:
        return _to_next(draft, changing=True)
    following = after(this, draft.answers)
    return redirect("complain:step", slug=following.slug) if following else redirect("complain:check")


def _to_next(draft: Draft, *, changing: bool = False) -> HttpResponse:
    """To the first question without an answer; a change may bring some, and goes on being one."""
    missing = unanswered(draft.answers)
    if missing is None:
        return redirect("complain:check")
    return redirect(reverse("complain:step", args=[missing.slug]) + ("?change" if changing else ""))


def _to_a_shown_step(slug: str, draft: Draft | None) -> HttpResponse:
    if slug not in {step.slug for step in STEPS}:
        raise Http404
    return _to_next(draft) if draft else redirect("complain:step", slug=STEPS[0].slug)


def _draft(request: HttpRequest) -> Draft | None:
    try:
        key = request.get_signed_cookie(COOKIE, max_age=drafts.KEPT)
    except (KeyError, BadSignature):
        return None
    return drafts.find(UUID(key))


def _typed(form: forms.Form) -> dict[str, Any]:
    """What was put into the fields, as it was put, before any of it is checked."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, name)
        for name, field in form.fields.items()
    }


def _with_cookie(response: HttpResponse, draft: Draft) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        str(draft.key),
        max_age=drafts.KEPT,
        path="/complain/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
