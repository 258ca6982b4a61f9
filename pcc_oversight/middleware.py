"""What holds for every answer, whichever view gives it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponse]


def refuse_nul_in_address(get_response: Answer) -> Answer:
    """PostgreSQL keeps no NUL: a reference that holds one could not even be looked up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise BadRequest
        return get_response(request)

    return middleware


def keep_nothing_of_a_session(get_response: Answer) -> Answer:
    """No browser, on a shared computer or after signing out, shows a page of a session from its own store."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware
