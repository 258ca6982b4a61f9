from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from casework.commands import WrongArgument
from casework.trail import actions as trail
from casework.trail.queries import verify


@pytest.fixture
def application(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    """A connection as the role that production's web, worker and beat have."""
    role = f"application_{uuid4().hex[:8]}"
    monkeypatch.setenv("APPLICATION_PASSWORD", "only for this test")
    call_command("grant_application_role", role)
    parameters = connection.get_connection_params()
    known = {name: parameters[name] for name in ("dbname", "host", "port") if parameters.get(name)}
    with psycopg.connect(**known, user=role, password="only for this test") as opened:
        yield opened
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {role}")
        cursor.execute(f"DROP ROLE {role}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET verb = 'nothing.happened'",
        "DELETE FROM trail_entry",
        "TRUNCATE trail_entry CASCADE",
        "DELETE FROM trail_chain",
        "UPDATE trail_checkpoint SET day = '2020-01-01'",
        "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
        "DROP TABLE trail_entry",
        "SET session_replication_role = replica",
    ],
)
def test_the_applications_role_cannot_touch_the_past(application, statement):
    trail.record("office", "case.viewed", by=None, at=datetime(2026, 4, 1, 9, tzinfo=UTC))

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement)

    application.rollback()
    assert verify().first_broken is None


def test_the_applications_role_can_do_its_work(application):
    application.execute("SELECT count(*) FROM trail_entry")
    application.execute("INSERT INTO trail_chain (key, sequence, mac, checkpointed) VALUES ('x', 0, '', 0)")
    application.execute("UPDATE trail_chain SET sequence = 1 WHERE key = 'x'")
    application.execute("DELETE FROM desk_savedview")
    application.rollback()


def test_a_role_without_a_password_is_refused_in_words(db, monkeypatch):
    monkeypatch.delenv("APPLICATION_PASSWORD", raising=False)

    with pytest.raises(WrongArgument, match="Set APPLICATION_PASSWORD"):
        call_command("grant_application_role", "oversight")
