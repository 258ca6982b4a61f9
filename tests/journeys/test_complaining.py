"""From the first question of the public form to the complainant's own page, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.documents.models import Document
from complaints.models import Complaint
from tests.factories.people import OfficeFactory

Check = Callable[[], None]


@pytest.fixture(autouse=True)
def _office(site: str) -> None:
    OfficeFactory()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue", exact=True).click()


def complain(page: Page, site: str, look: Check) -> None:
    """Answer every question, refused first where it can be, and look at each page on the way."""
    page.goto(site)
    look()
    page.get_by_role("button", name="Start now").click()
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look()
    page.get_by_label("A police officer, a special constable").check()
    go_on(page)
    look()
    page.get_by_label("Name or number").fill("PC 4412")
    go_on(page)
    go_on(page)
    assert page.title().startswith("Error: What happened?")
    look()
    page.get_by_label("What happened?").fill("I rang three times about my stolen bicycle.")
    go_on(page)
    look()
    go_on(page)
    look()
    go_on(page)
    page.get_by_label("I am complaining for them").check()
    go_on(page)
    go_on(page)
    look()
    page.get_by_label("Their full name").fill("Idris Pryce")
    page.get_by_label("Who are you to them?").fill("His mother")
    page.get_by_label("Yes", exact=True).check()
    go_on(page)
    page.get_by_label("Yes", exact=True).check()
    go_on(page)
    look()
    page.get_by_label("Your full name").fill("Gwen Pryce")
    go_on(page)
    page.get_by_label("E-mail", exact=True).check()
    page.get_by_label("E-mail address").fill("gwen@")
    go_on(page)
    look()
    page.get_by_label("E-mail address").fill("gwen@post.example")
    go_on(page)
    look()
    go_on(page)
    files = [
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"This is what I saw."},
        {"name": "nothing.pdf", "mimeType": "application/pdf", "buffer": b""},
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Add these files").click()
    look()
    go_on(page)
    page.get_by_label("What is your ethnic group?").select_option("Any other Asian background")
    look()
    go_on(page)
    look()


def test_complaint_goes_from_the_first_question_to_its_own_page(page: Page, site: str, check: Check) -> None:
    complain(page, site, check)

    page.get_by_role("button", name="Send my complaint").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your complaint")
    check()
    page.get_by_text("Why this date").first.click()
    check()
    reference = page.locator(".govuk-panel__body strong").inner_text()
    code = page.locator(".app-code").inner_text()
    assert Complaint.objects.get().case.reference == reference
    assert Document.objects.filter(case__reference=reference).count() == 2

    page.goto(f"{site}/track/")
    page.get_by_label("Reference").fill(reference)
    page.get_by_label("Access code").fill("0000-0000-0000-0000")
    go_on(page)
    check()
    page.get_by_label("Access code").fill(code.lower())
    go_on(page)
    check()
    page.get_by_label("Your message").fill("I found somebody who saw it.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".moj-message-item__text")).to_contain_text("I found somebody who saw it.")
    check()


def test_form_works_without_javascript_and_is_found_again_by_its_code(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/complain/what-happened/")
    page.get_by_label("What happened?").fill("I rang three times.")
    page.get_by_role("button", name="Save and come back later").click()
    code = page.locator(".app-code").inner_text()

    elsewhere = browser.new_context(java_script_enabled=False).new_page()
    elsewhere.goto(f"{site}/complain/come-back/")
    elsewhere.get_by_label("What is your code?").fill(code)
    go_on(elsewhere)

    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Who or what is your complaint about?")
    elsewhere.goto(f"{site}/complain/what-happened/")
    expect(elsewhere.get_by_label("What happened?")).to_have_value("I rang three times.")


@pytest.mark.parametrize("address", ["on-paper/", "come-back/", "your-name/"])
def test_other_page_is_open_to_everyone(page: Page, site: str, check: Check, address: str) -> None:
    page.goto(f"{site}/complain/{address}")

    check()
