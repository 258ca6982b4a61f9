from datetime import timedelta

import pytest

from casework.outbox.models import Message
from casework.trail.models import Entry
from complaints.models import Complaint, Draft, EqualityResponse
from tests.complaints.public_form.conftest import NOW

pytestmark = pytest.mark.django_db


def test_sending_twice_gives_the_same_reference_and_code(client, fill):
    fill()
    first = client.post("/complain/check/", follow=True)

    second = client.post("/complain/check/", follow=True)

    assert Complaint.objects.count() == 1
    assert Message.objects.count() == 1
    assert second.context["complaint"] == first.context["complaint"]
    assert second.context["access_code"] == first.context["access_code"]


def test_sending_asks_the_database_few_questions(client, fill, django_assert_max_num_queries):
    fill()

    with django_assert_max_num_queries(34):
        client.post("/complain/check/")

    assert Complaint.objects.exists()


def test_access_code_is_shown_for_an_hour_and_never_again(client, fill, clock):
    fill()
    client.post("/complain/check/")
    clock.shift(timedelta(hours=1, seconds=1))

    page = client.get("/complain/sent/")

    assert page.context["access_code"] == ""
    assert "CMP-2026-000001" in page.content.decode()


def test_sent_form_cannot_be_changed_by_going_back(client, fill):
    fill()
    client.post("/complain/check/")

    response = client.post("/complain/what-happened/", {"what_happened": "Something else"})

    assert response.url == "/complain/sent/"
    assert Complaint.objects.get().what_happened.startswith("I rang")


def test_leaving_the_form_lets_the_next_person_start_afresh(client, fill):
    fill()
    client.post("/complain/check/")

    client.post("/complain/forget/")

    assert client.get("/complain/sent/").url == "/complain/"
    assert Complaint.objects.count() == 1


def test_equality_answers_are_kept_apart_and_leave_the_draft(client, fill):
    fill()

    client.post("/complain/check/")

    response = EqualityResponse.objects.get()
    assert response.answers == {"ethnicity": "A1", "age": "25_34"}
    assert response.month == NOW.date().replace(day=1)
    assert Draft.objects.get().answers == {}
    assert "A1" not in str(list(Entry.objects.values("changes")))


def test_equality_questions_left_alone_leave_no_row(client, fill):
    fill(equality={"ethnicity": "", "age": ""})

    client.post("/complain/check/")

    assert not EqualityResponse.objects.exists()


def test_nothing_is_promised_that_needs_a_way_to_reach_somebody_who_left_none(client, fill):
    fill(your_name={"identity": "anonymous"}, reach_you=None, adjustments=None)

    page = client.post("/complain/check/", follow=True)

    assert page.context["next_steps"] == []
    assert "the only way to follow your complaint" in page.content.decode()


def test_somebody_who_stays_anonymous_reads_that_only_the_code_brings_them_the_answer(client, fill):
    fill()

    page = client.get("/complain/your-name/").content.decode()

    assert "we cannot contact you, so it may come to nothing" in page
    assert "Only with it can you open your complaint’s page" in page


def test_who_says_how_to_be_reached_safely_reads_that_a_person_sees_it_first(client, fill):
    fill(reach_you={"contact_by": "email", "email": "gwen@post.example", "safe_contact": "Never ring"})
    asked = client.get("/complain/reach-you/").content.decode()

    page = client.post("/complain/check/", follow=True).content.decode()

    assert "One of us reads this before we ring you or write to you" in asked
    assert "One of us reads what you wrote before we contact you" in page
    assert not Message.objects.exists()
