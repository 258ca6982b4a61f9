import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.approvals import actions as approvals
from casework.people.models import User
from casework.people.posts import Post
from complaints.models import Complaint
from complaints.workflow import Finding
from tests.complaints import stories
from tests.complaints.case_pages.visits import address
from tests.complaints.stories import DECIDED, waiting
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
WORDS = "He rang me himself. That is all I wanted."


def proposed(handler: User) -> Complaint:
    return stories.proposed(stories.resolving(handler), handler, Finding.RESOLVED, satisfied_words=WORDS)


def returned(handler: User) -> Complaint:
    complaint = proposed(handler)
    approvals.return_(waiting(complaint), comment="Say who rang.", by=holder(), at=DECIDED)
    return complaint


def closed(handler: User) -> Complaint:
    complaint = proposed(handler)
    approvals.approve(waiting(complaint), by=holder(), at=DECIDED)
    return complaint


def holder() -> User:
    return User.objects.get(tenures__post=Post.MANAGER)


# Fifteen for the page that opens. The timeline reads every kind of event, and messages are marked as read.
MOST = {"": 15, "allegations/": 15, "letters/": 15, "messages/": 18, "timeline/": 19}


@pytest.mark.parametrize(("tab", "most"), MOST.items())
@pytest.mark.parametrize("stage", [stories.taken, stories.resolving, proposed, returned, closed])
def test_no_stage_of_a_complaint_makes_its_pages_dear(at_desk, handler, stage, tab, most):
    UserFactory(post=Post.MANAGER)
    complaint = stage(handler)
    at_desk.get(address(complaint, tab))  # the office is read once a minute

    with CaptureQueriesContext(connection) as asked:
        at_desk.get(address(complaint, tab))

    assert len(asked) <= most
