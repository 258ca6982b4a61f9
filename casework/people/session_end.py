"""When a session of somebody who works here ends by itself, and how they are told."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

SIGNED_IN = "signed_in"  # in the session, since when
SEEN = "seen"  # a cookie that belongs to the session, and says when its browser last asked for a page
REFRESHED_AFTER = 60


def begin(request: HttpRequest) -> None:
    """Begin to count, as somebody signs in."""
    request.session[SIGNED_IN] = signing.dumps(token_hex())
    request.was_seen = True  # type: ignore[attr-defined]


class SessionEnds:
    """Signs out who did nothing for a while, or signed in too long ago, and says so on the sign-in page.

    A signed cookie remembers the last click: kept in the session, it would be a write for each page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "was_seen", False) and not _seen_within(request, REFRESHED_AFTER):
            response.set_signed_cookie(
                SEEN,
                "1",
                salt=_salt(request),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        # A page that is open to everybody neither ends a session nor keeps it from ending.
        if not getattr(view, "login_required", True) or SIGNED_IN not in request.session:
            return None
        because = _why_ended(request)
        if not because:
            request.was_seen = True  # type: ignore[attr-defined]
            return None
        logout(request)
        unsaved = " What you had just sent was not saved." if request.method == "POST" else ""
        messages.info(request, f"You were signed out because {because}.{unsaved}")
        return redirect_to_login(_page_of(request))


def _page_of(request: HttpRequest) -> str:
    """Where to go on from after signing in; some addresses only take what is sent from a page."""
    if request.method != "POST":
        return request.get_full_path()
    try:
        page = urlsplit(request.headers.get("Referer", "")).path
    except ValueError:
        page = ""
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "/desk/"


def _why_ended(request: HttpRequest) -> str:
    try:
        signing.loads(request.session[SIGNED_IN], max_age=settings.SESSION_LONGEST)
    except signing.BadSignature:
        return f"you signed in more than {settings.SESSION_LONGEST // 3600} hours ago"
    if not _seen_within(request, settings.SESSION_IDLE):
        return f"you did nothing here for {settings.SESSION_IDLE // 60} minutes"
    return ""


def _seen_within(request: HttpRequest, seconds: int) -> bool:
    seen = request.get_signed_cookie(SEEN, default=None, salt=_salt(request), max_age=seconds)
    return seen is not None


def _salt(request: HttpRequest) -> str:
    # Not the session's key, which changes within it when a complaint is opened by its code.
    return str(request.session.get(SIGNED_IN, ""))
