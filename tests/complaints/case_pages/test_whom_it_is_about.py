import pytest

from casework.people.posts import Post
from complaints.actions.people import identify_subject
from complaints.models import Role
from complaints.workflow import Finding, Route, Subject
from tests.complaints import stories
from tests.complaints.case_pages.visits import address, send
from tests.factories.complaints import PartyFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


def test_adding_a_subject_under_a_colleague_s_name_says_who_is_kept_out(at_desk, handler):
    colleague, complaint = UserFactory(post=Post.MANAGER), stories.resolving(handler)

    said = send(at_desk, complaint, "people/add/", role=Role.SUBJECT, name=colleague.name)

    assert f"and {colleague} can no longer see this complaint" in said.content.decode()


def test_assessing_what_nobody_is_kept_from_says_so_until_the_person_is_named(client):
    chief_executive, colleague = UserFactory(post=Post.CHIEF_EXECUTIVE), UserFactory()
    client.force_login(chief_executive)
    complaint = stories.taken(chief_executive, subject=Subject.OFFICE_STAFF)
    party = PartyFactory(complaint=complaint, role=Role.SUBJECT)

    before = client.get(address(complaint, "assess/")).content.decode()
    identify_subject(party, colleague, by=chief_executive, at=stories.ASSESSED)
    after = client.get(address(complaint, "assess/")).content.decode()

    assert "so nobody is kept from it" in before
    assert address(complaint, "people/add/") in before
    assert "so nobody is kept from it" not in after


def test_whoever_decides_is_told_that_nobody_is_kept_from_it(client):
    commissioner, handler = UserFactory(post=Post.COMMISSIONER), UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.taken(handler, subject=Subject.OFFICE_STAFF)
    stories.alleged(complaint, handler)
    complaint = stories.assessed(complaint, handler, route=Route.LOCAL_POLICY)
    stories.proposed(complaint, handler, Finding.NOT_FOUNDED)
    client.force_login(commissioner)

    page = client.get(f"/approvals/{stories.waiting(complaint).pk}/").content.decode()

    assert "so nobody is kept from it" in page
