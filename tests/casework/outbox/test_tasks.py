import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
import time_machine
from structlog.testing import capture_logs

from casework.outbox import tasks
from casework.outbox.models import Message, State
from tests.factories.outbox import MessageFactory
from tests.fixtures.mail_server import MailServer

# The hour that happens twice: 01:15 in London, the second time.
AT = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(autouse=True)
def by_smtp(mail_server: MailServer, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port


def asked_for(broker: redis.Redis) -> list[int]:
    """The messages in the broker's queue, in the order they were asked for."""
    bodies = [b64decode(json.loads(task)["body"]) for task in broker.lrange("celery", 0, -1)]
    return [json.loads(body)[0][0] for body in reversed(bodies)]


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_task_delivered_twice_sends_its_message_once(mail_server: MailServer) -> None:
    message = MessageFactory()

    tasks.send_message(message.pk)
    tasks.send_message(message.pk)

    assert mail_server.taken == {message.message_id: 1}
    assert state_of(message) == State.SENT
    assert message.sent_at == AT


def test_a_refused_message_is_kept_for_later_and_the_log_names_nobody(mail_server: MailServer) -> None:
    mail_server.reply_to_recipient = "451 no room for colleague@office.example"
    message = MessageFactory()

    with capture_logs() as logs:
        tasks.send_message(message.pk)

    assert state_of(message) == State.FAILED
    assert message.next_attempt_at == AT + timedelta(minutes=1)
    assert [entry["event"] for entry in logs] == ["outbox.refused"]
    assert "colleague" not in str(logs)


def test_a_message_the_server_may_have_taken_is_left_to_a_person(mail_server: MailServer) -> None:
    mail_server.hangs_up_after_data = True
    message = MessageFactory()

    tasks.send_message(message.pk)

    assert state_of(message) == State.UNCONFIRMED
    assert message.error == "The mail server broke off without an answer."


def test_a_fault_nobody_foresaw_leaves_the_claim_to_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    message = MessageFactory(subject="Two\nlines")

    with pytest.raises(ValueError, match="newlines"):
        tasks.send_message(message.pk)

    assert state_of(message) == State.SENDING


def test_sweep_asks_for_what_is_due_oldest_first_and_sets_aside_what_was_lost(
    private_redis: redis.Redis,
) -> None:
    later = MessageFactory(next_attempt_at=AT)
    sooner = MessageFactory(state=State.FAILED, next_attempt_at=AT - timedelta(days=2))
    MessageFactory(next_attempt_at=AT + timedelta(seconds=1))
    lost = MessageFactory(state=State.SENDING, lease_until=AT - timedelta(seconds=1))
    being_sent = MessageFactory(state=State.SENDING, lease_until=AT + timedelta(seconds=1))

    tasks.sweep()

    assert asked_for(private_redis) == [sooner.pk, later.pk]
    assert state_of(lost) == State.UNCONFIRMED
    assert state_of(being_sent) == State.SENDING
