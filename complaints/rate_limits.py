"""How often one address may try something in an hour. In the database, to hold with Redis down too."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from complaints.models import Attempts

View = Callable[..., HttpResponseBase]
KEPT = timedelta(days=2)

# One statement, so that a count costs one and two at once are never the same number.
COUNT = """
    INSERT INTO complaints_attempts (what, who, hour, number) VALUES (%s, %s, %s, 1)
    ON CONFLICT (what, who, hour) DO UPDATE SET number = complaints_attempts.number + 1
    RETURNING number
"""


@dataclass(frozen=True)
class Limit:
    what: str
    an_hour: int


class TooMany(Exception):
    """This was tried too often within the hour."""


def count(limit: Limit, who: str, *, at: datetime) -> None:
    """Count one attempt; raise TooMany when it is one too many."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [limit.what, _hashed(who), hour])
        if cursor.fetchone()[0] > limit.an_hour:
            raise TooMany


def limited(limit: Limit) -> Callable[[View], View]:
    """Answer 429, in words, to a POST that its address has sent too often within the hour."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                try:
                    count(limit, address_of(request), at=timezone.now())
                except TooMany:
                    return TemplateResponse(request, "429.html", status=429, headers={"Retry-After": "3600"})
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, past as many proxies of our own as settings say."""
    return str(get_adapter().get_client_ip(request))


def forget_old(*, at: datetime) -> int:
    return Attempts.objects.filter(hour__lt=at - KEPT).delete()[0]


def _hashed(who: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), who.encode(), sha256)
