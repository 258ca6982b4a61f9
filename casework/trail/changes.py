"""What an entry may say about a change: names of fields, codes, numbers and dates, never words about people.

Entries outlive the case they are about, so whatever slipped in here could never be disposed of.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

# No space and no "@": a name, a sentence or an e-mail address is not a code.
CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")


def checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The same changes as JSON values; ValueError if one could hold free text."""
    return {_code(field): _value(field, value) for field, value in changes.items()}


def _value(field: str, value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        # A set has no order of its own, and the seal needs one.
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [_scalar(field, item) for item in items]
    return _scalar(field, value)


def _scalar(field: str, value: Any) -> str | int | bool | None:
    match value:
        case None | bool():
            return value
        case int():
            return int(value)
        # As text: PostgreSQL would keep 1e16 as 10000000000000000, and the seal would not match.
        case float() | Decimal() | UUID():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            return _code(value, field)
    raise ValueError(f"The trail does not take a {type(value).__name__} for {field}.")


def _code(text: str, field: str = "a field's name") -> str:
    if not CODE.fullmatch(text):
        # The text itself stays out of the message: it may be the very thing that must not be kept.
        raise ValueError(f"The trail takes codes of at most 80 characters, not free text: {field}.")
    return str(text)
