"""What `script/check` and `script/test` do."""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from local_services import environment, processes
from local_services.folders import ROOT, VENV
from local_services.progress import say

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PLAYWRIGHT_BROWSER = (
    "import playwright.sync_api as p; print(p.sync_playwright().start().chromium.executable_path)"
)
SCANNER_FOLDERS = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"

# The smallest production that `check --deploy` can judge; nothing is connected to.
PRODUCTION = environment.SETTINGS | {
    "OVERSIGHT_MODE": "production",
    "SECRET_KEY": "only-for-check-deploy-which-wants-fifty-characters-of-it",
    "TRAIL_KEYS": "check=only-for-check-deploy",
    "ACCESS_CODE_KEY": "only-for-check-deploy",
    "ALLOWED_HOSTS": "oversight.example",
    "SITE_ADDRESS": "https://oversight.example",
    "EMAIL_URL": "smtp://mail.example:25",
    "CLAMD_ADDRESS": "clamav.example:3310",
    "SECOND_FACTOR_REQUIRED": "true",
}


class Missing(Exception):
    """Something the tests need is not on this machine and could not be put there."""


def check() -> int:
    """Run every check, say what failed, and give back 1 if any did."""
    programs = VENV / "bin"
    manage: list[str | Path] = [sys.executable, "manage.py"]
    templates = sorted(glob.glob("templates/**/*.html", root_dir=ROOT, recursive=True))
    checks: list[tuple[str, list[str | Path], dict[str, str]]] = [
        ("format", [programs / "ruff", "format", "--check", "--quiet", "."], {}),
        ("lint", [programs / "ruff", "check", "--quiet", "."], {}),
        ("templates", [programs / "djade", "--check", "--target-version", "5.2", *templates], {}),
        ("rooms", [programs / "lint-imports", "--cache-dir", "var/cache/import-linter"], {}),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], {}),
        ("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        ("types", [programs / "mypy"], {}),
    ]
    with environment.with_services(**environment.TESTS) as variables:
        failed = [name for name, command, extra in checks if not passes(name, command, variables | extra)]
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def passes(name: str, command: list[str | Path], variables: dict[str, str]) -> bool:
    say(f"Checking {name}")
    ended = subprocess.run(
        command, cwd=ROOT, env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if ended.returncode != 0:
        say(ended.stdout)
    return ended.returncode == 0


def test(words: list[str]) -> int:
    """Run all checks and all tests or, given arguments other than --coverage, pytest with those."""
    covering = ["--cov"] if words == ["--coverage"] else []
    words = [] if covering else words
    ensure(
        "a browser", has_browser, [[sys.executable, "-m", "playwright", "install", "chromium"]], "chromium"
    )
    ensure("clamd", has_scanner, [], "clamav-daemon")
    checked = 0 if words else check()
    words = words or ["--numprocesses", "2", "--dist", "loadfile", *covering]
    with environment.with_services(**environment.TESTS) as variables:
        tested = processes.in_the_foreground([sys.executable, "-m", "pytest", *words], variables)
    return tested or checked


def has_browser() -> bool:
    if any(shutil.which(name) for name in BROWSERS):
        return True
    asked = subprocess.run([sys.executable, "-c", PLAYWRIGHT_BROWSER], capture_output=True, text=True)
    return asked.returncode == 0 and Path(asked.stdout.strip()).exists()


def has_scanner() -> bool:
    return shutil.which("clamd", path=SCANNER_FOLDERS) is not None


def ensure(what: str, is_there: Callable[[], bool], installs: list[list[str]], package: str) -> None:
    """Try each way to install it, Debian's package last; the tests are never run without it."""
    if is_there():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt_get = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {package}"
        installs = [*installs, ["sh", "-c", apt_get]]
    for command in installs:
        say(f"Installing {what}: {' '.join(command)}")
        quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        ended = subprocess.run(
            command, text=True, env=quietly, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if ended.returncode == 0 and is_there():
            return
        say("\n".join(ended.stdout.splitlines()[-5:]))
    raise Missing(f"The tests need {what}, which is not on this machine and could not be installed.")
