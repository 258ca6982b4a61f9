from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.cases import actions as cases
from casework.cases.kinds import kind_of
from casework.cases.refused import Refused
from casework.cases.views import page as page_of_case
from casework.documents.files import FileChanged, open_kept
from casework.letters import actions, permissions, queries
from casework.letters.forms import LetterForm, PostedForm, ReturnedForm
from casework.letters.models import Letter, Rendition
from casework.letters.purposes import purpose_of
from casework.people.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """The fields beside the page as it will print; once it has left, what left and when."""
    letter = visible(request, letter_id)
    if not permissions.can_edit(request.user, letter):
        return page(request, "letters/read.html", letter)
    form = LetterForm(letter, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.edit(
                letter,
                fields=form.fields_typed(),
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("letters:detail", letter.pk)
    return page(request, "letters/edit.html", letter, form=form)


@require_safe
def pdf(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """The PDF as it would leave today."""
    letter = visible(request, letter_id)
    response = HttpResponse(actions.preview(letter, timezone.localdate()), content_type=actions.PDF)
    cases.record_opened(letter.case, request.user, timezone.now())
    response["Content-Disposition"] = f'inline; filename="{actions.name_of_file(letter)}"'
    return response


@require_safe
def rendition(request: SignedInRequest, letter_id: int, rendition_id: int) -> HttpResponse | FileResponse:
    """A PDF that was kept: the one approved, or the one that left."""
    letter = visible(request, letter_id)
    kept = get_object_or_404(letter.renditions, pk=rendition_id)
    try:
        shown = file_of(letter, kept)
    except FileChanged as error:
        actions.record_changed_file(letter, kept, by=request.user, at=timezone.now())
        messages.error(request, str(error))
        return redirect("letters:detail", letter.pk)
    cases.record_opened(letter.case, request.user, timezone.now())
    return shown


@require_POST
def put_to_approval(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = visible(request, letter_id)
    kind = purpose_of(letter).approval_kind
    if not kind:
        raise PermissionDenied
    return act(
        request,
        letter,
        lambda: actions.put_to_approval(
            letter,
            kind=kind,
            question=f"May this letter be sent: {letter.template.name}?",
            by=request.user,
            at=timezone.now(),
        ),
        "The letter is put to approval. Whoever decides has been told.",
    )


@require_POST
def send(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = visible(request, letter_id)
    return act(
        request,
        letter,
        lambda: actions.send(letter, by=request.user, at=timezone.now()),
        "The letter is on its way" if letter.method == "email" else "The letter is in today’s post",
    )


@require_POST
def take_back(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = visible(request, letter_id)
    if not permissions.can_write_letters(request.user):
        raise PermissionDenied
    return act(
        request,
        letter,
        lambda: actions.take_back(letter, by=request.user, at=timezone.now()),
        "The letter is a draft again. It needs approval once more before it can leave.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = visible(request, letter_id)
    if request.method != "POST":
        return page(request, "letters/withdraw.html", letter)
    return act(
        request,
        letter,
        lambda: actions.withdraw(letter, by=request.user, at=timezone.now()),
        "The letter is withdrawn. It will not be sent.",
    )


@require_safe
def todays_post(request: SignedInRequest) -> HttpResponse:
    if not permissions.can_write_letters(request.user):
        raise PermissionDenied
    return TemplateResponse(request, "letters/post.html", {"letters": queries.todays_post(request.user)})


@require_POST
def print_letter(request: SignedInRequest, letter_id: int) -> HttpResponse | FileResponse:
    """The PDF for today's envelope."""
    letter = visible(request, letter_id)
    try:
        return file_of(letter, actions.print_for_post(letter, by=request.user, at=timezone.now()))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("letters:detail", letter.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def posted(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = visible(request, letter_id)
    if not permissions.can_post(request.user, letter):
        raise PermissionDenied
    form = PostedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.mark_posted(letter, proof=form.cleaned_data["proof"], by=request.user, at=timezone.now())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The letter on {letter.case} is marked as posted")
            return redirect("todays_post")
    return page(request, "letters/posted.html", letter, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = visible(request, letter_id)
    if not permissions.can_write_letters(request.user):
        raise PermissionDenied
    form = ReturnedForm(timezone.localdate(), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.mark_returned(letter, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            form.add_error("provided_on", str(error))
        else:
            messages.success(
                request, "The day the letter was provided has moved, and what is counted from it"
            )
            return redirect("letters:detail", letter.pk)
    return page(request, "letters/returned.html", letter, form=form)


def visible(request: SignedInRequest, letter_id: int) -> Letter:
    letters = Letter.objects.visible_to(request.user).select_related("case", "template", "approval")
    return get_object_or_404(letters, pk=letter_id)


def act(request: SignedInRequest, letter: Letter, action: Callable[[], object], done: str) -> HttpResponse:
    """Do one thing to the letter and say what came of it on its page."""
    try:
        action()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("letters:detail", letter.pk)


def page(request: SignedInRequest, template: str, letter: Letter, **context: object) -> HttpResponse:
    context |= {
        "letter": letter,
        "shown": queries.shown(letter, request.user, timezone.localdate()),
        "how_to_reach": kind_of(letter.case).how_to_reach(letter.case, letter.recipient),
    }
    return page_of_case(request, template, letter.case, **context)


def file_of(letter: Letter, kept: Rendition) -> FileResponse:
    return FileResponse(
        open_kept(kept.path, kept.sha256), content_type=actions.PDF, filename=actions.name_of_file(letter)
    )
