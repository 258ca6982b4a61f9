"""What somebody with the database superuser's rights could do behind the triggers' back, and how it shows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

from casework.trail import actions, queries
from casework.trail.models import Chain, Checkpoint, Entry

# The night the clocks go forward.
AT = datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail() -> None:
    """Three chains, the first two covered by one checkpoint, and a second checkpoint after it."""
    for number in (1, 2, 3):
        for verb in ("case.opened", "case.assigned", "case.closed"):
            actions.record(
                f"case:{number}",
                verb,
                by=None,
                at=AT,
                case_id=number,
                changes={"status": verb, "n": [1, None]},
            )
        if number == 2:
            actions.make_checkpoint(AT.date())
    actions.make_checkpoint(AT.date() + timedelta(days=1))


@contextmanager
def superuser() -> Iterator[CursorWrapper]:
    """A cursor for which no trigger and no foreign key holds."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def first_broken() -> str:
    return str(queries.verify().first_broken)


def test_verify_finds_an_untouched_trail_whole(trail):
    assert queries.verify() == queries.Verification(chains=3, entries=9, checkpoints=2, first_broken=None)


def test_verify_finds_an_empty_trail_whole():
    assert queries.verify() == queries.Verification(chains=0, entries=0, checkpoints=0, first_broken=None)


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'case.reopened'",
        "by_id = 7",
        "case_id = 9",
        "at = at + interval '1 microsecond'",
        "reference = 'CMP-2026-000001'",
        """changes = '{"status": "case.assigned", "n": [2, null]}'""",
        "mac = decode(repeat('00', 32), 'hex')",
    ],
)
def test_verify_catches_an_update_of_any_column(trail, change):
    with superuser() as cursor:
        cursor.execute(f"UPDATE trail_entry SET {change} WHERE chain_id = 'case:2' AND sequence = 2")

    assert first_broken() == ("Entry 2 of chain case:2 is not as it was sealed, or the one before it is not.")


def test_verify_catches_a_deleted_entry(trail):
    with superuser() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE chain_id = 'case:2' AND sequence = 2")

    assert first_broken() == "Entry 2 of chain case:2 is missing."


def test_verify_catches_a_cut_tail(trail):
    with superuser() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE chain_id = 'case:2' AND sequence > 1")

    assert first_broken() == "Entry 2 of chain case:2 is missing: the chain's head counts it."


def test_verify_catches_a_swapped_pair(trail):
    with superuser() as cursor:
        cursor.execute(
            "UPDATE trail_entry SET sequence = 14 - sequence WHERE chain_id = 'case:2' AND sequence IN (2, 3)"
        )
        cursor.execute("UPDATE trail_entry SET sequence = sequence - 9 WHERE sequence > 10")

    assert Entry.objects.get(verb="case.closed", case_id=2).sequence == 2
    assert first_broken() == ("Entry 2 of chain case:2 is not as it was sealed, or the one before it is not.")


def test_verify_catches_a_forged_head(trail):
    with superuser() as cursor:
        cursor.execute("UPDATE trail_chain SET mac = decode(repeat('00', 32), 'hex') WHERE key = 'case:2'")

    assert first_broken() == "Entry 3 of chain case:2 is not the last one that the chain's head names."


def test_verify_catches_an_entry_added_behind_the_heads_back(trail):
    with superuser() as cursor:
        cursor.execute(
            "INSERT INTO trail_entry (chain_id, sequence, at, verb, reference, changes, key_id, mac) "
            "SELECT chain_id, 4, at, verb, reference, changes, key_id, mac FROM trail_entry "
            "WHERE chain_id = 'case:2' AND sequence = 3"
        )

    assert first_broken().startswith("Entry 4 of chain case:2 is not as it was sealed")


def rewind(cursor: CursorWrapper, chain: str, *, checkpointed: str) -> None:
    """Cut the tail of the chain and set its head back to fit."""
    cursor.execute("DELETE FROM trail_entry WHERE chain_id = %s AND sequence > 1", [chain])
    cursor.execute(
        f"UPDATE trail_chain SET sequence = 1, checkpointed = {checkpointed}, "
        "mac = (SELECT mac FROM trail_entry WHERE chain_id = key) WHERE key = %s",
        [chain],
    )


@pytest.mark.parametrize("checkpointed", ["checkpointed", "1", "0"])
def test_verify_catches_a_cut_tail_with_its_head_set_back(trail, checkpointed):
    with superuser() as cursor:
        rewind(cursor, "case:2", checkpointed=checkpointed)

    assert first_broken() == (
        "Entry 3 of chain case:2 is missing or differs from the checkpoint of 2026-03-29."
    )


def test_verify_catches_a_cut_tail_whose_checkpoint_was_removed_too(trail):
    with superuser() as cursor:
        rewind(cursor, "case:2", checkpointed="0")
        cursor.execute("DELETE FROM trail_checkpoint WHERE day = '2026-03-29'")

    assert first_broken() == ("Checkpoint 2026-03-30 is not as it was sealed, or the one before it is not.")


def test_verify_catches_a_removed_last_checkpoint(trail):
    with superuser() as cursor:
        cursor.execute("DELETE FROM trail_checkpoint WHERE day = '2026-03-30'")

    assert first_broken() == "The head of chain case:3 names a checkpoint at 3 that does not exist."


def test_verify_catches_a_checkpoint_that_leaves_a_chain_out(trail):
    with superuser() as cursor:
        cursor.execute("UPDATE trail_checkpoint SET heads = heads - 'case:2' WHERE day = '2026-03-29'")

    assert first_broken() == ("Checkpoint 2026-03-29 is not as it was sealed, or the one before it is not.")


def test_verify_catches_a_head_kept_from_the_next_checkpoint(trail):
    actions.record("case:2", "case.reopened", by=None, at=AT, case_id=2)
    with superuser() as cursor:
        cursor.execute("UPDATE trail_chain SET checkpointed = sequence WHERE key = 'case:2'")

    assert first_broken() == "The head of chain case:2 names a checkpoint at 4 that does not exist."


def test_verify_catches_a_whole_chain_removed(trail):
    with superuser() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE chain_id = 'case:2'")
        cursor.execute("DELETE FROM trail_chain WHERE key = 'case:2'")

    assert first_broken() == (
        "Entry 3 of chain case:2 is missing or differs from the checkpoint of 2026-03-29."
    )


def test_verify_catches_a_chain_emptied_under_its_head(trail):
    with superuser() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE chain_id = 'case:2'")

    assert first_broken() == "Entry 1 of chain case:2 is missing: the chain's head counts it."


def test_verify_catches_a_removed_head(trail):
    with superuser() as cursor:
        cursor.execute("DELETE FROM trail_chain WHERE key = 'case:2'")

    assert first_broken() == "Entry 1 of chain case:2 has no head: its chain's was removed."


def test_verify_holds_after_the_key_is_rotated(trail, settings):
    settings.TRAIL_KEYS = {**settings.TRAIL_KEYS, "k2": "the next key"}
    actions.record("case:1", "case.reopened", by=None, at=AT, case_id=1)

    assert Entry.objects.get(verb="case.reopened").key_id == "k2"
    assert queries.verify().first_broken is None


def test_verify_names_a_key_that_is_not_held(trail, settings):
    settings.TRAIL_KEYS = {"k2": "the next key"}
    key_id = Entry.objects.earliest("pk").key_id

    assert first_broken() == (
        f"Entry 1 of chain case:1 was sealed with key {key_id}, which TRAIL_KEYS does not hold."
    )


def test_a_checkpoint_is_made_once_a_day(trail):
    assert actions.make_checkpoint(date(2026, 3, 30)) is None
    assert actions.make_checkpoint(date(2026, 3, 1)) is None
    assert Checkpoint.objects.count() == 2


def test_a_checkpoint_covers_the_days_that_were_missed(trail):
    actions.record("case:1", "case.reopened", by=None, at=AT, case_id=1)

    checkpoint = actions.make_checkpoint(date(2026, 4, 7))

    assert list(checkpoint.heads) == ["case:1"]
    assert checkpoint.heads["case:1"][0] == 4
    assert not Chain.objects.exclude(key="case:1").filter(checkpointed=4).exists()
    assert queries.verify().first_broken is None


def test_verify_audit_says_when_no_day_is_sealed_yet(capsys):
    actions.record("office", "office.changed", by=None, at=AT)

    call_command("verify_audit")

    said = capsys.readouterr().out
    assert said.startswith("The trail is whole: 1 entry in 1 chain. No day is sealed yet")


def test_verify_audit_counts_what_it_read(trail, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == "The trail is whole: 9 entries in 3 chains. 2 checkpoints agree.\n"

    call_command("verify_audit", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "chains": 3,
        "entries": 9,
        "checkpoints": 2,
        "first_broken": None,
    }


def test_verify_audit_exits_1_naming_the_first_broken_row(trail, capsys):
    with superuser() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE chain_id = 'case:3' AND sequence = 1")

    with pytest.raises(SystemExit) as stop:
        call_command("verify_audit", "--json")

    assert stop.value.code == 1
    assert json.loads(capsys.readouterr().out)["first_broken"] == {
        "row": "Entry 1 of chain case:3",
        "reason": "is missing.",
    }


def test_entries_of_case_come_newest_first_and_by_verb(trail):
    every = queries.entries_of_case(2)
    opened = queries.entries_of_case(2, verbs=["case.opened"])

    assert [entry.verb for entry in every] == ["case.closed", "case.assigned", "case.opened"]
    assert [(entry.case_id, entry.verb) for entry in opened] == [(2, "case.opened")]
