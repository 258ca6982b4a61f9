"""Puts files into the default storage, under names that say nothing about them."""

import errno
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.template.defaultfilters import filesizeformat

from casework.cases.refused import Refused

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StorageFull(Exception):
    """There is no room for the file; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            "We could not store this file, because our storage is full. Nothing else you entered is lost. "
            "Continue without the file, or try again later."
        )


class FileChanged(Refused):
    """What lies in the storage is not what was put there: somebody had their hands on it."""

    def __init__(self) -> None:
        super().__init__("This file is not the one that was kept here. Tell an administrator at once.")


class DidNotFit(InMemoryUploadedFile):
    """Stands for a file that the disk had no room for while it arrived."""


@dataclass(frozen=True)
class Stored:
    path: str
    size: int
    sha256: str


def store(content: File, *, folder: str) -> Stored:
    """Stream `content` into the storage under a random path, leaving nothing behind if it does not fit."""
    if isinstance(content, DidNotFit):
        raise StorageFull
    size, sha256 = measure(content.chunks())
    content.seek(0)
    token = secrets.token_hex(16)
    path = f"{folder}/{token[:2]}/{token}"
    try:
        path = default_storage.save(path, content)
    except OSError as error:
        default_storage.delete(path)
        if error.errno in NO_ROOM:
            raise StorageFull from error
        raise
    return Stored(path, size, sha256)


def open_kept(path: str, sha256: str) -> File:
    """Open a file of ours for reading, or refuse if it is gone or not the one whose hash was written down."""
    try:
        file = default_storage.open(path)
    except FileNotFoundError as error:
        raise FileChanged from error
    if measure(file.chunks())[1] != sha256:
        file.close()
        raise FileChanged
    file.seek(0)
    return file


def limit_in_words() -> str:
    return filesizeformat(settings.DOCUMENT_SIZE_LIMIT).replace(".0", "")


def measure(chunks: Iterable[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
