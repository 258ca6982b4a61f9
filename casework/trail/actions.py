from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F

from casework.trail.changes import checked
from casework.trail.models import Chain, Checkpoint, Entry
from casework.trail.sealing import checkpoint_content, entry_content, seal, signing_key_id


class Person(Protocol):
    """A user, seen from below the room where users live."""

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True)
class _Said:
    """An entry that has no place in its chain yet."""

    verb: str
    at: datetime
    by_id: Any
    case_id: int | None
    reference: str
    changes: Mapping[str, Any]


_gathered: ContextVar[dict[str, list[_Said]] | None] = ContextVar("gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Write what is recorded within at its end, in the order it was said: an act made of many pays once.

    Stands inside the transaction of the act. What raises writes nothing, and takes the act back with it.
    """
    if _gathered.get() is not None:
        yield
        return
    gathered: dict[str, list[_Said]] = defaultdict(list)
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    for chain, said in gathered.items():
        _write(chain, said)


def record(
    chain: str,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
    case_id: int | None = None,
    reference: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the end of `chain`; whoever comes second waits for the first to commit.

    `by` is None for what the system or a complainant did.
    """
    record_each(chain, verb, [changes or {}], by=by, at=at, case_id=case_id, reference=reference)


def record_each(
    chain: str,
    verb: str,
    each: Iterable[Mapping[str, Any]],
    *,
    by: Person | None,
    at: datetime,
    case_id: int | None = None,
    reference: str = "",
) -> None:
    """Add an entry for each of these changes, under one lock of the chain."""
    by_id = by.pk if by else None
    said = [_Said(verb, at, by_id, case_id, reference, checked(changes)) for changes in each]
    gathered = _gathered.get()
    if gathered is None:
        _write(chain, said)
    else:
        gathered[chain] += said


# What fails here fails the action it is part of, which needs no savepoint for it.
@transaction.atomic(savepoint=False)
def _write(chain: str, said: Iterable[_Said]) -> None:
    head = _lock(chain)
    Entry.objects.bulk_create([_sealed(head, one) for one in said])
    head.save(update_fields=["sequence", "mac"])


def _sealed(head: Chain, said: _Said) -> Entry:
    """The next entry of a chain, whose head moves on to it."""
    content = entry_content(chain=head.key, sequence=head.sequence + 1, **vars(said))
    key_id = signing_key_id()
    mac = seal(key_id, bytes(head.mac), content)
    head.sequence, head.mac = content["sequence"], mac
    return Entry(chain=head, sequence=head.sequence, key_id=key_id, mac=mac, **vars(said))


# Locks the chain, made if it is not there: one statement, so that nobody makes it in between.
LOCK = """
    INSERT INTO trail_chain (key, sequence, mac, checkpointed) VALUES (%s, 0, '', 0)
    ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING *
"""


def _lock(key: str) -> Chain:
    return Chain.objects.raw(LOCK, [key])[0]


@transaction.atomic
def make_checkpoint(day: date) -> Checkpoint | None:
    """Seal the heads of every chain that changed since the last checkpoint, chained to that checkpoint.

    A tail cut off together with its head put back would otherwise look like a chain that never grew.
    Made twice for one day, the second does nothing; a day that was missed is covered by the next.
    """
    last = Checkpoint.objects.select_for_update().order_by("-day").first()
    if last and last.day >= day:
        return None
    changed = Chain.objects.filter(sequence__gt=F("checkpointed")).order_by("key").select_for_update()
    heads = {head.key: [head.sequence, bytes(head.mac).hex()] for head in changed}
    key_id = signing_key_id()
    checkpoint = Checkpoint.objects.create(
        day=day,
        heads=heads,
        key_id=key_id,
        mac=seal(key_id, bytes(last.mac) if last else b"", checkpoint_content(day, heads)),
    )
    Chain.objects.filter(sequence__gt=F("checkpointed"), key__in=heads).update(checkpointed=F("sequence"))
    return checkpoint
