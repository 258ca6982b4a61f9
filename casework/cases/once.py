"""A form that arrives twice, by a double click or a page sent again, is done once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from casework.cases.models import FormSent
from govuk.templatetags.govuk import ONCE

KEPT = timedelta(days=28)
IN_WORDS = "You sent this form twice. It was done once."


class SentBefore(Exception):
    """This very form was done already, as it was drawn once."""


@contextmanager
def once(request: HttpRequest, *, at: datetime) -> Iterator[None]:
    """Do what follows in one transaction with the form's key, or raise `SentBefore` and do nothing.

    A second one that comes meanwhile waits for the first; where that is refused, nothing was sent.
    """
    with transaction.atomic():
        key = _key_of(request)
        if key and not FormSent.objects.get_or_create(key=key, defaults={"sent_at": at})[1]:
            raise SentBefore
        yield


def was_sent(request: HttpRequest) -> bool:
    """Whether this very form was done already: what it asks for may no longer be open to anybody."""
    key = _key_of(request)
    return key is not None and FormSent.objects.filter(key=key).exists()


def forget_old(*, at: datetime) -> None:
    FormSent.objects.filter(sent_at__lt=at - KEPT).delete()


def _key_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(ONCE, ""))
    except ValueError:
        return None
