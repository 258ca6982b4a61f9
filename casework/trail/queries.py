"""Reading the trail: one case's entries, and whether the whole of it is as it was written."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from casework.trail.models import Chain, Checkpoint, Entry
from casework.trail.sealing import UnknownKey, checkpoint_content, entry_content, seal


def entries_of_case(case_id: int, *, verbs: Iterable[str] = ()) -> QuerySet[Entry]:
    """What was done and seen on the case, newest first; only these verbs if any are named."""
    entries = Entry.objects.filter(case_id=case_id).order_by("-id")
    return entries.filter(verb__in=verbs) if verbs else entries


def who_did(case_id: int, *verbs: str, changes: Mapping[str, Any] | None = None) -> set[int]:
    """The ids of everybody who ever did any of this on the case, `changes` being part of what was kept."""
    done = entries_of_case(case_id, verbs=verbs).filter(changes__contains=dict(changes or {}))
    return {pk for pk in done.values_list("by_id", flat=True) if pk}


@dataclass(frozen=True)
class Broken:
    """The first row found that is not as it was written, and in what way."""

    row: str
    reason: str

    def __str__(self) -> str:
        return f"{self.row} {self.reason}"


@dataclass(frozen=True)
class Verification:
    chains: int
    entries: int
    checkpoints: int
    first_broken: Broken | None


class _Found(Exception):
    def __init__(self, row: str, reason: str) -> None:
        self.broken = Broken(row, reason)


def verify() -> Verification:
    """Seal every row afresh and compare, a batch at a time, up to the first that differs."""
    counts = {"chains": 0, "entries": 0, "checkpoints": 0}
    try:
        _verify_entries(counts)
        _verify_heads()
        _verify_checkpoints(counts)
        _verify_what_checkpoints_cover()
    except _Found as found:
        return Verification(**counts, first_broken=found.broken)
    return Verification(**counts, first_broken=None)


def _entry(chain: str, sequence: int) -> str:
    return f"Entry {sequence} of chain {chain}"


def _verify_entries(counts: dict[str, int]) -> None:
    entries = Entry.objects.select_related("chain").order_by("chain_id", "sequence")
    for chain, rows in groupby(entries.iterator(chunk_size=1000), key=lambda entry: entry.chain):
        counts["chains"] += 1
        sequence, mac = 0, b""
        for entry in _in_sequence(rows):
            content = entry_content(
                chain=chain.key,
                sequence=entry.sequence,
                at=entry.at,
                verb=entry.verb,
                by_id=entry.by_id,
                case_id=entry.case_id,
                reference=entry.reference,
                changes=entry.changes,
            )
            _compare(_entry(chain.key, entry.sequence), entry, mac, content)
            sequence, mac = entry.sequence, bytes(entry.mac)
            counts["entries"] += 1
        if chain.sequence > sequence:
            raise _Found(_entry(chain.key, sequence + 1), "is missing: the chain's head counts it.")
        if chain.sequence < sequence or bytes(chain.mac) != mac:
            raise _Found(_entry(chain.key, sequence), "is not the last one that the chain's head names.")


def _in_sequence(rows: Iterator[Entry]) -> Iterator[Entry]:
    for expected, entry in enumerate(rows, start=1):
        if entry.sequence != expected:
            raise _Found(_entry(entry.chain_id, expected), "is missing.")
        yield entry


def _verify_heads() -> None:
    """Find what the walk along the entries cannot meet: a head without entries, entries without a head."""
    entries = Entry.objects.filter(chain_id=OuterRef("key"))
    empty = Chain.objects.filter(~Exists(entries), sequence__gt=0).order_by("key").first()
    if empty:
        raise _Found(_entry(empty.key, 1), "is missing: the chain's head counts it.")
    heads = Chain.objects.filter(key=OuterRef("chain_id"))
    headless = Entry.objects.filter(~Exists(heads)).order_by("chain_id", "sequence").first()
    if headless:
        raise _Found(_entry(headless.chain_id, headless.sequence), "has no head: its chain's was removed.")


def _verify_checkpoints(counts: dict[str, int]) -> None:
    mac = b""
    for checkpoint in Checkpoint.objects.order_by("day").iterator(chunk_size=1):
        content = checkpoint_content(checkpoint.day, checkpoint.heads)
        _compare(f"Checkpoint {checkpoint}", checkpoint, mac, content)
        mac = bytes(checkpoint.mac)
        counts["checkpoints"] += 1


def _compare(row: str, sealed: Entry | Checkpoint, previous: bytes, content: dict[str, Any]) -> None:
    try:
        mac = seal(sealed.key_id, previous, content)
    except UnknownKey:
        raise _Found(row, f"was sealed with key {sealed.key_id}, which TRAIL_KEYS does not hold.") from None
    if not hmac.compare_digest(mac, bytes(sealed.mac)):
        raise _Found(row, "is not as it was sealed, or the one before it is not.")


# Compared where the rows are: a day's checkpoint may name a hundred thousand chains.
NOT_AS_COVERED = """
SELECT head.key, (head.value->>0)::bigint, day
FROM trail_checkpoint CROSS JOIN jsonb_each(heads) AS head(key, value)
LEFT JOIN trail_entry ON trail_entry.chain_id = head.key AND trail_entry.sequence = (head.value->>0)::bigint
WHERE encode(trail_entry.mac, 'hex') IS DISTINCT FROM head.value->>1
ORDER BY day, head.key LIMIT 1
"""
NOT_COVERED = """
SELECT trail_chain.key, checkpointed
FROM trail_chain LEFT JOIN (
    SELECT head.key, max((head.value->>0)::bigint) AS last
    FROM trail_checkpoint CROSS JOIN jsonb_each(heads) AS head(key, value)
    GROUP BY head.key
) AS covered ON covered.key = trail_chain.key
WHERE checkpointed <> coalesce(last, 0)
ORDER BY trail_chain.key LIMIT 1
"""


def _verify_what_checkpoints_cover() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NOT_AS_COVERED)
        if row := cursor.fetchone():
            raise _Found(_entry(row[0], row[1]), f"is missing or differs from the checkpoint of {row[2]}.")
        cursor.execute(NOT_COVERED)
        if row := cursor.fetchone():
            raise _Found(
                f"The head of chain {row[0]}", f"names a checkpoint at {row[1]} that does not exist."
            )
