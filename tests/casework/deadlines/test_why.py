from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from casework.deadlines import actions
from casework.deadlines.clocks import clock_named
from casework.deadlines.counting import LONDON
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 4, 2, 10, 0, tzinfo=LONDON)


@pytest.fixture
def handler():
    return UserFactory(post=Post.COMPLAINT_HANDLER)


def start(code):
    return actions.start(
        CaseFactory(),
        clock_named(code),
        trigger_at=RECEIVED,
        trigger_event="The complaint was made",
        by=None,
        at=RECEIVED,
    )


def page(client, user, deadline):
    client.force_login(user)
    response = client.get(reverse("deadlines:why", args=[deadline.pk]))
    return response, " ".join(response.content.decode().split())


def test_the_page_says_the_rule_each_reason_and_the_citation(client, handler):
    response, text = page(client, handler, start("first-contact"))

    assert response.status_code == 200
    assert "Within 2 working days, starting with the day after" in text
    assert "Thursday 2 April 2026</strong> (The complaint was made)" in text
    assert "Good Friday" in text
    assert "Easter Monday" in text
    assert "Office target; no statutory limit" in text
    assert "England and Wales, list 1" in text


def test_the_page_warns_of_a_rule_whose_words_are_not_confirmed(client, handler):
    _, confirmed = page(client, handler, start("complainant-update"))
    _, doubtful = page(client, handler, start("iopc-referral"))

    assert "We have still to confirm the exact words" in doubtful
    assert "We have still to confirm the exact words" not in confirmed


def test_the_page_keeps_the_dates_it_had_before_with_who_and_why(client, handler):
    manager = UserFactory(post=Post.MANAGER, name="Wen Li")
    deadline = start("review-application")
    moved = actions.extend(
        deadline,
        until=date(2026, 5, 20),
        reason="The letter came back",
        by=manager,
        at=RECEIVED + timedelta(days=20),
    )

    _, text = page(client, handler, moved)

    assert "Thursday 30 April 2026" in text
    assert "Wen Li" in text
    assert "The letter came back" in text


def test_the_page_is_not_there_for_somebody_walled_from_the_case(client, handler):
    deadline = start("first-contact")
    WallFactory(case=deadline.case, person=handler)

    response, text = page(client, handler, deadline)

    assert response.status_code == 404
    assert deadline.case.reference not in text


def test_the_page_is_not_there_for_the_signed_out(client):
    response = client.get(reverse("deadlines:why", args=[start("first-contact").pk]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_reading_why_a_date_is_so_is_recorded_as_opening_its_case(client, handler):
    deadline = start("first-contact")

    page(client, handler, deadline)

    assert Entry.objects.filter(case_id=deadline.case_id, verb="case.viewed", by_id=handler.pk).count() == 1
