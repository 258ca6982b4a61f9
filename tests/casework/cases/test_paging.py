from datetime import date

import pytest

from casework.cases.models import Case
from casework.cases.paging import Sort, page_of
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db

DUE = [None, date(2026, 4, 7), date(2026, 4, 7), date(2026, 3, 30), None, date(2026, 4, 7), date(2026, 3, 30)]


@pytest.fixture
def cases() -> list[Case]:
    return [CaseFactory(next_due_on=due, opened_on=date(2026, 3, 2)) for due in DUE]


def walk(sort: Sort, towards: str, cursor: str = "") -> tuple[list[list[int]], str]:
    """Every page of two rows from `cursor` on, and the cursor of the last one."""
    pages, last = [], cursor
    while True:
        page = page_of(Case.objects.all(), sort, cursor, size=2)
        pages.append([case.pk for case in page.rows])
        last, cursor = cursor, getattr(page, towards)
        if not cursor:
            return pages, last


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", ["next_due_on", "opened_on", "reference"])
def test_every_row_comes_once_and_in_order_both_ways(cases, column, descending):
    sort = Sort(column, descending=descending, nullable=True)
    order = f"{'-' if descending else ''}{column}", f"{'-' if descending else ''}pk"
    expected = list(Case.objects.order_by(*order).values_list("pk", flat=True))

    forwards, last = walk(sort, "next")
    assert sum(forwards, []) == expected

    final = page_of(Case.objects.all(), sort, last, size=2)
    backwards, _ = walk(sort, "previous", final.previous)
    assert sum(reversed(backwards), []) == expected[: -len(final.rows)]


def test_a_row_added_before_the_cursor_does_not_push_rows_onto_the_next_page(cases):
    sort = Sort("opened_on")
    first = page_of(Case.objects.all(), sort, size=3)
    CaseFactory(opened_on=date(2020, 2, 29))

    second = page_of(Case.objects.all(), sort, first.next, size=3)

    assert [case.pk for case in second.rows] == [case.pk for case in cases[3:6]]


def test_the_first_page_has_none_before_it_and_the_last_none_after(cases):
    page = page_of(Case.objects.all(), Sort("opened_on"), size=7)

    assert (page.next, page.previous, len(page.rows)) == ("", "", 7)


@pytest.mark.parametrize("cursor", ["?", "bm90IGpzb24", "WzAsICJub3QgYSBkYXRlIiwgMV0", "WzBd", "é"])
def test_a_cursor_that_nobody_made_is_the_first_page(cases, cursor):
    page = page_of(Case.objects.all(), Sort("opened_on"), cursor, size=3)

    assert [case.pk for case in page.rows] == [case.pk for case in cases[:3]]


def test_no_rows_are_one_empty_page():
    page = page_of(Case.objects.all(), Sort("opened_on"))

    assert (list(page.rows), page.next, page.previous) == ([], "", "")
