"""Every address answers every post, and every page is what a page of ours must be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from casework.cases.models import Case
from casework.people.models import User
from casework.people.posts import Post
from casework.people.roles import PERMISSIONS
from casework.trail.models import Entry
from complaints.models import Party
from complaints.public_form.steps import STEPS
from tests.conventions.addresses import Address, every_address
from tests.conventions.into import ABOUT_NO_CASE, LEADS, addresses_into
from tests.conventions.pages import Page, read, undone

# Whoever may see most: the states of the cases are gone through as this person.
SEES_MOST = Post.MONITORING_OFFICER
ANSWERS = {200, 301, 302, 303, 400, 401, 403, 404, 405}
# Nothing can be missing there.
NOTHING_TO_GET_WRONG = {
    "account_reset_password_from_key": "A key that opens nothing is said to open nothing.",
    "account_signup": "It only says that nobody makes an account here.",
    "letters:detail": "A letter that has left is shown and not changed.",
}
# The address leads to a case, and the page does not show it.
SHOWS_NO_CASE = {
    "cases:emergency_access": "It says nothing of the case, not even that there is one.",
    "messages:local_attachment": "Mail on a machine whose mail never leaves it.",
    "messages:local_detail": "Mail on a machine whose mail never leaves it.",
    "messages:retry": "It says of a message what the list of messages says.",
}


@dataclass(frozen=True)
class Asked:
    """One request and its answer: who asked, by their post or "" for the signed-out."""

    who: str
    method: str
    address: Address
    page: Page
    left_a_trail: bool

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.page.path} ({self.address.name})"


@pytest.fixture(scope="module")
def everything_asked(told) -> list[Asked]:
    with transaction.atomic(), time_machine.travel(told.now + timedelta(seconds=1), tick=False):
        asked = [*_by_every_post(told), *_of_every_state(told), *_by_the_signed_out()]
        transaction.set_rollback(True)
    return asked


def _by_every_post(told) -> Iterator[Asked]:
    case = Case.objects.get(pk=told.secrets["walled"])
    into = dict(_first_of_each(case))
    # Who holds posts with the same permissions is answered the same.
    for post in {PERMISSIONS[post]: post for post in Post}.values():
        client = _signed_in(told.person(post))
        for address in every_address():
            if address.is_ours or post == Post.ADMINISTRATOR:
                yield from _ask(client, post, address, into.get(address) or address.path())


def _of_every_state(told) -> Iterator[Asked]:
    """One case of each road and stage, and of each the first address of every pattern."""
    client = _signed_in(told.person(SEES_MOST))
    cases = Case.objects.filter(kind="complaint").exclude(pk__in=told.secrets.values())
    for case in {(case.stream, case.status, case.waits_for): case for case in cases.order_by("pk")}.values():
        for address, path in _first_of_each(case):
            if not address.name.startswith("track:"):
                yield from _ask(client, SEES_MOST, address, path)


def _by_the_signed_out() -> Iterator[Asked]:
    for address in every_address():
        slugs = [step.slug for step in STEPS] if address.name == "complain:step" else ["about"]
        if not address.name.startswith("admin:"):
            for slug in slugs:
                yield from _ask(Client(raise_request_exception=False), "", address, address.path(slug=slug))


def _first_of_each(case: Case) -> Iterator[tuple[Address, str]]:
    seen = set()
    for address, path in addresses_into(case):
        if address not in seen:
            seen.add(address)
            yield address, path


def _ask(client: Client, who: str, address: Address, path: str) -> Iterator[Asked]:
    for method in ("GET", "POST"):
        with undone():
            before = Entry.objects.latest("pk").pk
            response = client.get(path) if method == "GET" else client.post(path)
            page = read(path, response)
            left_a_trail = Entry.objects.filter(pk__gt=before, case_id__isnull=False).exists()
        yield Asked(who, method, address, page, left_a_trail)
        if page.status in (403, 404):
            return


def _signed_in(person: User) -> Client:
    if person.tenures.filter(post=Post.ADMINISTRATOR).exists():
        User.objects.filter(pk=person.pk).update(is_staff=True)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=person.pk))
    return client


def texts(asked: Collection[Asked]) -> list[str]:
    return [str(one) for one in asked]


def ours(asked: Collection[Asked]) -> list[Asked]:
    return [one for one in asked if one.page.is_html and not one.address.route.startswith("admin/")]


def test_every_address_answers_every_post(everything_asked):
    assert len(everything_asked) > 2000
    assert texts([one for one in everything_asked if one.page.status not in ANSWERS]) == []


def test_every_page_has_one_heading_a_language_and_a_title(everything_asked):
    pages = [one for one in ours(everything_asked) if one.page.status not in (301, 302, 405)]

    assert texts([one for one in pages if one.page.headings != 1]) == []
    assert texts([one for one in pages if not one.page.language.startswith("en")]) == []
    assert texts([one for one in pages if len(one.page.title) < 10]) == []


def test_an_empty_answer_is_refused_with_a_summary_that_leads_to_what_is_missing(everything_asked):
    refused = [
        one
        for one in ours(everything_asked)
        if one.method == "POST" and one.page.status == 200 and one.address.name not in NOTHING_TO_GET_WRONG
    ]

    assert len(refused) > 100
    assert texts([one for one in refused if not one.page.title.startswith("Error: ")]) == []
    assert texts([one for one in refused if not one.page.has_summary]) == []
    assert texts([one for one in refused if not set(one.page.summary) <= one.page.ids]) == []


def test_every_page_about_a_case_records_that_somebody_opened_it(told, everything_asked):
    leads = {address for address, _ in addresses_into(Case.objects.get(pk=told.secrets["walled"]))}
    opened = [
        one
        for one in everything_asked
        if one.who and (one.method, one.page.status) == ("GET", 200)
        if one.address in leads and one.address.name not in SHOWS_NO_CASE
    ]

    assert len(opened) > 200
    assert texts([one for one in opened if not one.left_a_trail]) == []


def test_a_page_that_was_only_opened_shows_no_error(everything_asked):
    opened = [one for one in ours(everything_asked) if one.method == "GET" and one.page.status == 200]

    assert len(opened) > 500
    assert texts([one for one in opened if one.page.title.startswith("Error")]) == []
    assert texts([one for one in opened if one.page.has_summary]) == []


def test_no_title_and_no_address_names_anybody_in_a_complaint(told, everything_asked):
    names = {part for name in Party.objects.values_list("name", flat=True) for part in name.split()}
    telling = {name for name in names if len(name) > 4}

    read = [(one, word) for one in everything_asked for word in one.page.title.split() if word in telling]
    led = [
        (one, link) for one in everything_asked for link in one.page.links if any(n in link for n in telling)
    ]

    assert len(telling) > 30
    assert read == []
    assert led == []


def test_a_view_answers_no_method_but_its_own(told, nothing_stays):
    client = _signed_in(told.person(SEES_MOST))
    ours = [address for address in every_address() if address.is_ours]

    answers = {address.name: client.put(address.path()).status_code for address in ours}

    # A complainant's pages first ask for the code, whatever the method.
    asked_for_the_code = {
        "track:answer_resumption",
        "track:ask_to_record",
        "track:complaint",
        "track:letter",
        "track:letter_pdf",
    }
    assert {name for name, status in answers.items() if status != 405} == asked_for_the_code


def test_every_number_in_an_address_is_tried_with_a_cases_own_numbers():
    numbers = {"pk", "number", "document_id", "letter_id", "rendition_id"}
    numbered = {
        address.name
        for address in every_address()
        if address.is_ours and numbers.intersection(address.blanks)
    }
    letters = {name for name in numbered if name.startswith("letters:")}

    assert numbered - letters == (LEADS.keys() | ABOUT_NO_CASE) - letters
