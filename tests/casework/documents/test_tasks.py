from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from casework.documents import tasks
from casework.documents.models import HeldReason, State
from casework.documents.scanning import ScannerUnavailable
from tests.casework.documents import samples
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_clean_file_becomes_available(clamd):
    document = DocumentFactory(state=State.QUARANTINED, content_type="")

    tasks.check_document(document.pk)

    document.refresh_from_db()
    assert (document.state, document.content_type) == (State.AVAILABLE, "text/plain")


@pytest.mark.parametrize("name", ["statement.txt", "invoice.pdf"])
def test_the_scanner_stops_the_test_virus(clamd, name):
    document = DocumentFactory(state=State.QUARANTINED, content=samples.EICAR, name=name)

    tasks.check_document(document.pk)

    document.refresh_from_db()
    assert (document.state, document.held_reason) == (State.HELD, HeldReason.VIRUS)


def test_the_scanner_looks_inside_a_word_file(clamd):
    document = DocumentFactory(
        state=State.QUARANTINED, content=samples.word_holding(samples.EICAR), name="statement.docx"
    )

    tasks.check_document(document.pk)

    document.refresh_from_db()
    assert document.held_reason == HeldReason.VIRUS


def test_a_large_file_is_scanned_whole(clamd):
    document = DocumentFactory(state=State.QUARANTINED, content=bytes(20 * 1024 * 1024), name="film.mp4")

    tasks.check_document(document.pk)

    document.refresh_from_db()
    assert document.held_reason == HeldReason.TYPE_NOT_ACCEPTED


def test_without_a_scanner_a_file_is_marked_not_scanned(settings):
    settings.CLAMD_ADDRESS = ""
    document = DocumentFactory(state=State.QUARANTINED)

    tasks.check_document(document.pk)

    document.refresh_from_db()
    assert document.state == State.NOT_SCANNED


@pytest.mark.parametrize("address", ["/nonexistent/clamd.socket", "127.0.0.1:1"])
def test_while_the_scanner_is_away_a_file_stays_in_quarantine(settings, address):
    settings.CLAMD_ADDRESS = address
    document = DocumentFactory(state=State.QUARANTINED)

    with pytest.raises(ScannerUnavailable):
        tasks.check_document.__wrapped__(document.pk)

    document.refresh_from_db()
    assert document.state == State.QUARANTINED


def test_a_second_delivery_changes_nothing(settings):
    settings.CLAMD_ADDRESS = ""
    document = DocumentFactory(state=State.AVAILABLE, checked_at=AT)

    tasks.check_document(document.pk)

    document.refresh_from_db()
    assert (document.state, document.checked_at) == (State.AVAILABLE, AT)


def test_a_file_that_was_taken_back_is_no_error():
    assert tasks.check_document(0) is None


@time_machine.travel(AT, tick=False)
def test_the_sweep_checks_what_has_waited_a_minute(settings, eager):
    settings.CLAMD_ADDRESS = ""
    waiting = DocumentFactory(state=State.QUARANTINED, added_at=AT - timedelta(minutes=2))
    just_in = DocumentFactory(state=State.QUARANTINED, added_at=AT - timedelta(seconds=30))

    tasks.sweep_quarantine()

    waiting.refresh_from_db()
    just_in.refresh_from_db()
    assert (waiting.state, just_in.state) == (State.NOT_SCANNED, State.QUARANTINED)
