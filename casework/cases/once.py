"""A form that arrives twice, by a double click or a page sent again, is done once."""

import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest

from casework.cases.models import FormSent
from govuk.templatetags.govuk import ONCE

KEPT = timedelta(days=28)
# What a form carries besides what somebody put into it.
OF_THE_PAGE = {ONCE, "csrfmiddlewaretoken"}


class SentBefore(Exception):
    """This very form was done already: the same in it, from the same person, at the same address."""


@contextmanager
def once(request: HttpRequest, *, at: datetime) -> Iterator[None]:
    """Do what follows in one transaction with the form's key, or raise `SentBefore` and do nothing.

    A second one that comes meanwhile waits for the first; where that is refused, nothing was sent.
    """
    key = key_of(request)
    with transaction.atomic():
        if key and not FormSent.objects.get_or_create(key=key, defaults={"sent_at": at})[1]:
            raise SentBefore
        yield


def do_once(
    request: HttpRequest, do: Callable[[], Any], *, done: str | Callable[[Any], str], at: datetime
) -> None:
    """Do it and say so; of what was done before, say that it was done once."""
    try:
        with once(request, at=at):
            result = do()
    except SentBefore:
        say_done_once(request)
    else:
        messages.success(request, done if isinstance(done, str) else done(result))


def was_sent(request: HttpRequest, *, since: datetime | None = None) -> bool:
    """Whether this very form was done already: what it asks for may no longer be open to anybody."""
    key = key_of(request)
    lately = {"sent_at__gte": since} if since else {}
    return key is not None and FormSent.objects.filter(key=key, **lately).exists()


def say_done_once(request: HttpRequest) -> None:
    messages.info(request, "You sent this form twice. It was done once.")


def key_of(request: HttpRequest, purpose: str = "once") -> UUID | None:
    """A keyed hash of what was sent, from where and to which address, with the key the form was drawn with.

    Corrected and sent again, it is another form: what somebody writes is never taken for what they wrote
    before.
    """
    drawn_with = request.POST.get(ONCE)
    if not drawn_with:
        return None
    sent = {
        "purpose": purpose,
        "form": drawn_with,
        "session": request.session.session_key,
        "address": request.get_full_path(),
        "fields": [field for field in request.POST.lists() if field[0] not in OF_THE_PAGE],
        "files": [(name, list(map(_told_apart, files))) for name, files in request.FILES.lists()],
    }
    mac = hmac.digest(settings.SECRET_KEY.encode(), json.dumps(sent).encode(), sha256)
    return UUID(bytes=mac[:16])


def forget_old(*, at: datetime) -> None:
    FormSent.objects.filter(sent_at__lt=at - KEPT).delete()


def _told_apart(file: UploadedFile) -> tuple[str | None, str]:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return file.name, digest.hexdigest()
