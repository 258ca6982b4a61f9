"""What production refuses, and whether docker-compose.yml gives it what it asks for."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.checks import Tags, run_checks
from django.core.management import get_commands
from django.db import connection

from casework.people.models import User
from tests.databases import address_of

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# Required together, and only by an office that keeps documents in a bucket or has single sign-on.
IF_AN_OFFICE_CHOOSES = ("DOCUMENT_BUCKET", "OIDC_")
OURS = ["migrate", "web", "worker", "beat"]

REQUIRED = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "oversight.example",
    "SITE_ADDRESS": "https://oversight.example",
    "DATABASE_URL": "postgres:///nowhere",
    "REDIS_URL": "redis://nowhere",
    "TRAIL_KEYS": "k1=secret",
    "ACCESS_CODE_KEY": "secret",
    "EMAIL_URL": "smtp://nowhere",
    "CLAMD_ADDRESS": "nowhere:3310",
}


def start(program: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "OVERSIGHT_MODE": "production"} | variables
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, text=True, capture_output=True
    )


@pytest.mark.parametrize("missing", REQUIRED)
def test_a_missing_secret_or_address_stops_a_production_start(missing):
    given = {name: value for name, value in REQUIRED.items() if name != missing}

    started = start("import pcc_oversight.settings", **given)

    assert started.returncode != 0
    assert missing in started.stderr


def test_production_starts_with_what_is_required_and_nothing_else():
    assert start("import pcc_oversight.settings", **REQUIRED).returncode == 0


@pytest.mark.django_db
def test_production_finds_fault_with_a_demonstration_account(settings):
    settings.PRODUCTION = True
    User.objects.create_user("handler@office.example", "Holly Handler", is_demonstration=True)

    faults = run_checks(tags=[Tags.database], databases=["default"])

    assert [fault.id for fault in faults] == ["people.E001"]


@pytest.mark.django_db
def test_production_has_no_fault_to_find_with_accounts_of_its_own(settings):
    settings.PRODUCTION = True
    User.objects.create_user("handler@office.example", "Holly Handler")

    assert run_checks(tags=[Tags.database], databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_web_server_of_production_does_not_start_beside_a_demonstration_account():
    User.objects.create_user("handler@office.example", "Holly Handler", is_demonstration=True)

    started = start("import pcc_oversight.wsgi", **REQUIRED | {"DATABASE_URL": address_of(connection)})

    assert started.returncode != 0
    assert "A demonstration account exists." in started.stderr


def test_compose_runs_every_part_of_production():
    assert set(SERVICES) == {*OURS, "database", "broker", "scanner", "proxy"}


@pytest.mark.parametrize("service", [name for name in SERVICES if name != "migrate"])
def test_compose_gives_each_service_a_health_check(service):
    assert SERVICES[service]["healthcheck"]["test"]


@pytest.mark.parametrize("service", SERVICES)
def test_compose_runs_no_service_as_root(service):
    assert SERVICES[service]["user"] not in ("", "root", "0", 0)


@pytest.mark.parametrize(
    ("service", "volume"),
    [
        ("web", "documents:/srv/documents"),
        ("worker", "documents:/srv/documents"),
        ("database", "database:/var/lib/postgresql"),
        ("broker", "broker:/data"),
        ("scanner", "signatures:/var/lib/clamav"),
        ("proxy", "certificates:/data"),
    ],
)
def test_compose_keeps_what_must_outlive_a_container_in_a_volume(service, volume):
    assert volume in SERVICES[service]["volumes"]
    assert volume.partition(":")[0] in COMPOSE["volumes"]


@pytest.mark.parametrize("service", OURS)
def test_compose_passes_each_variable_that_the_settings_require(service):
    assert variables_that_settings_require() <= set(SERVICES[service]["environment"])


def test_compose_publishes_only_the_proxy():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_image_of_ours_does_not_run_as_root():
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")[1:]

    assert [("\nUSER " in stage) for stage in stages] == [True, True]


def variables_that_settings_require() -> set[str]:
    """Each `env.…("NAME")` without a default, and what production requires in words."""
    settings = ast.parse((ROOT / "pcc_oversight" / "settings.py").read_text())
    required = {
        call.args[0].value
        for call in ast.walk(settings)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).startswith("env.")
        and isinstance(call.args[0], ast.Constant)
        and not any(keyword.arg == "default" for keyword in call.keywords)
    }
    return {name for name in required if not name.startswith(IF_AN_OFFICE_CHOOSES)} | {"CLAMD_ADDRESS"}


def test_the_settings_are_read_for_what_they_require():
    assert variables_that_settings_require() == set(REQUIRED)


def test_compose_runs_only_commands_that_exist():
    words = " ".join(str(SERVICES[name].get("command", "")) for name in OURS)
    named = set(re.findall(r"manage\.py (\w+)", words))

    assert named >= {"migrate", "load_complaint_data", "grant_application_role"}
    assert named <= get_commands().keys()


def test_compose_lets_only_the_migration_own_the_tables():
    addresses = {name: SERVICES[name]["environment"]["DATABASE_URL"] for name in OURS}

    assert addresses.pop("migrate").startswith("postgres://owner:")
    assert {address.split(":")[1] for address in addresses.values()} == {"//oversight"}
