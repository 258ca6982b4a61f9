"""A database for each size of archive, made once and kept between runs, beside the one we were given."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

MOST = 5_000_000
# Changed whenever load_volume changes what it loads: an archive made the old way is made again.
WAY = 1


@contextmanager
def archive_of(complaints: int) -> Iterator[None]:
    """Point the connection at the archive of this size, loaded if there is none or only half of one."""
    name = f"oversight_bench_{complaints}"
    mark = f"archive of {complaints}, loaded by way {WAY}"
    is_whole = _is_marked(name, mark)
    if not is_whole:
        _administer(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
            sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)),
        )
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        if not is_whole:
            call_command("load_volume", complaints=complaints, stdout=sys.stderr)
            _administer(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), mark))
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _is_marked(name: str, mark: str) -> bool:
    found = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with _administrator() as administrator:
        return administrator.execute(found, [name]).fetchone() == (mark,)


def _administer(*statements: sql.Composed) -> None:
    with _administrator() as administrator:
        for statement in statements:
            administrator.execute(statement)


def _administrator() -> psycopg.Connection:
    given = connection.get_connection_params()
    kept = {name: given[name] for name in ("host", "port", "user", "password") if name in given}
    return psycopg.connect(dbname="postgres", autocommit=True, **kept)
