from datetime import UTC, date, datetime

import pytest
import time_machine
from structlog.testing import capture_logs

from casework.trail import actions, tasks
from casework.trail.models import Checkpoint

pytestmark = pytest.mark.django_db


def test_the_nightly_checkpoint_is_of_the_day_before_in_london_and_its_seal_is_logged() -> None:
    # Ten past midnight in summer time is still the evening before in UTC.
    at = datetime(2026, 6, 30, 23, 10, tzinfo=UTC)
    actions.record("case:1", "case.opened", by=None, at=at)

    with time_machine.travel(at, tick=False), capture_logs() as logs:
        tasks.make_checkpoint()
        tasks.make_checkpoint()

    checkpoint = Checkpoint.objects.get()
    assert checkpoint.day == date(2026, 6, 30)
    assert [(entry["event"], entry["day"], entry["chains"], entry["mac"]) for entry in logs] == [
        ("trail.checkpoint", "2026-06-30", 1, bytes(checkpoint.mac).hex())
    ]
