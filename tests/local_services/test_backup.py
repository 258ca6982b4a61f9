"""A rehearsal: what is backed up comes back, into an empty installation and nowhere else."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from casework.people.models import User
from local_services import backup
from tests.databases import address_of

pytestmark = pytest.mark.django_db(transaction=True)


def variables(documents: Path, *, database: str = "") -> dict[str, str]:
    address = address_of(connection, name=database)
    return os.environ | {"DATABASE_URL": address, "MEDIA_ROOT": str(documents)}


@pytest.fixture
def backed_up(tmp_path: Path) -> Path:
    """A back-up of an installation with one person and one document."""
    User.objects.create_user("ada@office.example", "Ada")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter.pdf").write_bytes(b"%PDF-")
    backup.back_up(tmp_path / "copy", variables(tmp_path / "documents"))
    return tmp_path / "copy"


@pytest.fixture
def empty_database() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def people_in(database: str) -> list[str]:
    settings = connection.settings_dict
    address = {"host": settings["HOST"], "port": settings["PORT"] or None, "user": settings["USER"]}
    with psycopg.connect(dbname=database, **address) as restored:
        return [name for (name,) in restored.execute("SELECT name FROM people_user")]


def test_what_is_backed_up_comes_back(backed_up, empty_database, tmp_path):
    backup.restore(backed_up, variables(tmp_path / "elsewhere", database=empty_database))

    assert people_in(empty_database) == ["Ada"]
    assert (tmp_path / "elsewhere" / "letter.pdf").read_bytes() == b"%PDF-"


def test_a_back_up_that_was_changed_is_refused(backed_up, empty_database, tmp_path):
    with (backed_up / backup.DATABASE).open("ab") as dump:
        dump.write(b"more")

    with pytest.raises(backup.Refused, match="database.dump is not the file that was backed up"):
        backup.restore(backed_up, variables(tmp_path / "elsewhere", database=empty_database))


def test_a_folder_without_a_back_up_is_refused_in_one_line(tmp_path):
    with pytest.raises(backup.Refused, match="does not hold what script/backup writes"):
        backup.restore(tmp_path / "nowhere", {})


def test_an_installation_with_data_is_not_restored_over(backed_up, tmp_path):
    with pytest.raises(backup.Refused, match="not empty"):
        backup.restore(backed_up, variables(tmp_path / "elsewhere"))


def test_a_back_up_does_not_overwrite_another(backed_up, tmp_path):
    with pytest.raises(backup.Refused, match="not empty"):
        backup.back_up(backed_up, variables(tmp_path / "documents"))


def test_a_back_up_is_for_nobody_else_to_read(backed_up):
    assert {path.stat().st_mode & 0o077 for path in backed_up.iterdir()} == {0}


def test_a_back_up_can_be_read_by_whoever_made_it_alone_and_leaves_the_umask_as_it_was(backed_up):
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in backed_up.iterdir()}
    before = os.umask(0o022)
    os.umask(before)

    assert set(modes.values()) == {"0o600"}
    assert before != 0o077
