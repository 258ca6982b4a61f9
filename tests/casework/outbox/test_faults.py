"""A real worker, a real Redis and a real mail server, each failing in its turn.

In each: every message arrives once, or is seen as failed or unconfirmed; none is lost, and none is
repeated by itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import redis
from django.utils import timezone

from casework.deadlines.models import Deadline, Reminder
from casework.outbox import actions, queue
from casework.outbox.models import Message, State
from casework.people.posts import Post
from casework.trail.queries import verify
from tests.factories.cases import CaseFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.outbox import MessageFactory
from tests.factories.people import UserFactory
from tests.fixtures.mail_server import MailServer, serve
from tests.fixtures.workers import CeleryProcess, wait_until

Start = Callable[..., CeleryProcess]


@pytest.fixture(autouse=True)
def fast_and_by_smtp(celery_environment: dict[str, str], mail_server: MailServer) -> None:
    celery_environment |= {
        "EMAIL_URL": mail_server.url,
        "OUTBOX_SWEEP_SECONDS": "0.3",
        "REMINDER_SWEEP_SECONDS": "0.3",
    }


@pytest.fixture
def short_lease(celery_environment: dict[str, str]) -> None:
    celery_environment["OUTBOX_LEASE_SECONDS"] = "1"


def write(key: str = "reminder:1") -> Message:
    return actions.write(
        key,
        kind="reminder",
        to="colleague@office.example",
        subject="Something is due",
        body="Sign in to see what.",
        at=timezone.now(),
    )


def is_in(state: State, message: Message) -> Callable[[], bool]:
    return lambda: Message.objects.filter(pk=message.pk, state=state).exists()


def nothing_is_in(*states: State) -> Callable[[], bool]:
    return lambda: not Message.objects.filter(state__in=states).exists()


@pytest.mark.usefixtures("short_lease")
def test_a_worker_killed_while_sending_leaves_the_message_to_a_person(
    mail_server: MailServer, celery_worker_process: Start
) -> None:
    mail_server.may_confirm.clear()
    doomed = celery_worker_process()
    message = write()
    assert mail_server.reached.wait(10)

    doomed.kill()
    mail_server.may_confirm.set()
    celery_worker_process(with_beat=True)
    wait_until(is_in(State.UNCONFIRMED, message))
    after_it = write("reminder:2")
    wait_until(is_in(State.SENT, after_it))

    assert mail_server.taken == {message.message_id: 1, after_it.message_id: 1}
    assert is_in(State.UNCONFIRMED, message)()
    assert verify().first_broken is None


@pytest.mark.usefixtures("short_lease")
def test_a_message_whose_worker_was_killed_before_the_server_took_it_is_not_lost(
    mail_server: MailServer, celery_worker_process: Start
) -> None:
    mail_server.may_take.clear()
    doomed = celery_worker_process()
    message = write()
    assert mail_server.reached.wait(10)
    mail_server.reply_to_data = "451 the other side went away"

    doomed.kill()
    mail_server.may_take.set()
    celery_worker_process(with_beat=True)
    wait_until(is_in(State.UNCONFIRMED, message))
    assert not mail_server.taken
    mail_server.reply_to_data = ""
    actions.retry(message, by=UserFactory(post=Post.MANAGER), at=timezone.now())
    wait_until(is_in(State.SENT, message))

    assert mail_server.taken == {message.message_id: 1}


def test_messages_leave_once_after_redis_was_emptied(
    private_redis: redis.Redis,
    mail_server: MailServer,
    celery_worker_process: Start,
    celery_beat_process: Start,
) -> None:
    before = write()
    assert private_redis.llen("celery") == 1
    private_redis.flushall()
    celery_worker_process(with_beat=True)
    wait_until(is_in(State.SENT, before))

    private_redis.flushall()
    after = write("reminder:2")
    wait_until(is_in(State.SENT, after))

    assert mail_server.taken == {before.message_id: 1, after.message_id: 1}


def reminders_since(moment: datetime) -> list[Deadline]:
    """Four deadlines of two handlers, of which each was to be reminded at that moment."""
    handlers = [UserFactory(post=Post.COMPLAINT_HANDLER) for _ in range(2)]
    return [
        DeadlineFactory(
            case=CaseFactory(handler=handler),
            due_on=timezone.localdate(moment),
            due_at=moment,
            opened_at=moment - timedelta(days=28),
            next_reminder_at=moment,
        )
        for handler in handlers * 2
    ]


def sweeps_of(*workers: CeleryProcess) -> int:
    return sum(worker.log.read_text().count("send_due_reminders[") for worker in workers)


def test_what_came_due_while_beat_was_stopped_for_two_days_leaves_once(
    mail_server: MailServer, celery_worker_process: Start, celery_beat_process: Start
) -> None:
    two_days_ago = timezone.now() - timedelta(days=2)
    deadlines = reminders_since(two_days_ago)
    refused = [MessageFactory(state=State.FAILED, attempts=1, next_attempt_at=two_days_ago) for _ in range(5)]
    worker = celery_worker_process()

    celery_beat_process()
    wait_until(lambda: Reminder.objects.count() == len(deadlines))
    swept = sweeps_of(worker)
    wait_until(lambda: sweeps_of(worker) > swept + 2)
    wait_until(nothing_is_in(State.WAITING, State.FAILED, State.SENDING))

    reminders = Message.objects.exclude(pk__in=[message.pk for message in refused]).filter(kind="reminder")
    assert Reminder.objects.count() == 4
    assert reminders.count() == 2
    assert all(mail_server.taken[message.message_id] == 1 for message in [*refused, *reminders])
    assert max(mail_server.taken.values()) == 1


def test_two_beats_and_two_workers_at_once_send_each_message_once(
    private_redis: redis.Redis,
    mail_server: MailServer,
    celery_worker_process: Start,
    celery_beat_process: Start,
) -> None:
    messages = [write(f"message:{number}") for number in range(20)]
    for message in messages:
        queue.ask(message.pk)
    assert private_redis.llen("celery") == 40
    reminders_since(timezone.now())

    workers = [celery_worker_process(), celery_worker_process()]
    celery_beat_process()
    celery_beat_process()
    wait_until(lambda: Reminder.objects.count() == 4 and sweeps_of(*workers) > 4)
    wait_until(nothing_is_in(State.WAITING, State.SENDING))

    reminders = Message.objects.exclude(pk__in=[message.pk for message in messages]).filter(kind="reminder")
    assert reminders.count() == 2
    assert all(mail_server.taken[message.message_id] == 1 for message in [*messages, *reminders])
    assert max(mail_server.taken.values()) == 1


def test_a_message_refused_at_first_arrives_once_when_the_server_accepts(
    mail_server: MailServer, celery_worker_process: Start
) -> None:
    mail_server.reply_to_recipient = "451 try again later"
    celery_worker_process(with_beat=True)
    message = write()
    wait_until(is_in(State.FAILED, message))
    message.refresh_from_db()
    assert message.error == "The mail server refused the address (code 451)."

    mail_server.reply_to_recipient = ""
    # As if the minute until the next attempt had passed.
    Message.objects.update(next_attempt_at=timezone.now())
    wait_until(is_in(State.SENT, message))

    assert mail_server.taken == {message.message_id: 1}


def test_a_message_written_while_the_mail_server_is_down_arrives_once_when_it_is_back(
    mail_server: MailServer, celery_worker_process: Start
) -> None:
    mail_server.shutdown()
    mail_server.server_close()
    celery_worker_process(with_beat=True)
    message = write()
    wait_until(is_in(State.FAILED, message))

    again = serve(mail_server.port)
    Message.objects.update(next_attempt_at=timezone.now())
    wait_until(is_in(State.SENT, message))

    assert again.taken == {message.message_id: 1}
    again.shutdown()
    again.server_close()
