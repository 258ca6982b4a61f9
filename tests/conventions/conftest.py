"""The office of tests/conventions/told.py: told once, and a copy of it for each module of tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.conventions.told import Told, tell_everything
from tests.fixtures.databases import clone_of, forget, keep


@pytest.fixture(scope="session")
def told_once(
    django_db_setup: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, Told]]:
    """The database that holds it, the folder of its files and mail, and what stands in it."""
    folder = tmp_path_factory.mktemp("told")
    with django_db_blocker.unblock():
        # Told in a clone and copied from there: this process's own tests go on in its own database.
        with clone_of(django_db_setup) as clone, _kept_in(folder):
            told = tell_everything(timezone.now())
            kept = keep(clone)
        yield kept, folder, told
        forget(kept)


@pytest.fixture(scope="module")
def told(told_once: tuple[str, Path, Told], django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """The office, for the tests of one module. Not together with `db`."""
    database, folder, told = told_once
    with django_db_blocker.unblock(), clone_of(database), _kept_in(folder):
        yield told


@pytest.fixture
def nothing_stays(told: Told) -> Iterator[None]:
    """What the test writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _kept_in(folder: Path) -> override_settings:
    return override_settings(
        MEDIA_ROOT=folder / "documents",
        EMAIL_BACKEND="casework.outbox.mailfiles.FileBackend",
        EMAIL_FILE_PATH=str(folder / "mail"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
