"""Addresses and parameters that no page of ours makes."""

import base64

import pytest

from casework.people.posts import Post
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def manager(client):
    manager = UserFactory(post=Post.MANAGER)
    client.force_login(manager)
    return manager


@pytest.mark.parametrize("path", ["/complaints/%00/", "/complaints/CMP%00/timeline/", "/documents/add/%00/"])
def test_nul_in_an_address_is_refused_in_words(client, manager, path):
    response = client.get(path)

    assert response.status_code == 400
    assert b"<h1" in response.content


@pytest.mark.parametrize("key", [b"Infinity", b"1e400", b"NaN", b"null", b'"\xd9\xa3"', b"9" * 5000])
def test_a_cursor_that_nobody_made_is_the_first_page(client, manager, key):
    cursor = base64.urlsafe_b64encode(b'[0, "2026-01-01", ' + key + b"]").decode()

    assert client.get("/complaints/", {"page": cursor}).status_code == 200


@pytest.mark.parametrize("start", ["²", "٣", "-1", "9" * 25, "x"])
def test_a_place_in_a_list_that_nobody_made_is_its_start(client, manager, start):
    response = client.get("/reports/2026-q1/live/received/", {"from": start})

    assert (response.status_code, response.context["previous_href"]) == (200, "")


def test_the_commissioner_who_sees_no_case_freezes_no_figures(client):
    client.force_login(UserFactory(post=Post.COMMISSIONER))

    assert client.post("/reports/2026-q1/freeze/").status_code == 403


def test_a_password_is_not_to_be_guessed_letter_by_letter_in_the_admin(client):
    administrator = UserFactory(post=Post.ADMINISTRATOR, is_staff=True)
    client.force_login(administrator)

    for lookup in ("password__startswith", "password"):
        assert client.get("/admin/people/user/", {lookup: "argon2"}).status_code == 400
    assert client.get("/admin/people/tenure/", {"person__password__startswith": "a"}).status_code == 400


def test_no_browser_keeps_a_page_of_a_session(client, manager):
    for path in ("/desk/", "/complaints/", "/complaints/export.csv", "/messages/", "/complaints/CMP-2026-1/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_a_page_without_a_session_may_be_kept(client):
    assert "Cache-Control" not in client.get("/privacy/")
