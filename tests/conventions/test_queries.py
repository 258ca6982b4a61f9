"""What every list and case page may cost, on the office of tests/conventions/told.py."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.cases.models import Case
from casework.people.posts import Post
from reporting.quarters import Quarter

# The budgets of docs/performance.md where it has one: desk, list and case page.
CEILINGS = {
    "approvals:inbox": 12,
    "complaints:access": 15,
    "complaints:allegations": 15,
    "complaints:detail": 15,
    "complaints:documents": 15,
    "complaints:letters": 15,
    "complaints:list": 8,
    "complaints:timeline": 24,
    "desk:desk": 12,
    "messages:index": 9,
    "messages:local_index": 9,
    "reporting:index": 16,
    "reporting:live": 16,
    "reporting:live_cases_behind": 16,
    "reporting:quarter": 9,
    "reporting:cases_behind": 9,
    "todays_post": 9,
}
OF_THE_ADMINISTRATOR = {
    "approval_settings:scheme": 9,
    "people:cover": 9,
    "people:index": 16,
    "people:people": 12,
}


@pytest.mark.parametrize("name", [*CEILINGS, *OF_THE_ADMINISTRATOR])
def test_a_list_stays_under_its_ceiling(told, nothing_stays, name):
    reader = told.person(Post.ADMINISTRATOR if name in OF_THE_ADMINISTRATOR else Post.MONITORING_OFFICER)
    client = Client()
    client.force_login(reader)
    with time_machine.travel(told.now + timedelta(seconds=1), tick=False):
        path = address(told, name)
        client.get(path)  # the office's name and its like are kept for a minute

        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)

    assert response.status_code == 200
    assert len(asked) <= (CEILINGS | OF_THE_ADMINISTRATOR)[name]


def address(told, name: str) -> str:
    if name.startswith("complaints:") and name != "complaints:list":
        return reverse(name, args=[Case.objects.get(pk=told.secrets["walled"]).reference])
    if name in ("reporting:index", "reporting:quarter") or not name.startswith("reporting:"):
        return reverse(name, args=[Quarter.of(told.now.date()).previous] if name.endswith("quarter") else [])
    code = ["received"] if name.endswith("behind") else []
    return reverse(name, args=[Quarter.of(told.now.date()).previous, *code])
