from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.cases.kinds import kind_of
from casework.cases.models import Case
from casework.cases.once import do_once
from casework.cases.views import page
from casework.documents import actions, kinds, permissions, redaction
from casework.documents.files import FileChanged, StorageFull
from casework.documents.forms import AddDocumentForm, RedactForm
from casework.documents.models import Document, State
from casework.documents.warnings import warnings_for
from casework.people.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: SignedInRequest, document_id: int) -> HttpResponse | FileResponse:
    """The file itself; first a page of warnings if there is anything to warn of, answered by POST."""
    visible = Document.objects.visible_to(request.user).select_related("case")
    document = get_object_or_404(visible, pk=document_id)
    warnings = warnings_for(document)
    if request.method != "POST" and warnings:
        context = {
            "document": document,
            "warnings": warnings,
            "can_be_opened": permissions.can_be_opened(document),
            "can_redact": permissions.can_add(request.user) and redaction.can_redact(document),
        }
        return page(request, "documents/warning.html", document.its_case, **context)
    return served(document, request)


def served(document: Document, request: SignedInRequest) -> HttpResponse | FileResponse:
    """Always as a download, and never as anything that a browser would run."""
    try:
        content = actions.open_document(document, by=request.user, at=timezone.now())
    except FileChanged as error:
        messages.error(request, str(error))
        return redirect(kind_of(document.its_case).url(document.its_case))
    known = document.content_type if document.state != State.HELD else ""
    response = FileResponse(
        content,
        as_attachment=True,
        filename=document.name,
        content_type=known or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    if not permissions.can_add(request.user):
        raise PermissionDenied
    posted, now = request.method == "POST", timezone.now()
    form = AddDocumentForm(request.POST, request.FILES) if posted else AddDocumentForm()
    if form.is_valid():
        try:
            do_once(
                request,
                lambda: actions.receive(
                    form.cleaned_data["file"],
                    origin=form.cleaned_data["origin"],
                    description=form.cleaned_data["description"],
                    case=case,
                    by=request.user,
                    at=now,
                ),
                done="File added. It can be opened once it has been checked.",
                at=now,
            )
        except (actions.FileTooLarge, StorageFull) as error:
            form.add_error("file", str(error))
        else:
            return redirect(kind_of(case).url(case))
    return page(request, "documents/add.html", case, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: SignedInRequest, document_id: int) -> HttpResponse:
    visible = Document.objects.visible_to(request.user).select_related("case")
    document = get_object_or_404(visible, pk=document_id)
    if not (permissions.can_add(request.user) and permissions.can_be_opened(document)):
        raise PermissionDenied
    if not redaction.can_redact(document):
        return page(request, "documents/cannot_redact.html", document.its_case)
    now = timezone.now()
    form = RedactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            do_once(
                request,
                lambda: actions.make_redacted_copy(document, **form.cleaned_data, by=request.user, at=now),
                done="Redacted copy added. The original stays as it came.",
                at=now,
            )
        except redaction.CannotRedact as error:
            form.add_error("pages", str(error))
        except (StorageFull, FileChanged) as error:
            form.add_error(None, str(error))
        else:
            return redirect(kind_of(document.its_case).url(document.its_case))
    context = {"document": document, "form": form, "is_pdf": document.content_type == kinds.PDF}
    return page(request, "documents/redact.html", document.its_case, **context)
