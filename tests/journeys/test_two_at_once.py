"""Two people, or one person twice, at the same thing at once: one is done, the other is told in words."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from casework.approvals.models import ApprovalRequest
from casework.people.posts import Post
from complaints.actions.update import draft_update
from complaints.models import Complaint
from demonstration.office import Cast
from demonstration.stories import Reached, stories
from demonstration.ways import tell
from tests.factories.people import TenureFactory
from tests.fixtures.visitors import Visitor
from tests.journeys.steps import Visit, to_the_last_page

CHANGED = "Somebody else changed this"


@pytest.fixture
def told(office_people: Cast) -> Callable[[Reached], Complaint]:
    """A complaint of the first handler that has come so far."""

    def tell_of(reached: Reached) -> Complaint:
        story = next(story for story in stories() if story.reached == reached)
        return tell(story, office_people, number=2, now=timezone.now())

    return tell_of


@pytest.fixture
def two(site: str, visitor: Visit, office_people: Cast) -> list[Visitor]:
    """The handler, and the manager, who may do what the handler may."""
    people = [visitor(site) for _ in range(2)]
    for person, name in zip(people, ("handler", "manager"), strict=True):
        person.sign_in(name)
    return people


def test_second_of_two_who_change_an_allegation_is_told_and_keeps_what_they_typed(
    two: list[Visitor], told: Callable[[Reached], Complaint]
) -> None:
    complaint = told(Reached.HANDLED)
    for person in two:
        person.go(f"/complaints/{complaint.case.reference}/allegations/1/change/")
        person.page.get_by_label("None of these").check()
    first, second = two

    first.fill("What is alleged?", "The call was cut off four times.")
    first.press("Save allegation")
    second.fill("What is alleged?", "Nobody answered.")
    second.press("Save allegation")

    assert CHANGED in second.text()
    assert second.box("What is alleged?").input_value() == "Nobody answered."
    assert complaint.allegations.get().text == "The call was cut off four times."


def test_second_of_two_who_change_a_letter_is_told_and_keeps_what_they_typed(
    two: list[Visitor], told: Callable[[Reached], Complaint], office_people: Cast
) -> None:
    complaint = told(Reached.HANDLED)
    letter = draft_update(
        complaint, done="We asked.", next_="We wait.", by=office_people.handlers[0], at=timezone.now()
    )
    for person in two:
        person.go(f"/letters/{letter.pk}/")
    first, second = two

    first.page.locator("textarea").first.fill("We asked the force twice.")
    first.press("Save and show it")
    second.page.locator("textarea").first.fill("We asked nobody.")
    second.press("Save and show it")

    assert CHANGED in second.text()
    assert second.page.locator("textarea").first.input_value() == "We asked nobody."


def test_second_of_two_who_decide_is_told_what_the_first_decided(
    two: list[Visitor], told: Callable[[Reached], Complaint], office_people: Cast
) -> None:
    told(Reached.PROPOSED)
    TenureFactory(person=office_people.handlers[1], post=Post.MANAGER)
    request = ApprovalRequest.objects.get(state="waiting")
    manager, other = two[1], two[0]
    other.press("Sign out")
    other.sign_in("second.handler")
    for person in (manager, other):
        person.go(f"/approvals/{request.pk}/")

    manager.choose("Approve")
    manager.press("Decide")
    other.choose("Return for changes")
    other.fill("Comment", "Say why.")
    other.press("Decide")

    request.refresh_from_db()
    assert request.state == "approved"
    assert "Approved by Amira Shah." in other.text()


def test_form_sent_from_two_tabs_is_one_complaint(site: str, visitor: Visit, office_people: Cast) -> None:
    gwen = visitor(site)
    to_the_last_page(gwen)
    other_tab = Visitor(gwen.page.context.new_page(), site)
    other_tab.go("/complain/check/")

    gwen.press("Send my complaint")
    other_tab.press("Send my complaint")

    assert reference_on(gwen.page) == reference_on(other_tab.page) == Complaint.objects.get().case.reference


def reference_on(page: Page) -> str:
    return page.locator(".govuk-panel__body strong").inner_text()
