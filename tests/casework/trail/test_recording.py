import threading
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from casework.trail import actions
from casework.trail.models import Chain, Entry
from casework.trail.queries import verify

# The night the clocks go back: 01:30 happens twice in London.
AT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_record_puts_each_entry_after_the_one_before_it_in_its_own_chain():
    actions.record("case:1", "case.opened", by=None, at=AT, case_id=1)
    actions.record("case:2", "case.opened", by=None, at=AT, case_id=2)
    actions.record("case:1", "case.closed", by=None, at=AT, case_id=1, changes={"status": "closed"})

    first, other, second = Entry.objects.order_by("pk")
    assert [first.sequence, other.sequence, second.sequence] == [1, 1, 2]
    head = Chain.objects.get(key="case:1")
    assert head.sequence == 2
    assert bytes(head.mac) == bytes(second.mac)


@pytest.mark.django_db
def test_record_each_puts_its_entries_one_after_the_other_in_an_unbroken_chain():
    actions.record("case:7", "case.opened", by=None, at=AT)

    actions.record_each("case:7", "deadline.started", [{"deadline": 1}, {"deadline": 2}], by=None, at=AT)
    actions.record("case:7", "case.viewed", by=None, at=AT)

    entries = Entry.objects.filter(chain="case:7").order_by("sequence")
    assert [(entry.sequence, entry.verb) for entry in entries] == [
        (1, "case.opened"),
        (2, "deadline.started"),
        (3, "deadline.started"),
        (4, "case.viewed"),
    ]
    assert verify().first_broken is None


@pytest.mark.django_db
def test_together_writes_at_its_end_what_was_recorded_within_in_the_order_it_was_said():
    actions.record("case:7", "case.opened", by=None, at=AT)

    with actions.together():
        actions.record("case:7", "deadline.started", by=None, at=AT)
        with actions.together():
            actions.record("case:8", "case.opened", by=None, at=AT)
        actions.record("case:7", "case.numbered", by=None, at=AT, reference="CMP-2026-000001")
        assert Entry.objects.count() == 1

    written = Entry.objects.order_by("chain", "sequence").values_list("chain", "sequence", "verb")
    assert list(written) == [
        ("case:7", 1, "case.opened"),
        ("case:7", 2, "deadline.started"),
        ("case:7", 3, "case.numbered"),
        ("case:8", 1, "case.opened"),
    ]
    assert verify().first_broken is None


@pytest.mark.django_db
def test_together_writes_nothing_of_an_act_that_fails():
    with suppress(LookupError), transaction.atomic(), actions.together():
        actions.record("case:7", "case.opened", by=None, at=AT)
        raise LookupError
    actions.record("case:7", "case.viewed", by=None, at=AT)

    assert list(Entry.objects.values_list("verb", flat=True)) == ["case.viewed"]


@pytest.mark.django_db
def test_record_keeps_codes_numbers_and_dates():
    changes = {
        "status": "closed",
        "count": 3,
        "share": Decimal("0.25"),
        "due_on": date(2028, 2, 29),
        "due_at": AT,
        "handler": None,
        "urgent": False,
        "categories": ["A1", "B4"],
        "posts": {"manager", "handler"},
    }

    actions.record("office", "office.changed", by=None, at=AT, changes=changes)

    assert Entry.objects.get().changes == {
        "status": "closed",
        "count": 3,
        "share": "0.25",
        "due_on": "2028-02-29",
        "due_at": "2026-10-25T00:30:00+00:00",
        "handler": None,
        "urgent": False,
        "categories": ["A1", "B4"],
        "posts": ["handler", "manager"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Ann Example"},
        {"email": "ann@example.org"},
        {"reason": "x" * 81},
        {"Ann Example": "x"},
        {"people": [{"name": "Ann"}]},
        {"names": ["Ann Example"]},
        {"word": "Zoë"},
        {"lines": "a\nb"},
        {"file": b"bytes"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_record_refuses_what_could_hold_personal_data(changes):
    with pytest.raises(ValueError, match="The trail"):
        actions.record("case:1", "case.changed", by=None, at=AT, changes=changes)

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_remove_an_entry():
    actions.record("case:1", "case.opened", by=None, at=AT)
    actions.make_checkpoint(date(2026, 10, 25))
    entry = Entry.objects.get()

    for statement in (
        "UPDATE trail_entry SET verb = 'case.closed'",
        "DELETE FROM trail_entry",
        "UPDATE trail_checkpoint SET heads = '{}'",
        "DELETE FROM trail_checkpoint",
        "UPDATE trail_chain SET sequence = 0",
        "DELETE FROM trail_chain",
    ):
        with (
            pytest.raises(IntegrityError, match="only ever added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    entry.refresh_from_db()
    assert entry.verb == "case.opened"


@pytest.mark.usefixtures("cloned_database")
def test_two_who_record_at_once_in_one_new_chain_wait_for_each_other():
    together = threading.Barrier(2)

    def add_ten(verb: str) -> None:
        together.wait()
        try:
            for _ in range(10):
                actions.record("case:1", verb, by=None, at=AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=add_ten, args=(verb,)) for verb in ("case.read", "case.printed")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sequences = Entry.objects.order_by("id").values_list("sequence", flat=True)
    assert sorted(sequences) == list(range(1, 21))
