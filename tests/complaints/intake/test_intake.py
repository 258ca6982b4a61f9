import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from casework.deadlines.models import Deadline
from casework.people.posts import Post
from complaints.access_codes import Opens, mac_of
from complaints.models import Complaint, Role
from complaints.workflow import Channel, Status
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

# Tuesday after Easter, half past midnight: still Monday in UTC.
NOW = datetime(2026, 4, 6, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def handler(client):
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    client.force_login(handler)
    return handler


def answers(**instead: str) -> dict[str, str]:
    return {
        "once": str(uuid.uuid4()),
        "channel": "telephone",
        "made_on-day": "2",
        "made_on-month": "4",
        "made_on-year": "2026",
        "subject": "police_person",
        "what_happened": "Nobody rang back.",
        "name": "Gwen Pryce",
        "telephone": "01632 960001",
        "contact_by": "telephone",
        "handler": "nobody",
    } | instead


def test_complaint_taken_down_is_logged_at_once_with_the_day_it_was_made(client, handler):
    response = client.post("/complaints/new/", answers())

    complaint = Complaint.objects.get()
    assert response.url == "/complaints/new/received/"
    assert (complaint.channel, complaint.status) == (Channel.TELEPHONE, Status.LOGGED)
    assert (complaint.logged_at, complaint.logged_by) == (NOW, handler)
    assert complaint.made_at == complaint.received_at == datetime(2026, 4, 2, 11, 0, tzinfo=UTC)
    assert Deadline.objects.get(clock="first-contact").due_on.isoformat() == "2026-04-08"


def test_letter_is_counted_from_the_day_it_was_written_and_updated_from_the_day_it_came(client, handler):
    came = {"received_on-day": "7", "received_on-month": "4", "received_on-year": "2026"}

    client.post("/complaints/new/", answers(channel="letter", **came))

    assert Complaint.objects.get().received_at == NOW
    assert Deadline.objects.get(clock="complainant-update").due_on.isoformat() == "2026-05-05"


def test_code_to_give_the_complainant_is_shown_to_whoever_took_it_down_only(client, handler):
    client.post("/complaints/new/", answers())

    page = client.get("/complaints/new/received/")

    assert mac_of(page.context["access_code"], Opens.COMPLAINT) == Complaint.objects.get().access_code_mac
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))
    assert client.get("/complaints/new/received/").status_code == 404


def test_whoever_takes_it_down_may_handle_it(client, handler):
    client.post("/complaints/new/", answers(handler="me"))

    assert Complaint.objects.get().case.handler == handler


def test_complaint_about_a_colleague_goes_where_its_taker_cannot_follow(client, handler):
    response = client.post("/complaints/new/", answers(subject="office_staff", handler="me"), follow=True)

    complaint = Complaint.objects.get()
    assert "You cannot open it" in response.content.decode()
    assert complaint.case.handler is None
    assert client.get(f"/complaints/{complaint.case.reference}/").status_code == 404


def test_somebody_whom_the_complaint_names_is_given_no_code_to_follow_it_with(client, handler):
    handler.name = "Siân Pugh"
    handler.save()

    page = client.post("/complaints/new/", answers(subject_name="Siân Pugh"), follow=True)

    assert page.context["access_code"] == ""
    assert Complaint.objects.get().case.reference in page.content.decode()


def test_form_sent_twice_is_one_complaint(client, handler):
    given = answers()

    first, second = (client.post("/complaints/new/", given, follow=True) for _ in range(2))

    assert Complaint.objects.count() == 1
    assert first.context["access_code"] == second.context["access_code"] != ""


def test_another_complaint_taken_down_on_the_same_page_is_not_taken_for_the_first(client, handler):
    key = client.get("/complaints/new/").content.decode().partition('name="once" value="')[2][:36]
    anna, bert = answers(name="Anna Adda", once=key), answers(name="Bert Bowen", once=key)

    shown = [client.post("/complaints/new/", given, follow=True).context for given in (anna, bert)]

    assert [context["complaint"].parties.get().name for context in shown] == ["Anna Adda", "Bert Bowen"]
    assert shown[0]["access_code"] != shown[1]["access_code"]


def test_complaint_that_a_colleague_logged_with_the_same_key_is_not_shown(client, handler):
    given = answers(name="", is_anonymous="on")
    client.post("/complaints/new/", given)
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))

    page = client.post("/complaints/new/", given, follow=True)

    assert Complaint.objects.count() == 2
    assert page.context["complaint"].logged_by == page.wsgi_request.user


def test_second_complaint_by_the_same_person_is_shown_before_it_is_logged(client, handler):
    client.post("/complaints/new/", answers())

    page = client.post("/complaints/new/", answers(name="gwen pryce"))

    assert "CMP-2026-000001" in page.content.decode()
    assert Complaint.objects.count() == 1
    client.post("/complaints/new/", answers(name="gwen pryce", all_the_same="yes"))
    assert Complaint.objects.count() == 2


def test_repeat_that_one_may_not_see_is_not_hinted_at(client, handler):
    client.post("/complaints/new/", answers(subject="office_staff"))

    client.post("/complaints/new/", answers())

    assert Complaint.objects.count() == 2


def test_anonymous_complaint_has_no_complainant(client, handler):
    client.post("/complaints/new/", answers(is_anonymous="on", name=""))

    complaint = Complaint.objects.get()
    assert complaint.is_anonymous
    assert not complaint.parties.filter(role=Role.COMPLAINANT).exists()


@pytest.mark.parametrize(
    ("instead", "error"),
    [
        ({"channel": ""}, "Select how it came"),
        ({"channel": "online"}, "Select a valid choice"),
        ({"made_on-day": "8"}, "The day it was made must be today or in the past"),
        (
            {"received_on-day": "1", "received_on-month": "4", "received_on-year": "2026"},
            "must not be before the day it was made",
        ),
        (
            {"received_on-day": "8", "received_on-month": "4", "received_on-year": "2026"},
            "The day it reached us must be today or in the past",
        ),
        ({"subject": ""}, "Select who or what it is about"),
        ({"what_happened": ""}, "Enter what happened"),
        ({"name": ""}, "Enter their full name, or tick"),
        ({"contact_by": "email"}, "Enter their e-mail address"),
        ({"affected_name": "Idris Pryce"}, "Select whether that person has agreed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_logged(client, handler, instead, error):
    page = client.post("/complaints/new/", answers(**instead)).content.decode()

    assert error in page
    assert "Nobody rang back." in page or "what_happened" in instead
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("post", [Post.DEPUTY, Post.JASC_MEMBER, Post.ADMINISTRATOR])
def test_nobody_else_may_take_a_complaint_down(client, post):
    client.force_login(UserFactory(post=post))

    assert client.get("/complaints/new/").status_code == 403


@pytest.mark.parametrize("year", ["0001", "1066", "2011"])
def test_complaint_made_before_there_was_a_commissioner_is_refused_in_words(client, handler, year):
    response = client.post("/complaints/new/", answers(**{"made_on-year": year}))

    assert "must be after 21 November 2012" in response.content.decode()
    assert not Complaint.objects.exists()
