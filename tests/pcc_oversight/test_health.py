import pytest
from django.db import connection
from django.urls import reverse


def test_healthz_asks_nothing_of_the_database(client):
    answer = client.get(reverse("healthz"))

    assert answer.status_code == 200


@pytest.mark.django_db
def test_readyz_is_ready_with_every_migration_applied(client):
    answer = client.get(reverse("readyz"))

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "ok"}


@pytest.mark.django_db
def test_readyz_is_not_ready_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'desk'")

    answer = client.get(reverse("readyz"))

    assert answer.status_code == 503
    assert answer.json()["database"] == "migrations to apply"


@pytest.mark.django_db
def test_readyz_reports_a_broker_that_is_gone_and_stays_ready(client, settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/gone.sock"

    answer = client.get(reverse("readyz"))

    assert answer.status_code == 200
    assert answer.json()["broker"] == "unreachable"


def test_readyz_is_not_ready_without_its_database(client, settings, django_db_blocker, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "9")
    with django_db_blocker.unblock():
        connection.close()

        answer = client.get(reverse("readyz"))

    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
