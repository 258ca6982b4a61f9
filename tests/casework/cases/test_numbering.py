"""Numbering by several people at once, with threads and connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction

from casework.cases import actions
from casework.cases.models import Case, Series
from casework.people.posts import Post
from tests.fixtures.cases import SAMPLE

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
PEOPLE, EACH = 4, 6


class TheirMindChanged(Exception):
    pass


def log_cases(barrier: Barrier, *, fails: Callable[[int], bool]) -> None:
    barrier.wait()
    try:
        for turn in range(EACH):
            try:
                with transaction.atomic():
                    case = actions.open_case(
                        SAMPLE,
                        owner_post=Post.COMPLAINT_HANDLER,
                        opened_on=date(2026, 3, 29),
                        at=AT,
                        by=None,
                    )
                    actions.number(case, at=AT)
                    if fails(turn):
                        raise TheirMindChanged
                    actions.record(case, "sample.logged", by=None, at=AT)
            except TheirMindChanged:
                pass
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_cases_logged_at_once_leave_no_gap_and_no_duplicate_though_some_roll_back():
    barrier = Barrier(PEOPLE)

    with ThreadPoolExecutor(PEOPLE) as pool:
        logging = [pool.submit(log_cases, barrier, fails=lambda turn: turn % 3 == 1) for _ in range(PEOPLE)]
    for one in logging:
        one.result()

    kept = PEOPLE * EACH * 2 // 3
    references = sorted(Case.objects.values_list("reference", flat=True))
    assert references == [f"SMP-2026-{n:06d}" for n in range(1, kept + 1)]
    assert Series.objects.get().last_number == kept
