"""Error pages in the office's look, each saying what to do."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from complaints.public_form import views as public_form
from complaints.public_form.evidence import MOST_FILES
from complaints.public_form.fields import MOST_WORDS


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says which limit was met; nothing of such a request was read, so nothing can be given back."""
    context = {
        "is_too_long": isinstance(exception, RequestDataTooBig),
        "has_too_many_files": isinstance(exception, TooManyFilesSent),
        "most_words": f"{MOST_WORDS:,}",
        "most_files": MOST_FILES,
    }
    return TemplateResponse(request, "400.html", context, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """On the public form, the page again with all that was typed; elsewhere, what to do."""
    return public_form.expired(request) or _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database does not answer, else 500; drawn without it either way."""
    status = 503 if _database_is_away() else 500
    context = {"sent_to": request.get_full_path(), "sent": _sent(request)} if status == 503 else {}
    response = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    if status == 503:
        response["Retry-After"] = "120"
    return response


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return TemplateResponse(request, f"{status}.html", status=status)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form held, to be sent again; a sign-in is typed again, so that no page holds a password."""
    if request.method != "POST" or request.path.startswith("/account/"):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _database_is_away() -> bool:
    error = sys.exc_info()[1]
    while error:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False
