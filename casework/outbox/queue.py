"""Asking the workers to do what a row remembers. Nothing is lost when nobody hears: the sweep asks again."""

import time

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

log = structlog.get_logger()

# A request that writes many messages must not wait for a broker that is away once for each of them.
SILENCE = 5.0
_silent_until = 0.0


def ask(message_id: int, *, expires: float | None = None) -> None:
    """Ask a worker to send this message."""
    ask_worker("casework.outbox.tasks.send_message", message_id, expires=expires)


def ask_worker(task: str, *args: int, expires: float | None = None) -> None:
    """Ask a worker for a task, within about a second, and without raising if there is no broker.

    For work that a row remembers and a sweep asks for again.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(task, args, retry=False, expires=expires)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + SILENCE
        log.warning("outbox.broker_away", task=task, error=type(error).__name__)
