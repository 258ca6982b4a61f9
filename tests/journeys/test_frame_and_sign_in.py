"""The public pages, the error pages and the sign-in, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from casework.people.posts import Post
from tests.factories.people import OfficeFactory, UserFactory

PASSWORD = "correct horse battery staple"
Check = Callable[[], None]


@pytest.fixture(autouse=True)
def _office(site: str) -> None:
    OfficeFactory()


def colleague(**fields: Any) -> Any:
    person = UserFactory(email="amira@office.example", **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(page: Page, site: str, password: str = PASSWORD) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_label("E-mail address").fill("amira@office.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(
    "address", ["/", "/accessibility/", "/privacy/", "/contact/", "/no-such-page", "/account/password/reset/"]
)
def test_public_page_is_open_to_everyone(page: Page, site: str, check: Check, address: str) -> None:
    page.goto(site + address)

    check()


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_error_page_is_open_to_everyone(page: Page, site: str, check: Check, status: int) -> None:
    page.route("**/drawn", lambda route: route.fulfill(body=render_to_string(f"{status}.html")))
    page.goto(f"{site}/drawn")

    check()


def test_script_and_style_of_ours_pass_the_policy(page: Page, site: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    page.goto(site)

    assert refused == []
    expect(page.locator("body")).to_have_class("govuk-template__body js-enabled govuk-frontend-supported")


def test_refused_sign_in_puts_the_summary_first_and_its_link_on_the_control(
    page: Page, site: str, check: Check
) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_title(
        "Error: Sign in – Office of the Police and Crime Commissioner for Exampleshire"
    )
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    check()
    page.get_by_role("link", name="Enter your password").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()


def test_person_signs_in_sets_up_an_app_and_signs_out(
    page: Page, site: str, check: Check, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    colleague(post=Post.MANAGER)

    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    check()
    page.get_by_role("link", name="Set up authenticator app").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    check()
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the code your app shows")
    check()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Complain about the police or about us")
