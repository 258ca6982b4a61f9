from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from casework.cases.actions import lock, lock_visible, require
from casework.cases.models import Case
from casework.documents import permissions, redaction
from casework.documents.files import limit_in_words, open_kept, store
from casework.documents.inspection import Inspection
from casework.documents.models import Document, HeldReason, Origin, State
from casework.outbox import queue
from casework.people.models import User
from casework.trail.actions import record as record_in_trail
from govuk.fields import DROPPED

CHECK_DOCUMENT = "casework.documents.tasks.check_document"


class FileTooLarge(ValueError):
    """The file is over the limit, which the message states."""

    def __init__(self) -> None:
        super().__init__(f"The file is larger than {limit_in_words()}, which is the most we can take")


@transaction.atomic
def receive(
    upload: File,
    *,
    origin: Origin,
    at: datetime,
    by: User | None = None,
    case: Case | None = None,
    draft_key: UUID | None = None,
    description: str = "",
    redacts: Document | None = None,
) -> Document:
    """Keep a file as it came, in quarantine, and ask for it to be checked once this is committed.

    `by` is None for what the complainant or the system adds. Raises `FileTooLarge` or `StorageFull`.
    """
    if case:
        case = lock_visible(case, by, in_emergency=True) if by else lock(case)
        require(by is None or permissions.can_add(by))
    if (upload.size or 0) > settings.DOCUMENT_SIZE_LIMIT:
        raise FileTooLarge
    stored = store(upload, folder="documents")
    try:
        document = Document.objects.create(
            case=case,
            draft_key=draft_key,
            name=name_of(upload),
            description=description,
            origin=origin,
            path=stored.path,
            size=stored.size,
            sha256=stored.sha256,
            redacts=redacts,
            added_at=at,
            added_by=by,
        )
        record(document, "document.received", by=by, at=at, changes={"sha256": document.sha256})
    except BaseException:
        default_storage.delete(stored.path)
        raise
    transaction.on_commit(partial(queue.ask_worker, CHECK_DOCUMENT, document.pk))
    return document


@transaction.atomic(savepoint=False)
def attach_draft(draft_key: UUID, case: Case, *, at: datetime) -> list[Document]:
    """Move the files of a public draft to the case it became."""
    documents = list(Document.objects.select_for_update().filter(draft_key=draft_key).order_by("pk"))
    if documents:
        case = lock(case)
    for document in documents:
        document.case, document.draft_key = case, None
        document.save(update_fields=["case", "draft_key"])
        record(document, "document.received", by=None, at=at, changes={"sha256": document.sha256})
    return documents


@transaction.atomic
def discard_draft(draft_key: UUID, *, at: datetime) -> int:
    """Delete what a draft that was never submitted holds: rows now, files once that is committed."""
    documents = list(Document.objects.select_for_update().filter(draft_key=draft_key))
    for document in documents:
        remove_from_draft(document, at=at)
    return len(documents)


@transaction.atomic
def remove_from_draft(document: Document, *, at: datetime) -> None:
    """Delete one file that its sender took back before submitting; a file on a case is never deleted here."""
    document = Document.objects.select_for_update().get(pk=document.pk, case=None)
    record(document, "document.discarded", by=None, at=at)
    document.delete()
    transaction.on_commit(partial(default_storage.delete, document.path))


@transaction.atomic
def begin_inspection(document: Document, *, at: datetime) -> bool:
    """Whether this worker may look into the file: no other did, and none will."""
    return bool(Document.objects.to_inspect().filter(pk=document.pk).update(inspection_began_at=at))


@transaction.atomic
def settle(document_id: int, inspection: Inspection, *, infected: bool | None, at: datetime) -> Document:
    """Write down what the check found, once; `infected` is None when there is no scanner."""
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.state != State.QUARANTINED:
        return document
    reason = HeldReason.VIRUS if infected else inspection.held_reason
    if reason:
        document.state, document.held_reason = State.HELD, reason
    else:
        document.state = State.NOT_SCANNED if infected is None else State.AVAILABLE
    document.content_type = inspection.content_type
    document.has_location = inspection.has_location
    document.checked_at = at
    document.save(update_fields=["state", "held_reason", "content_type", "has_location", "checked_at"])
    changes = {"state": str(document.state), "held_reason": str(document.held_reason)}
    record(document, "document.checked", by=None, at=at, changes=changes)
    return document


@transaction.atomic
def open_document(document: Document, *, by: User, at: datetime) -> File:
    """Hand over the content to somebody who may see the case, and write down that they had it."""
    lock_visible(document.its_case, by, in_emergency=True)
    require(permissions.can_be_opened(document))
    file = open_kept(document.path, document.sha256)
    record(document, "document.opened", by=by, at=at)
    return file


def make_redacted_copy(
    document: Document, *, pages: Collection[int] = (), by: User, at: datetime
) -> Document:
    """Add a copy with what a reader should not have taken out; the original stays as it came.

    `pages` are those of a PDF to keep, counted from 1; all of them when empty.
    """
    require(redaction.can_redact(document) and permissions.can_be_opened(document))
    with open_document(document, by=by, at=at) as original:
        copy = redaction.redact(original, document.content_type, pages)
    name = redaction.name_of_copy(document.name, copy.ending)
    return receive(
        ContentFile(copy.content, name=name),
        origin=Origin.OFFICE,
        at=at,
        by=by,
        case=document.case,
        description=f"Redacted copy of {document.name}"[:300],
        redacts=document,
    )


def name_of(upload: File) -> str:
    """The sender's name for the file, cut from the front so that its ending survives and shows at the end."""
    return (upload.name or "file").translate(DROPPED)[-255:]


def record(
    document: Document,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    changes: dict[str, str] | None = None,
) -> None:
    """Write to the case's chain but leave its version: opening a file makes no colleague's form stale."""
    chain = f"case:{document.case_id}" if document.case_id else f"draft:{document.draft_key}"
    record_in_trail(
        chain,
        verb,
        by=by,
        at=at,
        case_id=document.case_id,
        reference=(document.case.reference or "") if document.case else "",
        changes={"document": document.pk, **(changes or {})},
    )
