import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from casework.desk.strays import ONE_IN
from casework.desk.tasks import remove_strays
from casework.documents.actions import receive
from casework.documents.files import store
from casework.documents.models import Document, Origin
from tests.factories.cases import CaseFactory
from tests.factories.letters import RenditionFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now() - timedelta(hours=25)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


def put(storage: Path, path: str, at: datetime) -> None:
    """As if the file had been put there then."""
    os.utime(storage / path, (at.timestamp(), at.timestamp()))


def received() -> Document:
    return receive(ContentFile(b"Seen.", "note.txt"), origin=Origin.STAFF, case=CaseFactory(), at=YESTERDAY)


def undone() -> str:
    """Where the file lies of a document whose transaction came to nothing."""
    with transaction.atomic():
        path = received().path
        transaction.set_rollback(True)
    assert not Document.objects.filter(path=path).exists()
    return path


def known_files(number: int = ONE_IN) -> None:
    """Files with a row: by default as many as one stray is believed beside."""
    for _ in range(number):
        RenditionFactory(path=store(ContentFile(b"%PDF-1.7"), folder="letters").path)


def test_the_file_of_a_transaction_that_was_undone_is_deleted_a_day_later(storage):
    known_files()
    kept, stray, young = received().path, undone(), undone()
    for path in (kept, stray):
        put(storage, path, YESTERDAY)

    assert remove_strays() == 1

    assert default_storage.exists(kept)
    assert not default_storage.exists(stray)
    assert default_storage.exists(young)


def test_the_pdf_of_a_letter_is_no_stray_and_one_that_was_undone_is(storage):
    known_files()
    kept, stray = (store(ContentFile(b"%PDF-1.7"), folder="letters").path for _ in range(2))
    RenditionFactory(path=kept)
    for path in (kept, stray):
        put(storage, path, YESTERDAY)

    assert remove_strays() == 1

    assert default_storage.exists(kept)
    assert not default_storage.exists(stray)


@pytest.mark.parametrize("known", [0, ONE_IN - 1])
def test_nothing_is_deleted_beside_a_database_that_knows_too_few_files(storage, known):
    known_files(known)
    path = undone()
    put(storage, path, YESTERDAY)

    with structlog.testing.capture_logs() as said:
        assert remove_strays() == 0

    assert default_storage.exists(path)
    assert said == [{"event": "storage.too_many_strays", "log_level": "warning", "strays": 1, "known": known}]


def test_nothing_is_deleted_when_more_than_one_file_in_a_hundred_is_a_stray(storage):
    known_files()
    paths = [undone() for _ in range(2)]
    for path in paths:
        put(storage, path, YESTERDAY)

    assert remove_strays() == 0

    assert all(default_storage.exists(path) for path in paths)


def test_a_storage_without_a_file_is_no_trouble():
    assert remove_strays() == 0
