"""How long whole requests take, each beside a request of the floor, so that a busy machine slows both."""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from celery import current_app
from django.db import connection
from django.test.utils import override_settings

from tests.bench.journeys import Journey

ROUNDS = 30
WARMING = 3


@dataclass(frozen=True)
class Measured:
    median_ms: float
    p95_ms: float
    queries: int

    @classmethod
    def of(cls, seconds: Sequence[float], queries: int) -> Measured:
        in_order = sorted(seconds)
        place = math.ceil(0.95 * len(in_order)) - 1
        return cls(median(in_order) * 1000, in_order[place] * 1000, queries)


@contextmanager
def no_worker_hears() -> Iterator[None]:
    """Ask for work in a queue that no worker reads: theirs is another database."""
    usual = current_app.conf.task_default_queue
    current_app.conf.task_default_queue = "bench"
    try:
        yield
    finally:
        with current_app.connection_for_write() as broker:
            broker.default_channel.queue_delete("bench")
        current_app.conf.task_default_queue = usual


def measure(
    floor: Journey, timed: Sequence[Journey], *, rounds: int = ROUNDS
) -> tuple[float, dict[Journey, Measured]]:
    """The floor's median in milliseconds, and the figures of each journey."""
    taken: dict[Journey, list[float]] = {journey: [] for journey in timed}
    beside: list[float] = []
    queries = {}
    with override_settings(ROOT_URLCONF="tests.bench.urls", SECOND_FACTOR_REQUIRED=False):
        for journey in (floor, *timed):
            for _ in range(WARMING):
                queries[journey] = _queries_of(journey)
        gc.collect()
        gc.freeze()
        for number in range(1, rounds + 1):
            sys.stderr.write(f"\rRound {number} of {rounds}" + ("\n" if number == rounds else ""))
            for journey, seconds in taken.items():
                beside.append(_seconds_of(floor))
                seconds.append(_seconds_of(journey))
    figures = {journey: Measured.of(seconds, queries[journey]) for journey, seconds in taken.items()}
    return median(beside) * 1000, figures


def _seconds_of(journey: Journey) -> float:
    with journey.ready() as go:
        began = perf_counter()
        go()
        return perf_counter() - began


def _queries_of(journey: Journey) -> int:
    number = 0

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal number
        number += 1
        return execute(*args)

    with journey.ready() as go, connection.execute_wrapper(count):
        go()
    return number
