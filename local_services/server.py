"""The whole product on one machine: web, worker and beat beside their services, until Ctrl-C."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from local_services import broker, database, environment, keeper, locks, processes, progress
from local_services.folders import LOGS, ROOT, RUN

FIRST_PORT = 8000
DEATHS_BORNE = 5  # of one process, within a minute


class KeepsDying(Exception):
    """A process ends as often as it is started."""


@dataclass
class Part:
    """One of our processes, started again when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def keep_running(self, variables: dict[str, str]) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        now = time.monotonic()
        self.started = [moment for moment in self.started if now - moment < 60] + [now]
        if len(self.started) > DEATHS_BORNE:
            raise KeepsDying(f"{self.name} ends as often as it is started: see {LOGS / self.name}.log")
        self.process = processes.start(
            [sys.executable, "-m", *self.command],
            log=LOGS / f"{self.name}.log",
            environment=variables,
            folder=ROOT,
        )


def free_port() -> int:
    """PORT if it is given; else the first free one from 8000, so that two checkouts run side by side."""
    if given := os.environ.get("PORT"):
        return int(given)
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No port from {FIRST_PORT} to {FIRST_PORT + 99} is free: set PORT.")


def parts(port: int) -> list[Part]:
    celery = ["celery", "--app", "pcc_oversight"]
    beat = ["beat", "--loglevel", "WARNING", "--schedule", str(RUN / "beat"), "--pidfile", ""]
    return [
        Part("web", ["gunicorn", "pcc_oversight.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "8"]),
        Part("worker", [*celery, "worker", "--loglevel", "WARNING", "--concurrency", "2"]),
        Part("beat", [*celery, *beat]),
    ]


def wait_until_it_answers(address: str, look_after: Callable[[], None]) -> None:
    while True:
        look_after()
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return


def serve(variables: dict[str, str], *, address: str, port: int) -> None:
    running = parts(port)
    own = [service for service in (database, broker) if variables[service.VARIABLE] == service.address()]

    def look_after() -> None:
        for service in own:
            keeper.ensure_kept(service)
        for part in running:
            part.keep_running(variables)

    try:
        wait_until_it_answers(address, look_after)
        environment.through_django(variables, "announce", address)
        while True:
            time.sleep(1)
            look_after()
    finally:
        for part in running:
            if part.process is not None and part.process.poll() is None:
                part.process.terminate()
        for part in running:
            if part.process is not None:
                processes.stop(part.process)


def end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__, usage=argparse.SUPPRESS)
    parser.add_argument("--empty", action="store_true", help="load no demonstration office")
    parser.parse_args(words)
    # SIGINT too: a shell has what it starts in the background of a script ignore it.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, end)
    environment.write_once()
    try:
        with locks.held("server", wait=False):
            port = free_port()
            address = f"http://127.0.0.1:{port}"
            with environment.with_services(SITE_ADDRESS=address) as variables:
                environment.through_django(variables, "prepare", *words)
                serve(variables, address=address, port=port)
    except locks.Taken:
        sys.exit("The server of this folder is already running.")
    except (KeepsDying, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        progress.say("\nStopped.")
