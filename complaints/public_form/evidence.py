"""Files that somebody adds to a draft. Whatever is wrong with one is said in words and stops nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework.documents import actions as documents
from casework.documents.actions import FileTooLarge
from casework.documents.files import StorageFull
from casework.documents.models import Document, HeldReason, Origin, State
from complaints.public_form import drafts

MOST_FILES = 20

CHECKING = "We are checking this file. You do not have to wait."
KEPT = "We have this file."
HELD = {
    HeldReason.EMPTY: "This file is empty, so there is nothing in it to read. Add it again if you can.",
    HeldReason.TYPE_NOT_ACCEPTED: "We cannot open this kind of file. Add a PDF or a picture if you can.",
    HeldReason.NOT_WHAT_IT_SAYS: (
        "What is in this file is not what its name says, so it may not open. Add it again if you can."
    ),
    HeldReason.MACROS: (
        "This file holds macros, which are small programs. We will not run them. Add it as a PDF if you can."
    ),
    HeldReason.ACTIVE: (
        "This file may do something by itself when it is opened, such as start a program. We will be careful "
        "with it. Add it as a plain PDF or a picture if you can."
    ),
    HeldReason.VIRUS: "Our scanner found something harmful in this file, so nobody will open it.",
    HeldReason.UNREADABLE: "This file is damaged. We may not be able to open it. Add it again if you can.",
    HeldReason.UNFINISHED: (
        "We could not finish checking this file, so we will be careful with it. Add it as a plain PDF or a "
        "picture if you can."
    ),
    HeldReason.PASSWORD: (
        "This file is locked with a password. Add it without one, or tell us the password later."
    ),
}


class NoRoom(Exception):
    """The draft has as many files as it may have."""


@dataclass(frozen=True)
class File:
    """A file and what its sender should know about it."""

    document: Document
    words: str
    is_held: bool


def of_draft(draft_key: UUID) -> list[File]:
    return [as_file(document) for document in Document.objects.filter(draft_key=draft_key).order_by("pk")]


def as_file(document: Document) -> File:
    if document.size == 0:
        return File(document, HELD[HeldReason.EMPTY], True)
    if document.state == State.HELD:
        return File(document, HELD[HeldReason(document.held_reason)], True)
    return File(document, CHECKING if document.state == State.QUARANTINED else KEPT, False)


def add(draft_key: UUID, uploads: Sequence[UploadedFile], form: forms.Form, *, at: datetime) -> None:
    """Keep each file, or say on the form why not; the others are kept all the same.

    Raises `NoLongerOpen` where the form was sent meanwhile.
    """
    left_out = 0
    form.is_valid()
    for upload in uploads:
        try:
            _keep(draft_key, upload, at=at)
        except NoRoom:
            left_out += 1
        except (FileTooLarge, StorageFull) as refused:
            form.add_error("uploads", f"“{upload.name}” was not added. {refused}")
    if left_out:
        form.add_error(
            "uploads",
            f"You can add {MOST_FILES} files here, so {left_out} were left out. Send us the rest "
            "from your own page when you have sent this form.",
        )


@transaction.atomic
def _keep(draft_key: UUID, upload: UploadedFile, *, at: datetime) -> None:
    drafts.lock(draft_key)
    if Document.objects.filter(draft_key=draft_key).count() >= MOST_FILES:
        raise NoRoom
    documents.receive(upload, origin=Origin.COMPLAINANT, at=at, draft_key=draft_key)


def remove(draft_key: UUID, pk: int, *, at: datetime) -> None:
    document = Document.objects.filter(draft_key=draft_key, pk=pk).first()
    if document:
        documents.remove_from_draft(document, at=at)
