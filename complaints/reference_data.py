"""The national codes, as dated rows that stay when a code ends, and the letters, as versions that stay."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from casework.letters.loading import load_templates
from complaints.models import Category, Factor

DATA = Path(__file__).parent / "data"


LETTERS = Path(__file__).parent / "letters"


@transaction.atomic
def load_reference_data(*, at: datetime) -> int:
    """Load codes and letters, and say how many rows are new or changed; a second time changes nothing."""
    return load_codes() + len(load_templates(LETTERS, on=localdate(at), at=at))


@transaction.atomic
def load_codes() -> int:
    return sum(
        _load(model, row)
        for model, name in ((Category, "categories"), (Factor, "factors"))
        for row in _rows(name)
    )


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _load(model: type[Category] | type[Factor], row: Mapping[str, str]) -> bool:
    key: dict[str, Any] = {"code": row["code"], "valid_from": date.fromisoformat(row["valid_from"])}
    values: dict[str, Any] = {name: value for name, value in row.items() if name not in {*key, "valid_to"}}
    values["valid_to"] = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    if model._default_manager.filter(**key, **values).exists():
        return False
    model._default_manager.update_or_create(**key, defaults=values)
    return True
