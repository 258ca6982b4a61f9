import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from celery import current_app

from casework.outbox import queue
from tests.fixtures.workers import send_tasks_to


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Iterator[Path]:
    """The default storage, in a folder of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def closed_broker(monkeypatch) -> Iterator[None]:
    """A broker address at which nothing listens."""
    monkeypatch.setattr(queue, "_silent_until", 0.0)
    url = current_app.conf.broker_url
    send_tasks_to("redis://127.0.0.1:1/0")
    yield
    send_tasks_to(url)


@pytest.fixture
def eager() -> Iterator[None]:
    """Tasks run at once, where they are asked for."""
    app = current_app._get_current_object()
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def small_files() -> Callable[[int], AbstractContextManager[None]]:
    """The kernel really refuses this process a file larger than so many bytes."""

    @contextmanager
    def limited(size: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited
