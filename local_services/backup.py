"""`python -m local_services backup|restore FOLDER`: the database and the documents, out and back."""

import hashlib
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ

from local_services import database
from local_services.folders import VAR
from local_services.progress import say

DATABASE = "database.dump"
DOCUMENTS = "documents.tar"
SUMS = "SHA256SUMS"
COUNT_TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"


class Refused(Exception):
    """What was asked would lose or mix data."""


def back_up(folder: Path, variables: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"{folder} is not empty.")
    with _readable_by_us_alone():
        say("Copying the database")
        _postgres("pg_dump", "--format=custom", f"--file={folder / DATABASE}", variables=variables)
        say("Copying the documents")
        documents = _documents(variables)
        documents.mkdir(parents=True, exist_ok=True)
        with tarfile.open(folder / DOCUMENTS, "w") as archive:
            archive.add(documents, arcname=".")
        (folder / SUMS).write_text(
            "".join(f"{_sum(folder / name)}  {name}\n" for name in (DATABASE, DOCUMENTS))
        )


def restore(folder: Path, variables: dict[str, str]) -> None:
    if not (folder / SUMS).is_file():
        raise Refused(f"{folder} does not hold what script/backup writes.")
    for line in (folder / SUMS).read_text().splitlines():
        expected, _, name = line.partition("  ")
        if _sum(folder / name) != expected:
            raise Refused(f"{name} is not the file that was backed up.")
    tables = _postgres("psql", "--tuples-only", "--command", COUNT_TABLES, variables=variables)
    documents = _documents(variables)
    if int(tables) or (documents.is_dir() and any(documents.iterdir())):
        raise Refused("This installation is not empty.")
    say("Putting the database back")
    # Without a name pg_restore would write SQL to its output instead.
    name = _connection(variables)["PGDATABASE"]
    dump = str(folder / DATABASE)
    _postgres("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={name}", dump, variables=variables)
    say("Putting the documents back")
    documents.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / DOCUMENTS) as archive:
        archive.extractall(documents, filter="data")


@contextmanager
def _readable_by_us_alone() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _postgres(program: str, *words: str, variables: dict[str, str]) -> str:
    command = [str(database.program(program)), *words]
    found = variables | _connection(variables)
    return subprocess.run(command, env=found, text=True, stdout=subprocess.PIPE, check=True).stdout


def _connection(variables: dict[str, str]) -> dict[str, str]:
    """DATABASE_URL in the variables that PostgreSQL's own programs read."""
    parts = environ.Env.db_url_config(variables["DATABASE_URL"])
    named = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    return {variable: str(parts[part]) for part, variable in named.items() if parts.get(part)}


def _documents(variables: dict[str, str]) -> Path:
    return Path(variables.get("MEDIA_ROOT") or VAR / "documents")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
