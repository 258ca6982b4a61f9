"""Writing many rows at once: PostgreSQL's COPY, with the indexes built once afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

MEMORY_TO_BUILD_INDEXES = "512MB"


class Row(SimpleNamespace):
    """What an instance of `model` would hold, and no more: fifteen million of these are made."""

    model: type[Model]


def row(model: type[Model], **values: Any) -> Row:
    return Row(model=model, **_defaults(model) | values)


@cache
def _defaults(model: type[Model]) -> dict[str, Any]:
    return {field.attname: field.get_default() for field in _columns(model)}


def _columns(model: type[Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


class Table:
    """How the rows of one model are copied."""

    def __init__(self, model: type[Model]) -> None:
        fields = _columns(model)
        self._json = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
        self._values = attrgetter(*(field.attname for field in fields))
        self._statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(model._meta.db_table),
            sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
        )

    def write(self, rows: Iterable[Row]) -> None:
        with connection.cursor() as cursor, cursor.copy(self._statement) as copy:
            for row in rows:
                copy.write_row(self._row(row))

    def _row(self, row: Row) -> Sequence[Any]:
        values: Sequence[Any] = self._values(row)
        if not self._json:
            return values
        as_json = list(values)
        for place in self._json:
            as_json[place] = Jsonb(as_json[place])
        return as_json


@contextmanager
def indexes_built_afterwards(table_models: Sequence[type[Model]]) -> Iterator[None]:
    """Without the indexes that only make reading faster: built once at the end, they take half the time."""
    with connection.schema_editor() as editor:
        for model in table_models:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET maintenance_work_mem = '{MEMORY_TO_BUILD_INDEXES}'")
        for model in table_models:
            for index in model._meta.indexes:
                with connection.schema_editor() as editor:
                    editor.add_index(model, index)


def finish(table_models: Sequence[type[models.Model]]) -> None:
    """Let every counter go on after the last number given, and tell the planner what there is now."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(table_models)):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
