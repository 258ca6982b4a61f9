from collections.abc import Iterable, Mapping
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


def record(
    chain: str,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
    case_id: int | None = None,
    reference: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Entry:
    """Add an entry to the end of `chain`; whoever comes second waits for the first to commit.

    `by` is None for what the system or a complainant did.
    """
    (entry,) = record_each(chain, verb, [changes or {}], by=by, at=at, case_id=case_id, reference=reference)
    return entry


def record_each(
    chain: str,
    verb: str,
    each: Iterable[Mapping[str, Any]],
    *,
    by: Person | None,
    at: datetime,
    case_id: int | None = None,
    reference: str = "",
) -> list[Entry]:
    """Add an entry for each of these changes, under one lock of the chain."""
    each = [checked(changes) for changes in each]
    about = {"by_id": by.pk if by else None, "case_id": case_id, "reference": reference}
    # What fails from here on fails the action it is part of, which needs no savepoint for it.
    with transaction.atomic(savepoint=False):
        head = _lock(chain)
        entries = [_sealed(head, verb, changes, at=at, **about) for changes in each]
        Entry.objects.bulk_create(entries)
        head.save(update_fields=["sequence", "mac"])
    return entries


def _sealed(head: Chain, verb: str, changes: Mapping[str, Any], *, at: datetime, **about: Any) -> Entry:
    """The next entry of a chain, whose head moves on to it."""
    content = entry_content(
        chain=head.key, sequence=head.sequence + 1, at=at, verb=verb, changes=changes, **about
    )
    key_id = signing_key_id()
    mac = seal(key_id, bytes(head.mac), content)
    head.sequence, head.mac = content["sequence"], mac
    return Entry(
        chain=head, sequence=head.sequence, at=at, verb=verb, changes=changes, key_id=key_id, mac=mac, **about
    )


# Makes the chain that is not there, and locks it in either case: somebody may have just made it.
BEGIN = """
    INSERT INTO trail_chain (key, sequence, mac, checkpointed) VALUES (%s, 0, '', 0)
    ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING *
"""


def _lock(key: str) -> Chain:
    head = Chain.objects.select_for_update().filter(key=key).first()
    return head or Chain.objects.raw(BEGIN, [key])[0]


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
