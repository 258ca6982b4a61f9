import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.people.effects import day
from casework.people.models import Cover, Delegation, Office, Tenure, User
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def administrator(client: Client) -> User:
    administrator = UserFactory(post=Post.ADMINISTRATOR)
    client.force_login(administrator)
    return administrator


def boxes(name: str, on) -> dict[str, int]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def change(client: Client, address: str, answers: dict) -> tuple[str, str]:
    """Answer, read what it will affect, and confirm: both pages."""
    shown = client.post(address, answers).content.decode()
    return shown, client.post(address, answers | {"confirmed": "yes"}, follow=True).content.decode()


PAGES = [
    "people:index",
    "people:people",
    "people:add",
    "people:cover",
    "people:office",
    "approval_settings:scheme",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_office_pages_are_for_administrators(client, office, page):
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))

    assert client.get(reverse(page)).status_code == 403


def test_a_manager_finds_only_what_a_manager_may_change(client, office):
    client.force_login(UserFactory(post=Post.MANAGER))

    page = client.get(reverse("people:index")).content.decode()

    assert reverse("deadline_settings:targets") in page
    assert reverse("people:people") not in page


@pytest.mark.parametrize("page", PAGES)
def test_the_office_pages_say_nothing_of_a_case(client, administrator, office, page):
    case = CaseFactory(heading="A call was not returned")

    text = client.get(reverse(page)).content.decode()

    assert case.reference not in text
    assert case.heading not in text


def test_nothing_is_made_before_its_effect_was_shown(client, administrator, office):
    answers = {"name": "Wen Li", "email": "wen.li@office.example"}

    page = client.post(reverse("people:add"), answers).content.decode()

    assert "They may do nothing until you give them a post." in page
    assert not User.objects.filter(email="wen.li@office.example").exists()


def test_answers_can_be_changed_after_the_effect_was_shown(client, administrator, office):
    answers = {"name": "Wen Li", "email": "wen.li@office.example", "confirmed": "yes", "change": "yes"}

    page = client.post(reverse("people:add"), answers).content.decode()

    assert 'value="wen.li@office.example"' in page
    assert not User.objects.filter(email="wen.li@office.example").exists()


def test_a_person_is_added(client, administrator, office):
    _, page = change(client, reverse("people:add"), {"name": "Wen Li", "email": "wen.li@office.example"})

    assert "Wen Li added. Now give them a post" in page


def test_giving_a_post_says_what_the_person_will_see(client, administrator, office):
    person = UserFactory(name="Wen Li")

    shown, page = change(
        client,
        reverse("people:appoint", args=[person.pk]),
        {"post": Post.MANAGER, **boxes("from_on", TODAY)},
    )

    assert "Wen Li will see every case that is open to the office, but none behind a wall." in shown
    assert f"Wen Li is Complaints manager from {day(TODAY)}" in page
    assert Tenure.objects.get(person=person).post == Post.MANAGER


def test_a_rule_that_would_be_broken_is_said_of_its_field_before_anything_is_shown(
    client, administrator, office
):
    person = UserFactory(post=Post.MANAGER)

    page = client.post(
        reverse("people:appoint", args=[person.pk]), {"post": Post.MANAGER, **boxes("from_on", TODAY)}
    ).content.decode()

    assert "Check what this will change" not in page
    assert '<a href="#id_post">' in page
    assert "holds this post for some of that time already" in page


def test_showing_what_a_change_would_affect_changes_nothing(client, administrator, office):
    person = UserFactory()

    page = client.post(
        reverse("people:appoint", args=[person.pk]), {"post": Post.MANAGER, **boxes("from_on", TODAY)}
    ).content.decode()

    assert "Check what this will change" in page
    assert not person.tenures.exists()
    assert not Entry.objects.filter(verb="post.given").exists()


def test_an_administrator_finds_no_way_to_give_themselves_a_post(client, administrator, office):
    page = client.get(reverse("people:person", args=[administrator.pk])).content.decode()

    assert "nobody gives one to themselves" in page
    assert client.get(reverse("people:appoint", args=[administrator.pk])).status_code == 403


def test_ending_a_post_says_who_decides_then(client, administrator, office):
    person = UserFactory(post=Post.MANAGER)
    tomorrow = TODAY + timedelta(days=1)

    shown, _ = change(
        client, reverse("people:end", args=[person.tenures.get().pk]), boxes("until_on", tomorrow)
    )

    assert "What it decides goes to the Chief Executive." in shown
    assert person.tenures.get().until_on == tomorrow


def test_cover_is_arranged_and_listed(client, administrator, office):
    person = UserFactory(name="Wen Li")
    answers = {
        "post": Post.CHIEF_EXECUTIVE,
        "person": person.pk,
        **boxes("from_on", TODAY),
        **boxes("until_on", TODAY + timedelta(days=7)),
    }

    _, page = change(client, reverse("people:cover"), answers)

    assert Cover.objects.get().person == person
    assert "Chief Executive (cover)" in page


def test_a_function_is_given_to_another_post(client, administrator, office):
    UserFactory(post=Post.CHIEF_EXECUTIVE, name="Siân Pugh")
    answers = {
        "post": Post.CHIEF_EXECUTIVE,
        "instrument": "Scheme of governance 2026",
        **boxes("from_on", TODAY),
    }

    shown, _ = change(client, reverse("approval_settings:delegate", args=["resolution_letter"]), answers)

    assert "the Chief Executive decides this instead of the Complaints manager." in shown
    assert "Siân Pugh" in shown
    assert Delegation.objects.on(TODAY).get(function="resolution_letter").post == Post.CHIEF_EXECUTIVE


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("targets/first-contact/", "targets/"),
        ("scheme/resolution_letter/", "scheme/"),
        ("people/add/", "people/"),
        ("details/", ""),
    ],
)
def test_the_page_of_a_change_leads_back_to_where_it_was_chosen(client, administrator, office, page, back):
    shown = client.get(f"/office/{page}").content.decode()

    assert re.search(rf'<nav aria-label="Back">\s*<a href="/office/{back}"', shown)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_office_is_marked_as_of_the_office(client, administrator, office, page):
    shown = client.get(reverse(page)).content.decode()

    assert re.search(r'href="/office/"[^>]*aria-current=', shown)


def test_a_function_that_nothing_needs_does_not_exist(client, administrator, office):
    assert client.get(reverse("approval_settings:delegate", args=["parking"])).status_code == 404


def test_the_office_is_described_for_the_first_time(client, administrator):
    answers = {
        **boxes("from_on", TODAY),
        "name": "Office of the Police and Crime Commissioner for Exampleshire",
        "area": "Exampleshire",
        "body_title": "Police and Crime Commissioner",
        "force_name": "Exampleshire Constabulary",
        "force_contact_email": "standards@force.example",
        "committee_name": "Joint Audit and Standards Committee",
        "complaint_model": "2",
        "named_second": "",
        "address": "1 High Street",
        "email": "office@office.example",
        "telephone": "01632 960 000",
        "brand_colour": "#1d3557",
    }

    change(client, reverse("people:office"), answers)

    assert Office.objects.get().complaint_model == 2


def test_the_django_admin_shows_people_and_changes_nothing(client, administrator, office):
    administrator.is_staff = True
    administrator.save(update_fields=["is_staff"])

    assert client.get(f"/admin/people/user/{administrator.pk}/change/").status_code == 200
    assert client.get("/admin/people/user/add/").status_code == 403
    assert client.post(f"/admin/people/user/{administrator.pk}/delete/").status_code == 403
    assert client.get("/admin/cases/case/").status_code == 404


def test_the_list_of_people_costs_the_same_however_many_work_here(
    client, administrator, office, django_assert_max_num_queries
):
    for _ in range(10):
        UserFactory(post=Post.COMPLAINT_HANDLER)

    with django_assert_max_num_queries(12):
        client.get(reverse("people:people"))
