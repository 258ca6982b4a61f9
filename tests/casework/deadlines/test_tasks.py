from datetime import datetime

import pytest
import time_machine
from django.conf import settings

from casework.deadlines import tasks
from casework.deadlines.counting import LONDON
from casework.outbox.models import Message
from casework.people.posts import Post
from tests.factories.cases import CaseFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 3, 30, 9, 0, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _due():
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    DeadlineFactory(case=CaseFactory(handler=handler), next_reminder_at=DUE)


@time_machine.travel(DUE, tick=False)
def test_the_sweep_reminds_of_what_is_due_now():
    assert tasks.send_due_reminders() == 1
    assert Message.objects.get().kind == "reminder"


@time_machine.travel(DUE, tick=False)
def test_the_morning_task_sends_the_digest_of_today():
    assert tasks.send_morning_digests() == 1
    assert Message.objects.get().subject == "Your dates for Monday 30 March 2026"


def test_the_scheduler_knows_both():
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert {tasks.send_due_reminders.name, tasks.send_morning_digests.name} <= scheduled
