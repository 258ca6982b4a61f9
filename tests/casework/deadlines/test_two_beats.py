"""Two schedulers at once, each with a connection of its own, on rows that are really committed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from casework.cases.models import Case
from casework.deadlines import reminders
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline, Digest, Reminder
from casework.outbox.models import Message
from casework.people.posts import Post
from tests.factories.cases import CaseFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.people import UserFactory

DUE = datetime(2026, 3, 30, 9, 0, tzinfo=LONDON)

pytestmark = pytest.mark.usefixtures("cloned_database", "_unblocked")


@pytest.fixture
def _unblocked(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def at_once(work):
    """Run `work` in two threads that begin together; what each returned."""
    begin = Barrier(2)

    def run():
        try:
            begin.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return [future.result() for future in [threads.submit(run) for _ in range(2)]]


def test_two_beats_at_once_remind_of_each_deadline_once():
    handlers = [UserFactory(post=Post.COMPLAINT_HANDLER) for _ in range(8)]
    for handler in handlers * 5:
        DeadlineFactory(case=CaseFactory(handler=handler), next_reminder_at=DUE)

    done = at_once(lambda: reminders.send_due(at=DUE))

    assert sum(done) == 40
    assert Reminder.objects.count() == 40
    assert Message.objects.count() == len(set(Reminder.objects.values_list("message_key", flat=True)))
    assert not Deadline.objects.filter(next_reminder_at__lte=DUE).exists()


def test_two_beats_at_once_send_each_person_one_digest():
    for _ in range(6):
        DeadlineFactory(case=CaseFactory(handler=UserFactory(post=Post.COMPLAINT_HANDLER)))

    done = at_once(lambda: reminders.send_digests(at=DUE))

    assert sum(done) == 6
    assert Message.objects.count() == 6
    assert Digest.objects.count() == 6


def test_a_thousand_reminders_cost_a_tenth_as_many_statements(django_assert_max_num_queries):
    handlers = [UserFactory(post=Post.COMPLAINT_HANDLER) for _ in range(12)]
    cases = CaseFactory.create_batch(1000)
    for n, case in enumerate(cases):
        case.handler = handlers[n % 12]
    Case.objects.bulk_update(cases, ["handler"])
    Deadline.objects.bulk_create(
        DeadlineFactory.build(case=case, clock="complainant-update", next_reminder_at=DUE) for case in cases
    )

    # How long that takes is timed by script/bench, on a machine that does nothing else.
    with django_assert_max_num_queries(110):
        assert reminders.send_due(at=DUE) == 1000
