import errno
import io
from datetime import UTC, datetime
from uuid import UUID

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from PIL import Image
from structlog.testing import capture_logs

from casework.cases.models import Case
from casework.documents import actions
from casework.documents.files import StorageFull, store
from casework.documents.inspection import Inspection
from casework.documents.models import Document, HeldReason, Origin, State
from casework.documents.redaction import CannotRedact
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.casework.documents import samples
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.documents import DocumentFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

# The hour that summer time skips, on the day the clocks go forward.
AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
DRAFT = UUID("00000000-0000-4000-8000-000000000029")


class FullStorage(FileSystemStorage):
    """A disk with room for the first kilobyte of a file and no more."""

    def _save(self, name: str, content) -> str:
        path = super()._save(name, ContentFile(content.read(1024)))
        raise OSError(errno.ENOSPC, "No space left on device", path)


def stored_files(storage) -> list[str]:
    return [path.name for path in storage.rglob("*") if path.is_file()]


def test_receive_keeps_the_file_as_it_came_and_in_quarantine():
    case = CaseFactory()
    content = samples.picture(place=True)

    document = actions.receive(ContentFile(content, "IMG 1.jpg"), origin=Origin.COMPLAINANT, case=case, at=AT)

    document.refresh_from_db()
    assert document.state == State.QUARANTINED
    assert document.name == "IMG 1.jpg"
    assert "IMG" not in document.path
    with default_storage.open(document.path) as kept:
        assert kept.read() == content


def test_receive_keeps_a_name_whose_ending_shows_where_it_is():
    upload = ContentFile(b"x", "holiday\u202egpj.exe")

    document = actions.receive(upload, origin=Origin.COMPLAINANT, case=CaseFactory(), at=AT)

    assert document.name == "holidaygpj.exe"


def test_receive_writes_the_trail_without_the_name_of_the_file():
    case = CaseFactory()

    document = actions.receive(
        ContentFile(b"x", "Gwen Pryce.txt"), origin=Origin.COMPLAINANT, case=case, at=AT
    )

    entry = Entry.objects.get(case_id=case.pk)
    assert entry.verb == "document.received"
    assert entry.changes == {"document": document.pk, "sha256": document.sha256}


def test_receive_asks_for_the_check_once_it_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        document = actions.receive(
            ContentFile(b"x", "a.txt"), origin=Origin.COMPLAINANT, case=CaseFactory(), at=AT
        )

    assert [callback.args for callback in callbacks] == [(actions.CHECK_DOCUMENT, document.pk)]


def test_receive_survives_a_broker_that_is_down(django_capture_on_commit_callbacks, closed_broker):
    with capture_logs() as logs, django_capture_on_commit_callbacks(execute=True):
        document = actions.receive(
            ContentFile(b"x", "a.txt"), origin=Origin.COMPLAINANT, case=CaseFactory(), at=AT
        )

    assert [log["event"] for log in logs] == ["outbox.broker_away"]
    assert Document.objects.in_quarantine().get() == document


def test_receive_takes_nothing_over_the_limit_and_says_what_it_is(storage):
    upload = ContentFile(b"x", "film.mp4")
    upload.size = 20 * 1024 * 1024 + 1

    with pytest.raises(actions.FileTooLarge, match=r"larger than 20\sMB"):
        actions.receive(upload, origin=Origin.COMPLAINANT, case=CaseFactory(), at=AT)

    assert stored_files(storage) == []


def test_receive_refuses_somebody_who_may_not_add_files():
    case = CaseFactory()
    observer = UserFactory(post=Post.DECLARANT)
    case.accesses.create(person=observer, source="named", reason="Advises", from_at=AT)

    with pytest.raises(PermissionDenied):
        actions.receive(ContentFile(b"x", "a.txt"), origin=Origin.STAFF, case=case, by=observer, at=AT)


def test_receive_knows_no_case_for_somebody_walled_from_it():
    wall = WallFactory(person=UserFactory(post=Post.COMPLAINT_HANDLER))

    with pytest.raises(Case.DoesNotExist):
        actions.receive(
            ContentFile(b"x", "a.txt"), origin=Origin.STAFF, case=wall.case, by=wall.person, at=AT
        )


def test_a_full_disk_is_said_in_words_and_leaves_nothing_behind(settings, storage):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": f"{__name__}.{FullStorage.__name__}"},
    }
    case = CaseFactory()

    with pytest.raises(StorageFull, match="our storage is full"):
        actions.receive(ContentFile(bytes(4096), "a.txt"), origin=Origin.COMPLAINANT, case=case, at=AT)

    assert stored_files(storage) == []
    assert not Document.objects.exists()
    assert Case.objects.get(pk=case.pk).version == case.version


def test_a_limit_of_the_operating_system_is_said_in_words_and_leaves_nothing_behind(storage, small_files):
    with pytest.raises(StorageFull), small_files(4096):
        store(ContentFile(bytes(100_000), "a.txt"), folder="documents")

    assert stored_files(storage) == []


def test_attach_draft_moves_the_files_to_the_case():
    draft = DocumentFactory(case=None, draft_key=DRAFT)
    case = CaseFactory()

    attached = actions.attach_draft(DRAFT, case, at=AT)

    draft.refresh_from_db()
    assert attached == [draft]
    assert (draft.case, draft.draft_key) == (case, None)
    assert Entry.objects.get(case_id=case.pk).verb == "document.received"


def test_discard_draft_deletes_the_rows_and_the_files(storage, django_capture_on_commit_callbacks):
    DocumentFactory(case=None, draft_key=DRAFT)
    kept = DocumentFactory()

    with django_capture_on_commit_callbacks(execute=True):
        discarded = actions.discard_draft(DRAFT, at=AT)

    assert discarded == 1
    assert list(Document.objects.all()) == [kept]
    assert len(stored_files(storage)) == 1


def test_a_file_on_a_case_cannot_be_taken_back():
    document = DocumentFactory()

    with pytest.raises(Document.DoesNotExist):
        actions.remove_from_draft(document, at=AT)


@pytest.mark.parametrize(
    ("found", "infected", "state", "reason"),
    [
        (Inspection("text/plain"), False, State.AVAILABLE, ""),
        (Inspection("text/plain"), None, State.NOT_SCANNED, ""),
        (Inspection("text/plain"), True, State.HELD, HeldReason.VIRUS),
        (Inspection("", HeldReason.EMPTY), False, State.HELD, HeldReason.EMPTY),
        (Inspection("", HeldReason.EMPTY), None, State.HELD, HeldReason.EMPTY),
    ],
)
def test_settle_lets_a_file_through_or_holds_it(found, infected, state, reason):
    document = DocumentFactory(state=State.QUARANTINED)

    settled = actions.settle(document.pk, found, infected=infected, at=AT)

    assert (settled.state, settled.held_reason) == (state, reason)
    assert settled.checked_at == AT


def test_settle_changes_nothing_the_second_time():
    document = DocumentFactory(state=State.HELD, held_reason=HeldReason.VIRUS)

    settled = actions.settle(document.pk, Inspection("text/plain"), infected=False, at=AT)

    assert settled.held_reason == HeldReason.VIRUS
    assert not Entry.objects.exists()


def test_open_document_is_written_down():
    document = DocumentFactory()
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)

    with actions.open_document(document, by=handler, at=AT) as content:
        assert content.read() == b"The call was not returned.\n"

    entry = Entry.objects.get(case_id=document.case_id)
    assert (entry.verb, entry.by_id) == ("document.opened", handler.pk)


def test_a_file_the_scanner_stopped_opens_for_nobody():
    document = DocumentFactory(state=State.HELD, held_reason=HeldReason.VIRUS)
    chief = UserFactory(post=Post.CHIEF_EXECUTIVE)

    with pytest.raises(PermissionDenied):
        actions.open_document(document, by=chief, at=AT)


def test_a_redacted_picture_carries_nothing_but_the_picture():
    document = DocumentFactory(
        content=samples.picture(place=True), content_type="image/jpeg", name="IMG 1.jpg", has_location=True
    )
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)

    copy = actions.make_redacted_copy(document, by=handler, at=AT)

    assert (copy.redacts, copy.name, copy.state) == (document, "IMG 1 (redacted).jpg", State.QUARANTINED)
    with default_storage.open(copy.path) as file, Image.open(file) as picture:
        assert not picture.getexif()
        assert "exif" not in picture.info
        assert picture.size == (80, 60)


def test_a_redacted_pdf_is_rebuilt_from_pictures_of_the_pages_kept():
    document = DocumentFactory(content=samples.pdf(pages=3), content_type="application/pdf", name="log.pdf")
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)

    copy = actions.make_redacted_copy(document, pages={1, 3}, by=handler, at=AT)

    with default_storage.open(copy.path) as file:
        content = file.read()
    assert len(pypdfium2.PdfDocument(content)) == 2
    assert b"Gwen Pryce" not in content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/Info" not in pdf.trailer
        assert "/Font" not in pdf.pages[0].get("/Resources", {})


def test_a_redacted_pdf_needs_pages_that_exist():
    document = DocumentFactory(content=samples.pdf(pages=2), content_type="application/pdf")
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)

    with pytest.raises(CannotRedact, match="2 pages"):
        actions.make_redacted_copy(document, pages={3}, by=handler, at=AT)
