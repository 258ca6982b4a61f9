"""Whole chains of the trail at once, sealed as casework.trail seals them one entry after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casework.trail.changes import checked
from casework.trail.models import Chain, Entry
from casework.trail.sealing import entry_content, seal, signing_key_id
from demonstration.volume.copying import Row, row

KEPT = ("sequence", "verb", "by_id", "case_id", "reference", "changes")


@dataclass(frozen=True)
class Event:
    verb: str
    at: datetime
    by_id: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def sealed(case: Row, events: Sequence[Event], keys: Iterator[int]) -> Iterator[Row]:
    """The head of the case's chain, then its entries."""
    chain, key_id, mac, entries = row(Chain, key=f"case:{case.id}"), signing_key_id(), b"", []
    for sequence, event in enumerate(events, start=1):
        content = entry_content(
            chain=chain.key,
            sequence=sequence,
            at=event.at,
            verb=event.verb,
            by_id=event.by_id,
            case_id=case.id,
            reference=str(case.reference),
            changes=checked(event.changes),
        )
        mac = seal(key_id, mac, content)
        kept = {name: content[name] for name in KEPT}
        entry = row(Entry, id=next(keys), chain_id=chain.key, at=event.at, key_id=key_id, mac=mac, **kept)
        entries.append(entry)
    chain.sequence, chain.mac = len(entries), mac
    yield chain
    yield from entries
