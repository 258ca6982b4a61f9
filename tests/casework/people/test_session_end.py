"""A session that is left alone ends, and says why."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from casework.people.posts import Post
from casework.people.session_end import SEEN
from tests.complaints.test_receive import sent
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
PASSWORD = "correct horse battery staple"
IDLE = "You were signed out because you did nothing here for 45 minutes."


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 4, 2, 9, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def signed_in(clock, client: Client, settings: Any) -> Client:
    """Through the sign-in page, as every session begins."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    handler = UserFactory(email="amira@office.example", post=Post.COMPLAINT_HANDLER)
    handler.set_password(PASSWORD)
    handler.save()
    client.post("/account/login/", {"login": handler.email, "password": PASSWORD})
    return client


def test_somebody_who_did_nothing_is_signed_out_and_told_why(signed_in, clock):
    clock.shift(timedelta(minutes=46))

    response = signed_in.get("/desk/", follow=True)

    assert response.redirect_chain == [("/account/login/?next=/desk/", 302)]
    assert IDLE in response.content.decode()
    assert "not saved" not in response.content.decode()
    assert "_auth_user_id" not in signed_in.session


def test_what_was_sent_too_late_is_said_to_be_unsaved(signed_in, clock):
    clock.shift(timedelta(minutes=46))

    page = signed_in.post(
        "/complaints/assign/", follow=True, headers={"referer": "http://testserver/complaints/?road=force"}
    )

    assert f"{IDLE} What you had just sent was not saved." in page.content.decode()
    assert page.redirect_chain == [("/account/login/?next=/complaints/", 302)]


@pytest.mark.parametrize("referer", ["http://[bad", "http://testserver//evil.example/x", ""])
def test_page_that_cannot_be_gone_back_to_leads_to_the_desk(signed_in, clock, referer):
    clock.shift(timedelta(minutes=46))

    answer = signed_in.post("/complaints/assign/", headers={"referer": referer})

    assert answer["Location"] == "/account/login/?next=/desk/"


def test_opening_a_complaint_by_its_code_keeps_a_colleague_signed_in(signed_in):
    received = sent()

    opened = signed_in.post(
        "/track/", {"reference": received.complaint.case.reference, "code": received.access_code}
    )

    assert opened["Location"] == "/track/complaint/"
    assert signed_in.get("/desk/").status_code == 200


def test_every_click_begins_the_minutes_anew_and_writes_nothing(signed_in, clock):
    kept = Session.objects.get()

    for _ in range(4):
        clock.shift(timedelta(minutes=44))
        assert signed_in.get("/account/still-here/").status_code == 204

    assert Session.objects.get().session_data == kept.session_data
    assert Session.objects.get().expire_date == kept.expire_date


def test_a_page_that_is_open_to_everybody_keeps_nobody_signed_in(signed_in, clock):
    clock.shift(timedelta(minutes=44))
    signed_in.get("/privacy/")
    clock.shift(timedelta(minutes=2))

    assert signed_in.get("/desk/").status_code == 302


def test_a_day_of_clicks_ends_after_eight_hours(signed_in, clock):
    for _ in range(12):
        clock.shift(timedelta(minutes=40))
        signed_in.get("/account/still-here/")
    clock.shift(timedelta(minutes=1))

    page = signed_in.get("/desk/", follow=True).content.decode()

    assert "You were signed out because you signed in more than 8 hours ago." in page


def test_a_session_without_its_last_click_or_with_anothers_has_ended(signed_in, clock):
    own = signed_in.cookies.pop(SEEN).value
    assert signed_in.get("/desk/").status_code == 302

    signed_in.post("/account/login/", {"login": "amira@office.example", "password": PASSWORD})
    signed_in.cookies[SEEN] = own

    assert signed_in.get("/desk/").status_code == 302


def test_the_last_click_is_kept_from_scripts_and_written_once_a_minute(signed_in, clock):
    assert signed_in.cookies[SEEN]["httponly"]
    assert signed_in.cookies[SEEN]["samesite"] == "Lax"

    assert SEEN not in signed_in.get("/account/still-here/").cookies
    clock.shift(timedelta(seconds=61))
    assert SEEN in signed_in.get("/account/still-here/").cookies


def test_the_limits_cost_no_query(signed_in, clock, django_assert_num_queries):
    with django_assert_num_queries(2):  # the session and the person
        signed_in.get("/account/still-here/")
