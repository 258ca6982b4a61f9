from datetime import date
from typing import Any

from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from casework.people.models import Office
from casework.people.queries import office_on

KEPT_FOR = 60  # seconds: a change of name or colour shows within a minute


def office(request: HttpRequest) -> dict[str, Any]:
    """The office as it is today, for every page; none where there is none or no database."""
    return {"office": SimpleLazyObject(lambda: _office_on(timezone.localdate()))}


def _office_on(day: date) -> Office | None:
    key = f"office-on-{day}"
    kept: Office | None = caches["process"].get(key)
    if kept is not None:
        return kept
    try:
        found = office_on(day)
    except (Office.DoesNotExist, DatabaseError):
        return None
    caches["process"].set(key, found, KEPT_FOR)
    return found
