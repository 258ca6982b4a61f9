import pytest
from django.core.management import call_command
from django.db import connection


def triggers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname ~ '^trail_.*_refuses_'")
        return int(cursor.fetchone()[0])


@pytest.mark.usefixtures("cloned_database")
def test_the_triggers_can_be_taken_away_and_put_back() -> None:
    assert triggers() == 4

    call_command("migrate", "trail", "0002", verbosity=0)
    assert triggers() == 0

    call_command("migrate", "trail", verbosity=0)
    assert triggers() == 4
