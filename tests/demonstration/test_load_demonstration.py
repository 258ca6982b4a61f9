"""One story: the office is loaded once, because it takes as long as sixty complaints take."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate, now

from casework.cases.models import Case
from casework.deadlines.models import Deadline
from casework.deadlines.queries import wrongly_stored
from casework.desk.self_check import check_everything
from casework.people.models import User
from casework.trail.queries import verify
from complaints.models import Complaint
from complaints.workflow import Road, Status
from demonstration.office import PEOPLE
from reporting.quarters import Quarter


def test_the_demonstration_office_is_whole_and_alive(db, client, settings):
    # The hash that production uses is slow on purpose, and twelve people sign in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("load_demonstration", stdout=StringIO())

    stages = Counter(Complaint.objects.values_list("status", flat=True))
    assert 55 <= sum(stages.values()) <= 75
    assert set(stages) >= set(Status.values) - {Status.OUTCOME_DECIDED}
    assert set(Complaint.objects.values_list("road", flat=True)) == set(Road.values)

    assert {"running", "satisfied", "paused"} <= set(Deadline.objects.values_list("state", flat=True))
    dates = Case.objects.filter(is_open=True, next_due_on__isnull=False).order_by("next_due_on")
    assert dates.first().next_due_on < localdate() < dates.last().next_due_on
    assert list(wrongly_stored()) == []
    assert verify().first_broken is None
    # Its mail waits for the first worker.
    assert [result["code"] for result in check_everything(at=now()).broken] == ["messages"]

    for name, *_ in PEOPLE:
        assert client.login(email=f"{name}@office.example", password="oversight-demo")
    assert User.objects.filter(is_demonstration=True).count() == len(PEOPLE) == 12

    for member in ("jasc.chair", "jasc"):
        client.login(email=f"{member}@office.example", password="oversight-demo")
        quarter = Quarter.of(localdate()).previous
        assert f'href="/reports/{quarter.slug}/"' in client.get("/reports/").content.decode()
        assert client.get(f"/reports/{quarter.slug}/").status_code == 200

    with pytest.raises(CommandError, match="empty office"):
        call_command("load_demonstration", stdout=StringIO())
