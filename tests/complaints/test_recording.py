"""A complainant may ask at any time for a police complaint to be recorded: PRA 2002 Sch 3 para 2(6A)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.cases.refused import Refused
from casework.deadlines.queries import running_on
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.closing import ask_to_reopen, reopen
from complaints.actions.hand_over import hand_over
from complaints.actions.messages import mark_messages_read, send_message
from complaints.actions.outcome import draft_outcome, take_back_outcome
from complaints.actions.recording import ask_for_recording
from complaints.acts import Situation, allowed_actions
from complaints.criteria import criteria_for
from complaints.deadlines import HAND_OVER_TO_FORCE
from complaints.forms.assessing import AssessForm
from complaints.models import Complaint
from complaints.queries import first_access_code
from complaints.tracking.stages import so_far
from complaints.wanted import next_step
from complaints.workflow import Finding, Road, Route, Status
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, DECIDED, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]

LATER = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
SATISFIED = "Thank you, that is all I wanted."


@pytest.fixture
def resolving(handler: User) -> Complaint:
    return stories.resolving(handler)


@pytest.fixture
def closed(resolving: Complaint, handler: User, manager: User) -> Complaint:
    complaint = stories.proposed(resolving, handler, Finding.RESOLVED, satisfied_words=SATISFIED)
    approvals.approve(ApprovalRequest.objects.get(case=complaint.case), by=manager, at=DECIDED)
    return fresh(complaint)


def step(complaint: Complaint, person: User) -> tuple[str, str]:
    wanted = next_step(Situation(fresh(complaint), person), LATER.date())
    assert wanted
    return wanted.sentence, wanted.act


def calling(client, person: User) -> list[str]:
    client.force_login(person)
    with time_machine.travel(LATER, tick=False):
        return [line.case.calls_for for line in client.get("/desk/").context["calls"]]


def test_wish_is_kept_once_and_written_to_the_office(resolving):
    ask_for_recording(resolving, by=None, at=LATER)

    assert fresh(resolving).recording_asked_at == LATER
    assert resolving.messages.get().text == "I ask for my complaint to be recorded."
    with pytest.raises(Refused, match="asked for already"):
        ask_for_recording(resolving, by=None, at=LATER)


def test_whoever_asked_gets_no_informal_outcome(resolving, handler):
    ask_for_recording(resolving, by=handler, at=LATER)

    with pytest.raises(Refused, match="Assess it again"):
        draft_outcome(resolving, by=handler, at=LATER)
    assert step(resolving, handler) == (
        "The complainant asks for it to be recorded. Assess it again, then hand it over to the force.",
        "assess",
    )


def test_assessment_cannot_overlook_that_it_was_asked_for(resolving, handler):
    ask_for_recording(resolving, by=None, at=LATER)

    with pytest.raises(Refused, match="answer yes"):
        stories.assessed(fresh(resolving), handler, route=Route.OUTSIDE_SCHEDULE_3)
    stories.assessed(fresh(resolving), handler, "asked_to_record", route=Route.HAND_OVER)

    assert step(resolving, handler)[1] == "hand_over"


def test_outcome_that_waits_is_taken_back_before_it_is_assessed_anew(resolving, handler, manager):
    stories.proposed(resolving, handler, Finding.RESOLVED, satisfied_words=SATISFIED)
    ask_for_recording(resolving, by=None, at=LATER)

    assert step(resolving, handler)[1] == "take_back_outcome"
    with pytest.raises(Refused, match="asks for it to be recorded"):
        approvals.approve(ApprovalRequest.objects.get(case=resolving.case), by=manager, at=LATER)


def test_wish_brings_a_closed_complaint_back_to_the_desk(client, closed, handler, manager):
    assert calling(client, handler) == []

    ask_for_recording(closed, by=None, at=LATER)
    mark_messages_read(fresh(closed), by=handler, at=LATER)

    assert calling(client, handler) == ["The complainant asks for it to be recorded"]
    assert calling(client, manager) == ["The complainant asks for it to be recorded"]
    assert calling(client, stories.handler()) == []
    assert step(closed, handler)[1] == "ask_to_reopen"
    assert step(closed, manager)[1] == "reopen"


def test_reopened_it_is_assessed_and_handed_over(client, closed, handler, manager):
    ask_for_recording(closed, by=None, at=LATER)

    reopen(closed, reason="She asks for it to be recorded.", by=manager, at=LATER)

    assert calling(client, handler) == []
    assert step(closed, handler)[1] == "assess"


def test_message_on_a_closed_complaint_is_on_the_desk_until_it_is_read(client, closed, handler):
    send_message(closed, text="It has happened again.", by=None, at=LATER)
    assert calling(client, handler) == ["There is a message to read"]

    mark_messages_read(fresh(closed), by=handler, at=LATER)

    assert calling(client, handler) == []


def test_handler_asks_the_post_that_approved_the_outcome_to_reopen(closed, handler, manager):
    assert {"ask_to_reopen"} == {"reopen", "ask_to_reopen"} & allowed_actions(
        Situation(closed, handler)
    ).keys()
    ask_to_reopen(closed, reason="The promise was not kept.", by=handler, at=LATER)
    request = ApprovalRequest.objects.get(case=closed.case, state="waiting")

    approvals.approve(request, by=manager, at=LATER)

    assert (request.post, fresh(closed).status) == (Post.MANAGER, Status.HANDLING)


def test_reopening_that_is_refused_leaves_it_closed(client, closed, handler, manager):
    ask_to_reopen(closed, reason="The promise was not kept.", by=handler, at=LATER)
    request = ApprovalRequest.objects.get(case=closed.case, state="waiting")
    client.force_login(manager)
    assert "The promise was not kept." in client.get(f"/approvals/{request.pk}/").content.decode()

    approvals.refuse(request, by=manager, at=LATER, comment="It was kept on 4 May.")

    assert fresh(closed).status == Status.CLOSED


def test_wish_makes_the_hand_over_due_as_a_decision_to_record_does(closed, handler, manager):
    ask_for_recording(closed, by=None, at=LATER)

    wanted = next_step(Situation(fresh(closed), handler), LATER.date())
    assert wanted
    assert wanted.due
    assert (wanted.due.clock, wanted.due.due_on) == ("hand-over-to-force", date(2026, 5, 13))
    assert fresh(closed).case.next_due_on == date(2026, 5, 13)

    reopen(closed, reason="She asks for it to be recorded.", by=manager, at=LATER)
    stories.assessed(fresh(closed), handler, "asked_to_record", route=Route.HAND_OVER, at=LATER)

    assert running_on(closed.case, HAND_OVER_TO_FORCE) == wanted.due


def test_reopening_what_must_be_recorded_leaves_no_choice(client, closed, handler, manager):
    """PRA 2002 Sch 3 para 2(6A)."""
    ask_for_recording(closed, by=None, at=LATER)
    ask_to_reopen(fresh(closed), reason="She asks for it.", by=handler, at=LATER)
    request = ApprovalRequest.objects.get(case=closed.case, state="waiting")
    client.force_login(manager)

    page = client.get(f"/approvals/{request.pk}/").content.decode()

    assert "If nothing is done: The office fails its duty to have it recorded" in page
    assert "the law leaves no choice: PRA 2002 Sch 3 para 2(6A). It can only be approved." in page
    assert "Return for changes" not in page
    assert 'value="refuse"' not in page
    assert 'value="approve"' in page
    for decide in (approvals.refuse, approvals.return_):
        with pytest.raises(Refused, match="the law leaves no choice"):
            decide(request, by=manager, at=LATER, comment="She has had her answer.")
    client.post(f"/approvals/{request.pk}/", {"answer": "refuse", "comment": "She has had her answer."})
    assert fresh(closed).status == Status.CLOSED
    client.post(f"/approvals/{request.pk}/", {"answer": "approve"})
    assert fresh(closed).status == Status.HANDLING


def test_pages_of_the_handler_ask_first(client, closed, handler):
    client.force_login(handler)
    reference = closed.case.reference

    client.post(f"/complaints/{reference}/recording/ask/")
    client.post(f"/complaints/{reference}/reopen/ask/", {"reason": "She asks for it to be recorded."})

    assert fresh(closed).recording_asked_at is not None
    assert ApprovalRequest.objects.filter(case=closed.case, kind="reopen-to-record-resolution").exists()


def test_only_what_is_handled_informally_can_be_asked_to_be_recorded(handler):
    not_assessed = stories.taken(handler)
    handed = stories.assessed(
        stories.spoken_to(stories.taken(handler), handler), handler, "asked_to_record", route=Route.HAND_OVER
    )

    for complaint in (not_assessed, handed):
        with pytest.raises(Refused, match="not handled informally"):
            ask_for_recording(complaint, by=None, at=LATER)


def opened(client: Client, complaint: Complaint) -> None:
    code = first_access_code(complaint)
    client.post("/track/", {"reference": complaint.case.reference, "code": code})


def test_complainant_asks_on_their_page_after_reading_what_it_means(client, closed):
    with time_machine.travel(LATER, tick=False):
        opened(client, closed)
        assert "Ask for it to be recorded" in client.get("/track/complaint/").content.decode()
        asked = client.get("/track/recording/ask/").content.decode()
        after = client.post("/track/recording/ask/", follow=True).content.decode()

    assert "You need not give a reason" in asked
    assert "You asked for your complaint to be recorded, and it must be</h1>" in after
    assert "Exampleshire Constabulary, which has to deal with it formally" in after
    assert "We aim to pass your complaint to the police force by" in after
    assert "Our letter says how" not in after
    assert "Your complaint is closed" not in after
    assert [event.title for event in so_far(fresh(closed))][-2:] == [
        "We closed it",
        "You asked for it to be recorded",
    ]
    assert "Nothing more, unless you ask" not in after
    assert fresh(closed).recording_asked_at == LATER


def test_complainant_is_told_by_when_it_is_passed_on_and_then_who_writes(client, resolving, handler):
    ask_for_recording(resolving, by=None, at=ASSESSED)
    stories.assessed(fresh(resolving), handler, "asked_to_record", route=Route.HAND_OVER)
    with time_machine.travel(LATER, tick=False):
        opened(client, resolving)
        assert "We aim to pass your complaint to the police force by" in (
            client.get("/track/complaint/").content.decode()
        )
        hand_over(fresh(resolving), explanation="As asked.", by=handler, at=LATER)
        after = client.get("/track/complaint/").content.decode()

    assert "Exampleshire Constabulary will write to you at least every four weeks" in after
    assert "There is no date to tell you now" not in after
    titles = [event.title for event in so_far(fresh(resolving))]
    assert titles[-2:] == ["You asked for it to be recorded", "We handed it over to the police force"]


def test_assessment_page_knows_that_it_was_asked_for(resolving):
    ask_for_recording(resolving, by=None, at=LATER)

    form = AssessForm(complaint=fresh(resolving), latest=resolving.assessments.get())

    assert form["asked_to_record"].value() == "yes"
    assert form["asked_to_record_reason"].value() == "Asked for on Tuesday 12 May 2026."
    assert form["serious_assault"].value() == "no"
    assert [form[name].value() for name in ("agreed", "route", "reasons")] == [None, None, None]


@pytest.mark.parametrize("criterion", ["asked_to_record", "serious_assault"])
def test_assessment_page_wants_a_reason_for_each_yes(client, resolving, handler, criterion):
    ask_for_recording(resolving, by=None, at=LATER)
    complaint = fresh(resolving)
    sent = {given.code: "no" for given in criteria_for(Road.FORCE)}
    sent |= {"asked_to_record": "yes", "asked_to_record_reason": "She wrote to us.", criterion: "yes"}
    sent |= {f"{criterion}_reason": " ", "version": complaint.case.version}
    client.force_login(handler)

    page = client.post(
        f"/complaints/{complaint.case.reference}/assess/",
        sent | {"route": Route.HAND_OVER, "reasons": "She asks for it."},
    )

    assert list(page.context["form"].errors) == [f"{criterion}_reason"]
    assert complaint.assessments.count() == 1


def test_no_informal_outcome_is_offered_to_whoever_asked(resolving, handler, manager):
    complaint = stories.proposed(resolving, handler, Finding.RESOLVED, satisfied_words=SATISFIED)
    take_back_outcome(complaint, by=handler, at=DECIDED)
    outcomes = {"draft_outcome", "propose_outcome"}
    assert outcomes <= allowed_actions(Situation(fresh(complaint), handler)).keys()

    ask_for_recording(complaint, by=None, at=LATER)

    assert not outcomes & allowed_actions(Situation(fresh(complaint), handler)).keys()
