import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.documents.models import Document, HeldReason, Origin, State
from casework.documents.warnings import HELD
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.casework.documents import samples
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.documents import DocumentFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

NOW = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))
    return client


def test_a_checked_file_is_downloaded_and_run_nowhere(signed_in):
    document = DocumentFactory(name="Gwen’s statement.txt")

    response = signed_in.get(f"/documents/{document.pk}/")

    assert b"".join(response) == b"The call was not returned.\n"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert Entry.objects.get().verb == "document.opened"


def test_a_reader_is_told_of_every_reason_to_hold_a_file():
    assert HELD.keys() == set(HeldReason)


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ({"state": State.NOT_SCANNED}, "was not scanned"),
        ({"state": State.HELD, "held_reason": HeldReason.MACROS}, "holds macros"),
        ({"state": State.HELD, "held_reason": HeldReason.ACTIVE}, "may start a program"),
        ({"has_location": True}, "says where it was made"),
    ],
)
def test_a_reader_is_warned_before_opening_and_can_go_on(signed_in, states, words):
    document = DocumentFactory(**states)

    warned = signed_in.get(f"/documents/{document.pk}/")
    opened = signed_in.post(f"/documents/{document.pk}/")

    assert words in warned.content.decode()
    assert b"".join(opened) == b"The call was not returned.\n"


def test_a_held_file_is_never_given_a_type(signed_in):
    document = DocumentFactory(state=State.HELD, held_reason=HeldReason.TYPE_NOT_ACCEPTED)

    response = signed_in.post(f"/documents/{document.pk}/")

    assert response["Content-Type"] == "application/octet-stream"
    response.close()


@pytest.mark.parametrize(
    "states", [{"state": State.QUARANTINED}, {"state": State.HELD, "held_reason": HeldReason.VIRUS}]
)
def test_what_is_not_safe_has_no_button_and_no_way_round_it(signed_in, states):
    document = DocumentFactory(**states)

    shown = signed_in.get(f"/documents/{document.pk}/").content.decode()
    refused = signed_in.post(f"/documents/{document.pk}/")

    assert "This file cannot be opened" in shown
    assert "Download it" not in shown
    assert refused.status_code == 403


def test_a_file_on_a_case_that_is_not_seen_is_not_there(signed_in, client):
    wall = WallFactory(person=UserFactory(post=Post.COMPLAINT_HANDLER))
    document = DocumentFactory(case=wall.case)
    client.force_login(wall.person)

    assert client.get(f"/documents/{document.pk}/").status_code == 404
    assert client.get(f"/documents/{document.pk}/redact/").status_code == 404
    assert client.get(f"/documents/add/{wall.case.reference}/").status_code == 404


def test_a_file_of_a_draft_is_seen_by_nobody(signed_in):
    document = DocumentFactory(case=None, draft_key="00000000-0000-4000-8000-000000000029")

    assert signed_in.get(f"/documents/{document.pk}/").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_file_is_added_to_the_case(signed_in):
    case = CaseFactory()
    upload = SimpleUploadedFile("log.pdf", samples.pdf())

    response = signed_in.post(
        f"/documents/add/{case.reference}/", {"file": upload, "origin": "force", "description": "The log"}
    )

    assert response.status_code == 302
    document = Document.objects.get()
    assert (document.case, document.origin, document.added_at) == (case, Origin.FORCE, NOW)


def test_a_second_file_added_with_the_same_form_is_kept_too(signed_in):
    address = f"/documents/add/{CaseFactory().reference}/"
    typed = {"origin": "force", "once": str(uuid.uuid4())}

    for pages in (1, 2):
        signed_in.post(address, {**typed, "file": SimpleUploadedFile("log.pdf", samples.pdf(pages))})
    signed_in.post(address, {**typed, "file": SimpleUploadedFile("log.pdf", samples.pdf(2))})

    assert Document.objects.count() == 2


def test_a_file_too_large_is_refused_in_words_and_nothing_else_is_lost(signed_in, settings):
    settings.DOCUMENT_SIZE_LIMIT = 10
    upload = SimpleUploadedFile("log.pdf", samples.pdf())

    response = signed_in.post(
        f"/documents/add/{CaseFactory().reference}/",
        {"file": upload, "origin": "force", "description": "The log"},
    )

    page = response.content.decode()
    assert "which is the most we can take" in page
    assert "The log" in page
    assert not Document.objects.exists()


def test_a_redacted_copy_of_chosen_pages_is_made(signed_in):
    document = DocumentFactory(content=samples.pdf(3), content_type="application/pdf", name="log.pdf")

    response = signed_in.post(f"/documents/{document.pk}/redact/", {"pages": "1, 3"})

    assert response.status_code == 302
    assert Document.objects.get(redacts=document).name == "log (redacted).pdf"


def test_another_choice_of_pages_makes_another_copy_and_a_double_click_none(signed_in):
    document = DocumentFactory(content=samples.pdf(3), content_type="application/pdf", name="log.pdf")
    key = str(uuid.uuid4())

    for pages in ("1-3", "1", "1"):
        signed_in.post(f"/documents/{document.pk}/redact/", {"pages": pages, "once": key})

    assert Document.objects.filter(redacts=document).count() == 2


@pytest.mark.parametrize(("pages", "words"), [("one", "Enter page numbers"), ("4", "has 3 pages")])
def test_pages_that_make_no_sense_are_refused_in_words(signed_in, pages, words):
    document = DocumentFactory(content=samples.pdf(3), content_type="application/pdf")

    response = signed_in.post(f"/documents/{document.pk}/redact/", {"pages": pages})

    assert words in response.content.decode()
    assert not Document.objects.filter(redacts=document).exists()


def test_a_kind_of_file_that_cannot_be_redacted_says_what_to_do(signed_in):
    document = DocumentFactory()

    response = signed_in.get(f"/documents/{document.pk}/redact/")

    assert "save what may be shared as a PDF" in response.content.decode()


def test_a_file_that_somebody_put_in_the_place_of_ours_is_not_handed_out(signed_in):
    document = DocumentFactory()
    with default_storage.open(document.path, "wb") as file:
        file.write(b"Something else.\n")

    response = signed_in.get(f"/documents/{document.pk}/")

    assert response.status_code == 302
    assert not Entry.objects.filter(verb="document.opened").exists()
