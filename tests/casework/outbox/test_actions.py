from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from casework.outbox import actions
from casework.outbox.models import Message, State
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.outbox import MessageFactory
from tests.factories.people import UserFactory

# The night before a bank holiday Monday.
AT = datetime(2026, 5, 24, 22, 45, tzinfo=UTC)
LEASE = timedelta(minutes=10)

pytestmark = pytest.mark.django_db


def write(key: str = "reminder:1", **fields: object) -> Message:
    return actions.write(
        key,
        **{
            "kind": "reminder",
            "to": "colleague@office.example",
            "subject": "Something is due",
            "body": "Sign in to see what.",
            "at": AT,
            **fields,
        },
    )


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_write_keeps_a_message_that_may_leave_at_once():
    message = write(case_id=7, person_id=3)

    message.refresh_from_db()
    assert message.state == State.WAITING
    assert message.next_attempt_at == AT
    assert Entry.objects.get().chain_id == "case:7"
    assert Entry.objects.get().changes == {"message": message.pk, "kind": "reminder", "attempts": 0}


def test_write_under_the_same_key_returns_the_first_message_as_it_was():
    first = write(subject="Something is due")

    second = write(subject="Something else is due")

    assert second == first
    assert second.subject == "Something is due"
    assert verbs() == ["message.written"]


def test_write_keeps_a_subject_on_one_line():
    message = write(subject="Your complaint\r\nBcc: everybody@office.example")

    assert message.subject == "Your complaint Bcc: everybody@office.example"


def test_write_leaves_nothing_when_the_callers_transaction_is_rolled_back():
    def write_and_fail() -> None:
        with transaction.atomic():
            write()
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()

    assert not Message.objects.exists()
    assert not Entry.objects.exists()


def test_claim_gives_a_message_to_one_worker_only():
    message = write()

    first = actions.claim(message.pk, at=AT, lease=LEASE)
    second = actions.claim(message.pk, at=AT, lease=LEASE)

    assert first == message
    assert first.lease_until == AT + LEASE
    assert first.attempts == 1
    assert second is None


def test_claim_leaves_a_message_until_its_time_comes():
    message = MessageFactory(state=State.FAILED, next_attempt_at=AT + timedelta(seconds=1))

    assert actions.claim(message.pk, at=AT, lease=LEASE) is None
    assert actions.claim(message.pk, at=AT + timedelta(seconds=1), lease=LEASE) == message


@pytest.mark.parametrize("state", [State.SENT, State.DEAD, State.UNCONFIRMED, State.SENDING])
def test_claim_leaves_a_message_that_may_not_leave_by_itself(state: State):
    message = MessageFactory(state=state)

    assert actions.claim(message.pk, at=AT + timedelta(days=2), lease=LEASE) is None


def test_a_message_that_the_server_takes_is_sent_with_its_time():
    claimed = actions.claim(write().pk, at=AT, lease=LEASE)

    actions.mark_sent(claimed, at=AT + timedelta(seconds=2))

    claimed.refresh_from_db()
    assert claimed.state == State.SENT
    assert claimed.sent_at == AT + timedelta(seconds=2)
    assert verbs() == ["message.written", "message.attempted", "message.sent"]


def test_a_refused_message_waits_four_times_longer_each_time_and_then_for_a_person():
    message = write()
    pauses = []

    at = AT
    for _ in range(actions.LAST_ATTEMPT):
        claimed = actions.claim(message.pk, at=at, lease=LEASE)
        actions.mark_failed(claimed, reason="Refused.", is_final=False, at=at)
        message.refresh_from_db()
        if message.next_attempt_at:
            pauses.append(message.next_attempt_at - at)
            at = message.next_attempt_at

    assert pauses == [timedelta(minutes=n) for n in (1, 4, 16, 64, 256, 1024)]
    assert message.state == State.DEAD
    assert message.error == "Refused."
    assert verbs()[-1] == "message.given_up"


def test_a_final_refusal_goes_to_a_person_at_once():
    claimed = actions.claim(write().pk, at=AT, lease=LEASE)

    actions.mark_failed(claimed, reason="No such address.", is_final=True, at=AT)

    claimed.refresh_from_db()
    assert claimed.state == State.DEAD


def test_a_claim_past_its_lease_is_unconfirmed_and_does_not_leave_again():
    message = write()
    actions.claim(message.pk, at=AT, lease=LEASE)

    assert actions.release_lapsed(at=AT + LEASE) == 0
    assert actions.release_lapsed(at=AT + LEASE + timedelta(seconds=1)) == 1

    message.refresh_from_db()
    assert message.state == State.UNCONFIRMED
    assert actions.claim(message.pk, at=AT + timedelta(days=2), lease=LEASE) is None
    assert verbs()[-1] == "message.unconfirmed"


def test_a_worker_that_comes_back_late_still_says_that_it_sent_the_message():
    claimed = actions.claim(write().pk, at=AT, lease=LEASE)
    actions.release_lapsed(at=AT + timedelta(hours=1))

    actions.mark_sent(claimed, at=AT + timedelta(hours=1, seconds=1))

    claimed.refresh_from_db()
    assert claimed.state == State.SENT


def test_a_worker_that_comes_back_late_stops_a_retry_that_has_not_left_yet():
    claimed = actions.claim(write().pk, at=AT, lease=LEASE)
    actions.release_lapsed(at=AT + timedelta(hours=1))
    actions.retry(claimed, by=UserFactory(post=Post.MANAGER), at=AT + timedelta(hours=1))

    actions.mark_sent(claimed, at=AT + timedelta(hours=1))

    assert actions.claim(claimed.pk, at=AT + timedelta(hours=2), lease=LEASE) is None


def test_a_late_outcome_says_nothing_about_a_later_attempt():
    manager = UserFactory(post=Post.MANAGER)
    first = actions.claim(write().pk, at=AT, lease=LEASE)
    actions.mark_unconfirmed(first, reason="Broke off.", at=AT)
    actions.retry(first, by=manager, at=AT)
    second = actions.claim(first.pk, at=AT, lease=LEASE)

    actions.mark_failed(first, reason="Refused.", is_final=True, at=AT)
    actions.mark_sent(first, at=AT)

    second.refresh_from_db()
    assert second.state == State.SENDING


@pytest.mark.parametrize("state", [State.DEAD, State.UNCONFIRMED])
def test_retry_lets_a_message_that_needs_a_person_leave_again(state: State):
    message = MessageFactory(state=state, attempts=1)
    manager = UserFactory(post=Post.MANAGER)

    actions.retry(message, by=manager, at=AT)

    assert actions.claim(message.pk, at=AT, lease=LEASE) == message
    retried = Entry.objects.get(verb="message.retried")
    assert retried.by_id == manager.pk


def test_retry_refuses_somebody_without_the_permission():
    message = MessageFactory(state=State.DEAD)

    with pytest.raises(PermissionDenied):
        actions.retry(message, by=UserFactory(post=Post.COMPLAINT_HANDLER), at=AT)

    message.refresh_from_db()
    assert message.state == State.DEAD


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING, State.SENT, State.FAILED])
def test_retry_refuses_a_message_that_does_not_need_a_person(state: State):
    message = MessageFactory(state=state)

    with pytest.raises(actions.RetryNotAllowed):
        actions.retry(message, by=UserFactory(post=Post.MANAGER), at=AT)

    message.refresh_from_db()
    assert message.state == state
