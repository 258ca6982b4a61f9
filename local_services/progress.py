"""Saying, while something long goes on, how far it is and for how long it has gone on."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


class Progress:
    """One step: on a terminal a line that moves on each second, elsewhere a new line every ten."""

    def __init__(self, what: str) -> None:
        self.what, self.reached = what, ""
        self.is_over = threading.Event()
        self.began = time.monotonic()

    def show(self) -> None:
        on_terminal = sys.stderr.isatty()
        while not self.is_over.wait(1 if on_terminal else 10):
            reached = f"{self.reached}, " if self.reached else ""
            line = f"{reached}{time.monotonic() - self.began:.0f} seconds"
            if on_terminal:
                sys.stderr.write(f"\r\x1b[K{self.what}: {line}")
                sys.stderr.flush()
            else:
                say(f"  {line}")


@contextmanager
def shown(what: str) -> Iterator[Progress]:
    """Say `what` is being done, and its progress until it is; `reached` says how far it has come."""
    say(what)
    progress = Progress(what)
    thread = threading.Thread(target=progress.show, daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        progress.is_over.set()
        thread.join()
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
