import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded

from casework.documents import actions, active, tasks
from casework.documents.models import HeldReason, State
from casework.documents.scanning import ScannerUnavailable
from tests.casework.documents import acting, samples
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@contextmanager
def soft_time_limit(seconds: float) -> Iterator[None]:
    """Raise after so much work, in the midst of it, what a Celery worker raises and in the way it does."""

    def over(*signalled: object) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


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


def test_a_file_that_takes_too_long_is_held(settings):
    settings.CLAMD_ADDRESS = ""
    content = acting.word(parts={"word/x.xml": "<a>" + "<b/>" * (active.MOST_ELEMENTS - 10_000) + "</a>"})
    document = DocumentFactory(state=State.QUARANTINED, content=content, name="statement.docx")

    with soft_time_limit(0.2):
        tasks.check_document(document.pk)

    document.refresh_from_db()
    assert (document.state, document.held_reason) == (State.HELD, HeldReason.UNFINISHED)


def test_the_check_of_a_file_has_its_own_time_limits_and_is_over_when_the_sweep_says_so():
    limits = (tasks.check_document.soft_time_limit, tasks.check_document.time_limit)

    assert 0 < limits[0] < limits[1] < tasks.CUT_OFF_AFTER.total_seconds()


@time_machine.travel(AT, tick=False)
def test_the_sweep_gives_no_second_worker_a_file_that_one_looks_into(settings, eager):
    settings.CLAMD_ADDRESS = ""
    old = {"state": State.QUARANTINED, "added_at": AT - timedelta(hours=1)}
    looked_into = DocumentFactory(**old, inspection_began_at=AT - timedelta(minutes=2))

    tasks.sweep_quarantine()
    tasks.check_document(looked_into.pk)

    looked_into.refresh_from_db()
    assert looked_into.state == State.QUARANTINED


@time_machine.travel(AT, tick=False)
def test_the_sweep_holds_a_file_that_ended_its_worker(settings, eager):
    document = DocumentFactory(
        state=State.QUARANTINED,
        added_at=AT - timedelta(hours=1),
        inspection_began_at=AT - timedelta(minutes=6),
    )

    tasks.sweep_quarantine()

    document.refresh_from_db()
    assert (document.state, document.held_reason) == (State.HELD, HeldReason.UNFINISHED)


def test_of_two_workers_one_looks_into_a_file():
    document = DocumentFactory(state=State.QUARANTINED)

    assert actions.begin_inspection(document, at=AT)
    assert not actions.begin_inspection(document, at=AT)


@time_machine.travel(AT, tick=False)
def test_the_sweep_checks_what_has_waited_a_minute(settings, eager):
    settings.CLAMD_ADDRESS = ""
    waiting = DocumentFactory(state=State.QUARANTINED, added_at=AT - timedelta(minutes=2))
    just_in = DocumentFactory(state=State.QUARANTINED, added_at=AT - timedelta(seconds=30))

    tasks.sweep_quarantine()

    waiting.refresh_from_db()
    just_in.refresh_from_db()
    assert (waiting.state, just_in.state) == (State.NOT_SCANNED, State.QUARANTINED)
