"""How a row of the trail becomes the bytes that are sealed, and the seal itself."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings


class UnknownKey(LookupError):
    """The row was sealed with a key that this installation does not hold."""


def signing_key_id() -> str:
    """The key that seals new rows: the last one of TRAIL_KEYS, so that adding one rotates it."""
    return str(list(settings.TRAIL_KEYS)[-1])


def seal(key_id: str, previous: bytes, content: Mapping[str, Any]) -> bytes:
    """HMAC-SHA-256 of `content` and of the seal before it, as JSON with sorted keys and no spaces."""
    try:
        key = settings.TRAIL_KEYS[key_id]
    except KeyError:
        raise UnknownKey(key_id) from None
    text = json.dumps(
        {**content, "key_id": key_id, "previous": previous.hex()}, sort_keys=True, separators=(",", ":")
    )
    return hmac.digest(key.encode(), text.encode(), hashlib.sha256)


def entry_content(
    *,
    chain: str,
    sequence: int,
    at: datetime,
    verb: str,
    by_id: int | None,
    case_id: int | None,
    reference: str,
    changes: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "chain": chain,
        "sequence": sequence,
        # The database keeps the moment, not the offset it was written with.
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": verb,
        "by_id": by_id,
        "case_id": case_id,
        "reference": reference,
        "changes": changes,
    }


def checkpoint_content(day: date, heads: Mapping[str, Any]) -> dict[str, Any]:
    return {"day": day.isoformat(), "heads": heads}
