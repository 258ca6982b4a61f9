"""The frame round every page, the public pages and the error pages."""

from collections.abc import Callable

import pytest
from django import forms
from django.db import OperationalError
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory

from casework.people.models import Office
from casework.people.posts import Post
from pcc_oversight import errors
from tests.factories.people import OfficeFactory, UserFactory

PUBLIC_PAGES = ["/", "/accessibility/", "/privacy/", "/contact/"]


class NameForm(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter your name"})


def page(**context: object) -> str:
    source = "{% extends 'base.html' %}{% block title %}Your name{% endblock %}"
    return Template(source).render(Context(context))


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_public_page_has_one_heading_and_names_the_office(client: Client, address: str) -> None:
    office = OfficeFactory()

    html = client.get(address).content.decode()

    assert html.count("<h1") == 1
    assert f"– {office.name}</title>" in html


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_public_page_works_before_an_office_is_set_up(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_title_says_error_first_when_a_form_was_refused() -> None:
    assert "<title>Error: Your name –" in page(anything=NameForm({}))


def test_title_says_nothing_of_errors_before_a_form_is_sent() -> None:
    assert "<title>Your name –" in page(form=NameForm(), other=NameForm({"name": "Amira"}))


def test_error_summary_lists_a_form_once_however_often_the_context_names_it() -> None:
    form = NameForm({})

    html = page(form=form, again=form)

    assert html.count('<a href="#id_name">Enter your name</a>') == 1


@pytest.mark.django_db
def test_page_carries_the_colour_of_the_office_under_the_nonce_of_the_policy(client: Client) -> None:
    OfficeFactory(brand_colour="#5b2a86")

    response = client.get("/")

    nonce = response.content.decode().partition('<style nonce="')[2].partition('"')[0]
    assert nonce
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]
    assert "--govuk-brand-colour: #5b2a86" in response.content.decode()


@pytest.mark.django_db
def test_office_is_read_once_a_minute_and_not_for_each_page(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    OfficeFactory()
    client.get("/")

    with django_assert_num_queries(0):
        client.get("/")


@pytest.mark.django_db
def test_unknown_address_says_what_to_do(client: Client) -> None:
    response = client.get("/no-such-page")

    assert response.status_code == 404
    assert "If you typed the address, check it." in response.content.decode()


def test_server_error_page_asks_nothing_of_the_database(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Sorry, something went wrong" in response.content.decode()


def test_database_that_does_not_answer_is_a_503_with_a_time_to_come_back(rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")

    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = errors.server_error(request)

    assert response.status_code == 503
    assert response["Retry-After"] == "120"


@pytest.mark.django_db
def test_refused_cross_site_form_gets_our_page(office: Office) -> None:
    response = Client(enforce_csrf_checks=True).post("/account/logout/")

    assert response.status_code == 403
    assert "You cannot see this page" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("post", "shown", "hidden"),
    [
        (Post.COMPLAINT_HANDLER, {"Desk", "Complaints"}, {"Approvals", "Reports", "E-mail"}),
        (Post.MANAGER, {"Desk", "Complaints", "Approvals", "Reports", "E-mail"}, set()),
        (Post.JASC_MEMBER, {"Desk", "Reports"}, {"Complaints", "Approvals", "E-mail"}),
        (Post.ADMINISTRATOR, {"Desk"}, {"Complaints", "Approvals", "Reports", "E-mail"}),
    ],
)
def test_navigation_shows_what_the_post_may_use(
    client: Client, post: Post, shown: set[str], hidden: set[str]
) -> None:
    client.force_login(UserFactory(post=post), backend="casework.people.backends.PostBackend")

    html = client.get("/account/2fa/").content.decode()
    names = {name for name in shown | hidden if f'/">{name}</a>' in html}

    assert names == shown
