"""Two people who save the same page at the same moment, each from what they read before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from casework.letters.models import Letter
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.update import draft_letter
from complaints.models import Complaint, Party
from complaints.reference_data import load_reference_data
from tests.complaints import stories
from tests.complaints.stories import DECIDED
from tests.factories.people import DelegationFactory, OfficeFactory, UserFactory

pytestmark = pytest.mark.usefixtures("cloned_database")
CHANGED = "Somebody else changed this while you were working. What you typed is still here"


@pytest.fixture
def handler(cloned_database: object) -> User:
    OfficeFactory()
    DelegationFactory(function="resolution_letter", post=Post.MANAGER)
    load_reference_data(at=datetime(2020, 2, 1, 9, tzinfo=UTC))
    return stories.handler()


@pytest.fixture
def complaint(handler: User) -> Complaint:
    return stories.resolving(handler)


def both_save(handler: User, address: str, typed: dict[str, Any], field: str) -> str:
    """What of two who save one page at once won; the other was told, and keeps what they typed."""
    start = Barrier(2)

    def save(saved: tuple[User, str]) -> HttpResponse:
        person, words = saved
        client = Client()
        client.force_login(person)
        start.wait()
        try:
            return client.post(address, typed | {field: words})
        finally:
            connection.close()

    people = {handler: "Amira was here", UserFactory(post=Post.MANAGER): "Bogdan was here"}
    with ThreadPoolExecutor(2) as threads:
        answers = dict(zip(people.values(), threads.map(save, people.items()), strict=True))

    assert sorted(answer.status_code for answer in answers.values()) == [200, 302]
    [(won, _)] = [saved for saved in answers.items() if saved[1].status_code == 302]
    [(lost, shown)] = [saved for saved in answers.items() if saved[1].status_code == 200]
    page = shown.content.decode()
    assert CHANGED in page
    assert lost in page
    return won


@pytest.mark.parametrize("_", range(3))
def test_one_of_two_changes_of_a_letter_wins_and_the_other_is_kept_on_the_page(handler, complaint, _):
    letter = draft_letter(complaint, about="Your call", text="We heard you.", by=handler, at=DECIDED)
    typed = {"version": letter.version, "about": "Your call", "signed_by": "Amira"}

    won = both_save(handler, f"/letters/{letter.pk}/", typed, "text")

    letter = Letter.objects.get(pk=letter.pk)
    assert letter.fields["text"] == won
    assert letter.version == 1


@pytest.mark.parametrize("_", range(3))
def test_one_of_two_changes_of_a_person_wins_and_the_other_is_kept_on_the_page(handler, complaint, _):
    party = stories.complainant(complaint)
    typed = {
        "version": complaint.case.version,
        "role": party.role,
        "email": party.email,
        "contact_by": "email",
    }
    address = f"/complaints/{complaint.case.reference}/people/{party.pk}/change/"

    won = both_save(handler, address, typed, "name")

    assert Party.objects.get(pk=party.pk).name == won
