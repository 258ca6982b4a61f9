"""Pages of a sorted list by where the last one ended, so that the thousandth costs what the first does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, Q, QuerySet
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

ROWS = 25

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Sort:
    """One column, then the key. Never a column of names: its value stands in the address of the page."""

    column: str
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the cursors of the pages after and before them; empty where there is none."""

    rows: Sequence[Row]
    next: str
    previous: str

    @property
    def is_all(self) -> bool:
        return not (self.next or self.previous)


@dataclass(frozen=True)
class _Cursor:
    backwards: bool
    value: Any
    pk: int

    def encode(self) -> str:
        parts = [int(self.backwards), self.value, self.pk]
        return urlsafe_base64_encode(json.dumps(parts, cls=DjangoJSONEncoder).encode())

    @classmethod
    def decode(cls, text: str) -> _Cursor:
        backwards, value, pk = json.loads(urlsafe_base64_decode(text))
        return cls(bool(backwards), value, int(pk))


def page_of(rows: QuerySet[Row], sort: Sort, cursor: str = "", size: int = ROWS) -> Page[Row]:
    """The page that `cursor` names. A cursor that nobody made is the first page."""
    try:
        start = _Cursor.decode(cursor)
        beyond = rows.filter(_beyond(sort, start))
    except (ValueError, TypeError, OverflowError, ValidationError):
        start, beyond = None, rows
    backwards = start is not None and start.backwards
    found = list(_in_order(beyond, sort, reverse=backwards)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(found), more) if backwards else (more, start is not None)
    return Page(
        rows=found,
        next=_cursor_at(found[-1], sort, backwards=False) if found and has_next else "",
        previous=_cursor_at(found[0], sort, backwards=True) if found and has_previous else "",
    )


def _in_order(rows: QuerySet[Row], sort: Sort, *, reverse: bool) -> QuerySet[Row]:
    # Empty values sort as PostgreSQL's indexes keep them: last going up, first going down.
    if sort.descending != reverse:
        return rows.order_by(F(sort.column).desc(), F("pk").desc())
    return rows.order_by(F(sort.column).asc(), F("pk").asc())


def _beyond(sort: Sort, start: _Cursor) -> Q:
    """The rows past the cursor. The looser first comparison is the one an index can begin at."""
    upwards = sort.descending == start.backwards
    past = "gt" if upwards else "lt"
    later_key = Q(**{f"pk__{past}": start.pk})
    empty = Q(**{f"{sort.column}__isnull": True})
    if start.value is None:
        return empty & later_key if upwards else ~empty | empty & later_key
    found = Q(**{f"{sort.column}__{past}e": start.value}) & (
        Q(**{f"{sort.column}__{past}": start.value}) | later_key
    )
    return found | empty if sort.nullable and upwards else found


def _cursor_at(row: Model, sort: Sort, *, backwards: bool) -> str:
    value = attrgetter(sort.column.replace("__", "."))(row)
    return _Cursor(backwards, value, row.pk).encode()
