"""File locks, which the kernel gives back however a process ends: nothing here can go stale."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from local_services.folders import RUN


class Taken(Exception):
    """Another process holds the lock."""


def path_of(name: str) -> Path:
    RUN.mkdir(parents=True, exist_ok=True)
    return RUN / f"{name}.lock"


@contextmanager
def held(name: str, *, shared: bool = False, wait: bool = True) -> Iterator[TextIO]:
    """Hold the lock while the block runs; raise `Taken` rather than wait, if so asked."""
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    with path_of(name).open("a+") as file:
        try:
            fcntl.flock(file, how)
        except BlockingIOError as error:
            raise Taken(name) from error
        yield file


def is_free(name: str) -> bool:
    try:
        with held(name, wait=False):
            return True
    except Taken:
        return False
