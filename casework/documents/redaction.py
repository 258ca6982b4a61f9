"""Makes copies that no longer carry what the original hides: metadata, location, text under a picture."""

import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import structlog
from django.conf import settings

from casework.documents import drawing, kinds
from casework.documents.models import Document

log = structlog.get_logger()

ENDINGS = {kinds.PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".png"}


@dataclass(frozen=True)
class Copy:
    content: bytes
    ending: str


class CannotRedact(ValueError):
    """Says in words why no copy can be made of this file, or of these pages."""


def can_redact(document: Document) -> bool:
    return document.content_type in ENDINGS


def redact(original: IO[bytes], content_type: str, pages: Collection[int] = ()) -> Copy:
    """Draw the copy in a process of its own: a small file can ask for more time and memory than there is."""
    command = [sys.executable, "-m", drawing.__name__, content_type, *map(str, pages)]
    try:
        drawn = subprocess.run(  # noqa: S603 (a type of ours and numbers)
            command,
            input=original.read(),
            capture_output=True,
            timeout=2 * drawing.MOST_SECONDS,  # of waiting, where the other limit is of work
            cwd=settings.BASE_DIR,
            env={},  # what reads a stranger's file is told no secret
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRedact(drawing.TOO_MUCH) from error
    if drawn.returncode == drawing.REFUSED:
        raise CannotRedact(drawn.stdout.decode())
    if drawn.returncode:
        log.warning("documents.not_drawn", code=drawn.returncode)
        raise CannotRedact(drawing.TOO_MUCH)
    return Copy(drawn.stdout, ENDINGS[content_type])


def name_of_copy(name: str, ending: str) -> str:
    return f"{PurePath(name).stem[:200]} (redacted){ending}"
