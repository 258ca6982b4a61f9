"""Run a service for as long as somebody uses it, and no longer.

Whoever uses a service holds a shared lock. A keeper process starts the service, starts it again if it
dies, and waits for the lock alone: it gets it when the last user is gone, stopped or killed, and then
stops the service. So nothing is counted, and nothing runs for ever.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from local_services import broker, database, locks
from local_services.folders import LOGS, ROOT


class Service(Protocol):
    NAME: str

    def address(self) -> str: ...
    def answers(self) -> bool: ...
    def start(self) -> subprocess.Popen[bytes]: ...
    def stop(self, process: subprocess.Popen[bytes]) -> None: ...


SERVICES: dict[str, Service] = {service.NAME: service for service in (database, broker)}
PATIENCE = 90  # seconds: the first start makes the database


class DidNotStart(Exception):
    pass


@contextmanager
def used(service: Service) -> Iterator[str]:
    """The address of the service, which runs at least until the block ends."""
    with locks.held(f"{service.NAME}-users", shared=True):
        ensure_kept(service)
        wait_for_answer(service)
        yield service.address()


def ensure_kept(service: Service) -> None:
    if locks.is_free(f"{service.NAME}-keeper"):
        keep = [sys.executable, "-m", "local_services", "keep", service.NAME]
        with (LOGS / f"{service.NAME}-keeper.log").open("ab") as log:
            subprocess.Popen(
                keep, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )


def wait_for_answer(service: Service) -> None:
    for tenth in range(PATIENCE * 10):
        if service.answers():
            return
        if tenth % 30 == 29:
            ensure_kept(service)
        time.sleep(0.1)
    raise DidNotStart(
        f"{service.NAME} did not start: see {LOGS / service.NAME}.log and {service.NAME}-keeper.log"
    )


def keep(service: Service) -> None:
    """Be the keeper, unless there is one."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(0))
    try:
        with locks.held(f"{service.NAME}-keeper", wait=False):
            _keep(service)
    except locks.Taken:
        return


def _keep(service: Service) -> None:
    unused, done = threading.Event(), threading.Event()

    def wait_until_unused() -> None:
        with locks.held(f"{service.NAME}-users"):
            unused.set()
            done.wait()  # a new user waits for its lock until the service has stopped

    threading.Thread(target=wait_until_unused, daemon=True).start()
    process = service.start()
    try:
        while not unused.wait(timeout=0.5):
            if process.poll() is not None:
                process = service.start()
    finally:
        service.stop(process)
        done.set()
