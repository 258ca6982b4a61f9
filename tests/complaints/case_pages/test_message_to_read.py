"""What a complainant wrote is seen by whoever handles it, wherever they look first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.actions.messages import mark_messages_read, send_message
from complaints.acts import Situation
from complaints.models import Complaint
from complaints.wanted import next_step
from complaints.workflow import Route
from tests.complaints import stories
from tests.complaints.case_pages.visits import address
from tests.complaints.stories import ASSESSED, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
WROTE = ASSESSED + timedelta(hours=2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(WROTE, tick=False):
        yield


def written(complaint: Complaint) -> Complaint:
    send_message(complaint, text="When will I hear?", by=None, at=WROTE)
    return fresh(complaint)


def wanted(complaint: Complaint, handler) -> tuple[str, str]:
    step = next_step(Situation(fresh(complaint), handler), WROTE.date())
    assert step
    return step.act, step.url


def test_a_message_on_an_open_complaint_stands_on_the_desk_and_not_under_closed_ones(at_desk, handler):
    complaint = written(stories.resolving(handler))

    desk = at_desk.get("/desk/")

    assert [line.case.pk for line in desk.context["to_do"]] == [complaint.pk]
    assert desk.context["calls"] == []
    assert "There is a message to read" in desk.content.decode()


def test_a_message_on_what_waits_for_somebody_else_makes_it_ones_own_again(at_desk, handler):
    complaint = written(stories.resolving(handler))
    complaint.case.waits_for = "the force"
    complaint.case.save(update_fields=["waits_for"])

    desk = at_desk.get("/desk/")

    assert [line.case.pk for line in desk.context["to_do"]] == [complaint.pk]


def test_a_message_nobody_handles_yet_leaves_its_complaint_among_the_unassigned(at_desk, handler):
    complaint = written(stories.logged(handler))

    desk = at_desk.get("/desk/")

    assert [line.case.pk for line in desk.context["unassigned"]] == [complaint.pk]


def test_the_list_says_that_there_is_a_message(at_desk, handler):
    written(stories.resolving(handler))

    assert "There is a message to read" in at_desk.get("/complaints/").content.decode()


def test_the_case_page_says_so_on_its_tab_and_asks_for_an_answer(at_desk, handler):
    complaint = written(stories.resolving(handler))
    at_desk.get(address(complaint))

    with CaptureQueriesContext(connection) as queries:
        page = at_desk.get(address(complaint)).content.decode()

    assert "Messages (new)" in page
    assert "Read the message and answer the complainant." in page
    assert len(queries) <= 15, [query["sql"][:150] for query in queries]


def test_a_message_that_was_read_is_wanted_no_more(at_desk, handler):
    complaint = written(stories.resolving(handler))

    mark_messages_read(complaint, by=handler, at=WROTE)

    assert fresh(complaint).case.calls_for == ""
    assert wanted(complaint, handler)[0] == "finding"


def test_what_is_due_today_comes_before_a_message(handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    stories.assessed(complaint, handler, "serious_assault", route=Route.HAND_OVER)

    assert wanted(written(complaint), handler)[0] == "hand_over"


def test_the_next_step_leads_to_the_message(handler):
    complaint = written(stories.resolving(handler))

    assert wanted(complaint, handler) == ("messages", address(complaint, "messages/"))
