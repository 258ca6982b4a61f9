import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_services.folders import ROOT

USE = """
from local_services import environment
with environment.with_services() as variables:
    print(variables["DATABASE_URL"], variables["REDIS_URL"], flush=True)
    input()
"""


def until(is_true: Callable[[], bool], *, within: float = 60) -> bool:
    give_up = time.monotonic() + within
    while not is_true():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.1)
    return True


class Checkout:
    """Another checkout of the product, with services of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.users: list[subprocess.Popen[str]] = []
        shutil.copytree(ROOT / "local_services", folder / "local_services")
        self.environment = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
        }

    def python(self, program: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=self.folder,
            env=self.environment,
            text=True,
            capture_output=True,
            check=True,
        ).stdout.strip()

    def use(self) -> subprocess.Popen[str]:
        """Somebody who uses the services until they are ended; `addresses` waits for them."""
        user = subprocess.Popen(
            [sys.executable, "-c", USE],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.users.append(user)
        return user

    def addresses(self, user: subprocess.Popen[str]) -> list[str]:
        assert user.stdout is not None
        return user.stdout.readline().split()

    def answers(self) -> bool:
        both = "from local_services import broker, database; print(database.answers() and broker.answers())"
        return self.python(both) == "True"

    def is_kept(self) -> bool:
        free = "from local_services import locks; print(locks.is_free('{}-keeper'))"
        return "False" in (self.python(free.format("postgres")), self.python(free.format("redis")))

    def processes(self, marker: str) -> list[int]:
        """The processes of this checkout whose command line holds `marker`."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                folder = os.readlink(entry / "cwd") if "keep" in marker else ""
            except OSError:
                continue
            if marker in line and (folder == str(self.folder) if folder else True):
                found.append(int(entry.name))
        return sorted(found)

    def data(self) -> Path:
        return (self.folder / "var" / "postgres").resolve() / "data"

    def clear(self) -> None:
        for user in self.users:
            user.kill()
            user.__exit__(None, None, None)  # closes its pipes and waits
        assert until(lambda: not self.is_kept())
        if (self.folder / "var" / "postgres").is_symlink():
            shutil.rmtree(self.data().parent.parent)
        for noted in (self.folder / "var" / "run").glob("*.folder"):
            shutil.rmtree(noted.read_text())


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    """Its path is longer than a socket's may be and, for root, closed to every other account."""
    folder = tmp_path / ("long" * 20)
    folder.mkdir(mode=0o700)
    made = Checkout(folder)
    yield made
    made.clear()
