import re
import uuid
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from casework.documents.models import Document, HeldReason, State
from casework.documents.tasks import check_document
from complaints.models import Attempts, Complaint, Draft, EqualityResponse
from complaints.public_form import drafts
from complaints.public_form.evidence import HELD, MOST_FILES
from complaints.rate_limits import Limit, TooMany, count
from complaints.tasks import delete_old_drafts
from tests.casework.documents import acting
from tests.factories.complaints import DraftFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db


def upload(name: str, content: bytes = b"Dear office, this is what I saw.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def added(client: Client, *files: SimpleUploadedFile) -> str:
    return client.post("/complain/evidence/", {"uploads": list(files), "add": "yes"}).content.decode()


def test_files_are_kept_with_the_draft_and_go_with_the_complaint(client, fill):
    fill()
    added(client, upload("one.txt"), upload("two.txt"))

    client.post("/complain/check/")

    case = Complaint.objects.get().case
    assert [d.name for d in Document.objects.filter(case=case).order_by("pk")] == ["one.txt", "two.txt"]


def test_a_sender_is_told_of_every_reason_to_hold_a_file():
    assert HELD.keys() == set(HeldReason)


@pytest.mark.parametrize(
    ("file", "reason", "words"),
    [
        (upload("nothing.pdf", b""), HeldReason.EMPTY, "This file is empty"),
        (upload("photo.jpg", b"%PDF-1.7\n%%EOF"), HeldReason.UNREADABLE, "This file is damaged"),
        (upload("letter.pdf"), HeldReason.NOT_WHAT_IT_SAYS, "not what its name says"),
        (
            upload("program.exe", b"MZ\x90\x00" + bytes(60)),
            HeldReason.TYPE_NOT_ACCEPTED,
            "cannot open this kind",
        ),
        (
            upload("letter.pdf", acting.pdf("/AA<</O<</S/JavaScript>>>>")),
            HeldReason.ACTIVE,
            "do something by itself",
        ),
    ],
)
def test_faulty_file_is_spoken_of_in_words_and_stops_nothing(client, fill, file, reason, words):
    fill()
    file.seek(0)
    added(client, file)
    check_document(Document.objects.get().pk)

    assert Document.objects.get().held_reason == reason
    assert words in client.get("/complain/evidence/").content.decode()
    assert words in client.get("/complain/check/").content.decode()
    assert client.post("/complain/check/").url == "/complain/sent/"


def test_somebody_who_goes_on_reads_first_that_a_file_cannot_be_read(client, fill):
    fill()

    first = client.post("/complain/evidence/", {"uploads": [upload("nothing.pdf", b"")]})
    then = client.post("/complain/evidence/", {})

    assert "This file is empty" in first.content.decode()
    assert then.status_code == 302


def test_file_that_carries_macros_is_spoken_of_in_words(client, fill):
    fill()
    added(client, upload("letter.docm"))
    Document.objects.update(state=State.HELD, held_reason=HeldReason.MACROS)

    assert "holds macros" in client.get("/complain/evidence/").content.decode()
    assert client.post("/complain/check/").url == "/complain/sent/"


def test_file_over_the_limit_is_refused_in_words_and_the_others_are_kept(client, fill, settings):
    settings.DOCUMENT_SIZE_LIMIT = 1024 * 1024
    fill()

    page = added(client, upload("film.mp4", bytes(1024 * 1024 + 1)), upload("note.txt"))

    assert "“film.mp4” was not added. The file is larger than 1" in page
    assert [document.name for document in Document.objects.all()] == ["note.txt"]
    assert client.post("/complain/evidence/").url == "/complain/equality/"


def test_files_beyond_the_most_are_left_out_in_words(client, fill):
    fill()

    page = added(client, *(upload(f"{number}.txt") for number in range(MOST_FILES + 2)))

    assert f"You can add {MOST_FILES} files here, so 2 were left out" in page
    assert Document.objects.count() == MOST_FILES


@pytest.mark.django_db(transaction=True)
def test_files_that_are_added_at_once_are_counted_together(client, fill, reference_data):
    fill()
    pages: list[str] = []

    def add() -> None:
        pages.append(added(client, *(upload(f"{number}.txt") for number in range(MOST_FILES))))
        connection.close()

    adding = [Thread(target=add) for _ in range(2)]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join(30)

    assert Document.objects.count() == MOST_FILES
    left_out = [re.search(r"so (\d+) were left out", page) for page in pages]
    assert sum(int(said[1]) for said in left_out if said) == MOST_FILES


def test_full_disk_is_said_in_words_and_the_form_goes_on(client, fill, monkeypatch):
    fill()

    def full(name: str, content: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    page = added(client, upload("note.txt"))

    assert "our storage is full" in page
    assert not Document.objects.exists()
    assert client.post("/complain/check/").url == "/complain/sent/"


def test_file_can_be_removed_again_but_only_ones_own(client, fill):
    fill()
    added(client, upload("note.txt"))
    mine = Document.objects.get()
    other = DocumentFactory(case=None, draft_key=uuid.uuid4())

    client.post(f"/complain/evidence/{other.pk}/remove/")
    client.post(f"/complain/evidence/{mine.pk}/remove/")

    assert list(Document.objects.all()) == [other]


def test_continuing_without_files_leads_on(client, fill):
    fill()

    assert client.post("/complain/evidence/").url == "/complain/equality/"


# What is deleted when


def test_draft_left_alone_for_28_days_goes_with_its_files():
    now = datetime(2026, 4, 2, 3, 0, tzinfo=UTC)
    old = DraftFactory(touched_at=now - timedelta(days=28, seconds=1))
    young = DraftFactory(touched_at=now - timedelta(days=28))
    DocumentFactory(case=None, draft_key=old.key)
    kept = DocumentFactory(case=None, draft_key=young.key)

    drafts.delete_old(at=now)

    assert list(Draft.objects.all()) == [young]
    assert list(Document.objects.all()) == [kept]


def test_deleting_a_draft_that_was_sent_leaves_the_complaint_and_its_files(client, fill):
    fill()
    added(client, upload("note.txt"))
    client.post("/complain/check/")
    Draft.objects.update(touched_at=datetime(2020, 1, 1, tzinfo=UTC))
    Attempts.objects.update(hour=datetime(2020, 1, 1, tzinfo=UTC))

    delete_old_drafts()

    assert not Draft.objects.exists()
    assert not Attempts.objects.exists()
    assert Complaint.objects.get().case.documents.count() == 1
    assert EqualityResponse.objects.count() == 1


def test_attempts_are_counted_for_each_address_apart_and_without_naming_it():
    limit, at = Limit("knock", 2), datetime(2026, 4, 2, 3, 59, tzinfo=UTC)
    for _ in range(2):
        count(limit, "192.0.2.1", at=at)

    with pytest.raises(TooMany):
        count(limit, "192.0.2.1", at=at)
    count(limit, "192.0.2.2", at=at)
    count(limit, "192.0.2.1", at=at + timedelta(minutes=1))

    assert "192.0.2" not in str(list(Attempts.objects.values()))
