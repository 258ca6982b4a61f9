import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from casework.people.posts import Post
from complaints.actions.outcome import take_back_outcome
from complaints.acts import url_of
from complaints.models import Complaint
from complaints.workflow import Finding, Route, Status, Subject
from tests.complaints import stories
from tests.complaints.case_pages.visits import address, send
from tests.complaints.stories import DECIDED, GWEN, fresh, to_hand_over
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


def test_whoever_writes_or_proposes_reads_how_to_reach_them_safely(at_desk, handler):
    UserFactory(post=Post.MANAGER)
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    take_back_outcome(complaint, by=handler, at=DECIDED)
    complaint.parties.filter(role="complainant").update(safe_contact="Never ring the landline.")

    for page in (f"/letters/{complaint.case.letters.get().pk}/", url_of(complaint, "propose_outcome")):
        assert "Never ring the landline." in at_desk.get(page).content.decode()


def test_the_page_of_an_outcome_letter_leads_to_proposing_it_while_that_may_be_done(at_desk, handler):
    UserFactory(post=Post.MANAGER)
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    letter, onward = f"/letters/{complaint.case.letters.get().pk}/", url_of(complaint, "propose_outcome")
    assert onward not in at_desk.get(letter).content.decode()

    take_back_outcome(complaint, by=handler, at=DECIDED)

    assert f'href="{onward}"' in at_desk.get(letter).content.decode()
    assert at_desk.get(onward).status_code == 200
    complaint.case.letters.update(fields={})
    assert onward not in at_desk.get(letter).content.decode()


@pytest.mark.parametrize(
    ("met", "when"),
    [
        ("asked_to_record", "They leave at once."),
        ("serious_assault", "when the Chief Executive has"),
    ],
)
def test_whoever_hands_over_reads_when_the_letters_leave_and_how_to_reach_her(at_desk, handler, met, when):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    complaint = stories.assessed(complaint, handler, met, route=Route.HAND_OVER)
    complaint.parties.filter(role="complainant").update(safe_contact="Never ring the landline.")

    page = at_desk.get(url_of(complaint, "hand_over")).content.decode()

    assert when in page
    assert "Never ring the landline." in page


def read_letters(client: Client, complaint: Complaint, **typed: str):
    """The page with both letters on it, and the hash that its button hands back."""
    page = client.post(url_of(complaint, "hand_over"), typed).content.decode()
    return page, re.search(r'value="([0-9a-f]{64})"[^>]*name="read"|$', page)[1]


def chief_constable_case(by, people=(GWEN,)):
    return stories.taken(by, subject=Subject.CHIEF_CONSTABLE, people=people)


REFERRED = {
    "day-day": "10",
    "day-month": "4",
    "day-year": "2026",
    "time": "09:00",
    "iopc_reference": "2026/0001",
}


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        ({}, "leaves at once by e-mail", "A letter to the complainant left at once by e-mail"),
        ({"email": ""}, "joins today’s post", "A letter to the complainant joins today’s post"),
        ({"email": "", "address": ""}, "no letter tells them", "was recorded. Next"),
    ],
)
def test_whoever_records_a_referral_reads_that_a_letter_leaves(at_desk, handler, changed, before, after):
    complaint = chief_constable_case(handler, (replace(GWEN, **changed),))

    with time_machine.travel(datetime(2026, 4, 10, 12, tzinfo=UTC), tick=False):
        asked = at_desk.get(address(complaint, "referral/record/")).content.decode()
        told = send(at_desk, complaint, "referral/record/", **REFERRED).content.decode()

    assert before in asked
    assert after in told


def test_whoever_says_why_the_complainant_is_not_told_of_a_referral_sends_no_letter(at_desk, handler):
    complaint = chief_constable_case(handler)

    with time_machine.travel(datetime(2026, 4, 10, 12, tzinfo=UTC), tick=False):
        page = send(
            at_desk, complaint, "referral/record/", **REFERRED, not_told_because="It might warn a suspect."
        )

    assert "A letter to the complainant" not in page.content.decode()


def test_whoever_hands_over_reads_both_letters_before_they_leave(at_desk, handler):
    complaint = to_hand_over(handler, "asked_to_record")

    page, read = read_letters(at_desk, complaint, explanation="He should see her notes.")

    assert "Dear Gwen Pryce" in page
    assert "He should see her notes." in page
    assert "To the force, by e-mail" in page
    assert fresh(complaint).status == Status.HANDLING
    assert not complaint.case.letters.exists()

    send(at_desk, complaint, "hand-over/", explanation="He should see her notes.", read=read)

    assert fresh(complaint).status == Status.HANDED_OVER


def test_letters_changed_since_they_were_read_are_to_be_read_again(at_desk, handler):
    complaint = to_hand_over(handler, "asked_to_record")
    _, read = read_letters(at_desk, complaint, explanation="He should see her notes.")

    page = send(at_desk, complaint, "hand-over/", explanation="Something else.", read=read).content.decode()

    assert "What is sent changed since you read it. Read it again." in page
    assert read not in page
    assert fresh(complaint).status == Status.HANDLING


def test_one_letter_is_read_where_the_complainant_cannot_be_written_to(at_desk, handler):
    complaint = to_hand_over(handler, "asked_to_record")
    complaint.parties.update(email="", address="")

    before = at_desk.get(url_of(complaint, "hand_over")).content.decode()
    page, _ = read_letters(at_desk, complaint, explanation="Nobody can be told.")

    assert "Read the letter" in before
    assert "A letter tells the force, and leaves at once." in before
    assert "The complainant has not been told" in page
    assert "To the force, by e-mail" in page
    assert "To the complainant" not in page
