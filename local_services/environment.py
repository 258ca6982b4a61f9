"""The environment variables that the product runs with on one machine."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from local_services import broker, database, keeper
from local_services.folders import ENVIRONMENT_FILE, LOGS, ROOT, VAR
from local_services.setup import digest, is_done

SETTINGS = {"DJANGO_SETTINGS_MODULE": "pcc_oversight.settings"}

# What the tests run with: nothing of this machine's own, so that they say the same everywhere.
TESTS = SETTINGS | {
    "OVERSIGHT_MODE": "test",
    "SECRET_KEY": "of-the-tests",
    "TRAIL_KEYS": "tests=of-the-tests",
    "ACCESS_CODE_KEY": "of-the-tests",
    "SECOND_FACTOR_REQUIRED": "false",
}


def write_once() -> None:
    """Write `var/env` with keys of this installation's own, if it is not there."""
    if ENVIRONMENT_FILE.exists():
        return
    lines = [
        "# Made by the first start. A variable set in the environment wins over this file.",
        "OVERSIGHT_MODE=local",
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"TRAIL_KEYS=first={secrets.token_hex(32)}",
        f"ACCESS_CODE_KEY={secrets.token_hex(32)}",
        "# The demonstration signs in with a password alone.",
        "SECOND_FACTOR_REQUIRED=false",
    ]
    ENVIRONMENT_FILE.parent.mkdir(exist_ok=True)
    half_written = ENVIRONMENT_FILE.with_suffix(".new")
    half_written.touch(mode=0o600)
    half_written.write_text("\n".join(lines) + "\n")
    half_written.replace(ENVIRONMENT_FILE)


def _is_set(variable: str) -> bool:
    if os.environ.get(variable):
        return True
    written = ENVIRONMENT_FILE.read_text().splitlines() if ENVIRONMENT_FILE.is_file() else []
    return any(line.startswith(f"{variable}=") for line in written)


@contextmanager
def with_services(**variables: str) -> Iterator[dict[str, str]]:
    """The environment, with a database and a broker of our own where no address is given."""
    LOGS.mkdir(parents=True, exist_ok=True)
    found = os.environ | SETTINGS | {"PYTHONPATH": str(ROOT)} | variables
    with ExitStack() as stack:
        services: tuple[tuple[str, keeper.Service], ...] = (
            (database.VARIABLE, database),
            (broker.VARIABLE, broker),
        )
        for variable, service in services:
            if not _is_set(variable):
                found[variable] = stack.enter_context(keeper.used(service))
        yield found


def through_django(variables: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "local_services.first_start", *words]
    subprocess.run(command, cwd=ROOT, env=variables, check=True)


def bring_up_to_date(variables: dict[str, str]) -> None:
    """Migrate the database of our own, if a migration has come since. One that was given is left as it is."""
    if _is_set(database.VARIABLE):
        return
    stamp = VAR / database.NAME / "migrated"
    made_from = digest(sorted({*ROOT.glob("*/migrations/0*.py"), *ROOT.glob("*/*/migrations/0*.py")}))
    if not is_done(stamp, made_from):
        through_django(variables, "migrate")
        stamp.write_text(made_from)
