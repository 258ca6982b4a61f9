from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

PROVED = "second_factor_set_up"

# Where a person may go to set up a second factor, or leave.
OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


class SecondFactorRequired:
    """Keeps a signed-in person without a second factor to the pages that set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if self.has_second_factor(request):
            return None
        request.second_factor_missing = True  # type: ignore[attr-defined]
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if name in OPEN else redirect("mfa_index")

    def has_second_factor(self, request: HttpRequest) -> bool:
        # Asked of the database once a session: the last factor cannot be taken away while it is required,
        # but by an administrator, which ends the sessions.
        if not request.session.get(PROVED):
            if not is_mfa_enabled(request.user):
                return False
            request.session[PROVED] = True
        return True
