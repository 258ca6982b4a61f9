import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from celery import current_app

from casework.outbox import actions, queue
from casework.outbox.models import Message, State
from tests.fixtures.workers import send_tasks_to

AT = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def listening_to_nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A broker address whose socket is bound; whether it listens is the test's choice."""
    monkeypatch.setattr(queue, "_silent_until", 0.0)
    url = current_app.conf.broker_url
    with socket.socket() as broker:
        broker.bind(("127.0.0.1", 0))
        send_tasks_to(f"redis://127.0.0.1:{broker.getsockname()[1]}/0")
        yield broker
        send_tasks_to(url)


def write_five() -> None:
    for number in range(5):
        actions.write(
            f"reminder:{number}",
            kind="reminder",
            to="colleague@office.example",
            subject="Something is due",
            body="Sign in to see what.",
            at=AT,
        )


@pytest.mark.parametrize("hangs", [False, True], ids=["refuses", "hangs"])
def test_messages_are_kept_without_raising_or_waiting_long_when_the_broker(
    listening_to_nobody: socket.socket, django_capture_on_commit_callbacks: Any, hangs: bool
) -> None:
    if hangs:
        listening_to_nobody.listen()
    started = time.monotonic()

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        write_five()

    assert len(callbacks) == 5
    assert time.monotonic() - started < 3
    assert Message.objects.filter(state=State.WAITING).count() == 5


def test_a_message_that_commits_asks_a_worker_to_send_it(
    private_redis: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write_five()

    assert private_redis.llen("celery") == 5
