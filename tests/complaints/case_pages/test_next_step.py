import html
from datetime import timedelta

import pytest
import time_machine

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.deadlines.queries import clock_of
from casework.people.posts import Post
from complaints.actions.handling import suspend
from complaints.actions.outcome import propose_outcome
from complaints.acts import Situation
from complaints.wanted import given_back, next_step
from complaints.workflow import Finding, Route, Subject
from tests.complaints import stories
from tests.complaints.case_pages.visits import address, offered, send
from tests.complaints.stories import DECIDED, fresh
from tests.factories.complaints import ComplaintFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


def test_after_an_act_the_banner_says_what_was_done_and_what_comes_next(at_desk, handler):
    complaint = stories.resolving(handler)

    page = send(at_desk, complaint, "notes/add/", text="She rang.").content.decode()

    assert "The note was added. Next: Tell the complainant how their complaint stands." in page


@pytest.mark.parametrize(
    ("met", "words", "clock"),
    [
        ("serious_assault", "to the force today", "hand-over-with-criterion"),
        ("asked_to_record", "to be recorded", "hand-over-to-force"),
    ],
)
def test_the_next_step_of_a_hand_over_says_when_it_is_today(handler, met, words, clock):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    complaint = stories.assessed(complaint, handler, met, route=Route.HAND_OVER)

    step = next_step(Situation(complaint, handler), stories.ASSESSED.date())

    assert words in step.sentence
    assert (step.act, step.due.clock) == ("hand_over", clock)


def test_the_next_step_of_a_new_complaint_is_to_log_it(handler):
    step = next_step(Situation(ComplaintFactory(), handler), stories.LOGGED.date())

    assert step.act == "log"


def test_the_next_step_is_a_referral_with_its_last_day(handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    complaint = stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    step = next_step(Situation(complaint, handler), stories.ASSESSED.date())

    assert (step.act, step.due.clock) == ("refer", "iopc-referral")


def test_an_update_that_is_soon_due_comes_before_the_finding(handler):
    complaint = stories.resolving(handler)

    far = next_step(Situation(complaint, handler), stories.ASSESSED.date())
    near = next_step(Situation(complaint, handler), DECIDED.date())

    assert (far.act, near.act) == ("finding", "update")


def test_while_a_complaint_is_suspended_its_updates_are_still_the_next_thing(handler):
    complaint = stories.resolving(handler)
    suspend(complaint, reason="The officer is on trial.", by=handler, at=stories.ASSESSED)

    far = next_step(Situation(fresh(complaint), handler), stories.ASSESSED.date())
    near = next_step(Situation(fresh(complaint), handler), DECIDED.date())

    assert (far.act, near.act) == ("resume", "update")
    assert "While it is suspended they are still told" in near.sentence


def test_somebody_who_only_reads_is_told_the_next_step_and_offered_nothing(handler):
    complaint = stories.resolving(handler)
    other = stories.handler()

    step = next_step(Situation(complaint, other), stories.ASSESSED.date())

    assert step.sentence.startswith("Look into it")
    assert step.url == ""
    assert offered(complaint, other) == {"contact", "note", "task"}


@pytest.mark.parametrize(("decide", "done"), [(approvals.return_, "returned"), (approvals.refuse, "refused")])
def test_an_outcome_that_came_back_says_from_whom_and_why_until_it_is_put_again(
    at_desk, handler, decide, done
):
    manager = UserFactory(post=Post.MANAGER)
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    decide(stories.waiting(complaint), by=manager, at=DECIDED, comment="Say which log.")
    said = f"{manager} {done} the outcome on 30 April 2026: “Say which log.”"

    with time_machine.travel(stories.ASSESSED, tick=False):
        page = at_desk.get(address(complaint)).content.decode()
        proposing = at_desk.get(address(complaint, "outcome/propose/")).content.decode()
    with time_machine.travel(DECIDED + timedelta(days=60), tick=False):
        update_overdue = at_desk.get(address(complaint)).content.decode()

    assert said in html.unescape(page)
    assert said in html.unescape(proposing)
    assert f"{said} Tell the complainant" in html.unescape(update_overdue)
    propose_outcome(fresh(complaint), letter=complaint.case.letters.get(), by=handler, at=DECIDED)
    assert given_back(fresh(complaint)) == ""


def test_letter_that_waits_for_the_post_is_one_step_away(at_desk, handler):
    manager = UserFactory(post=Post.MANAGER)
    complaint = stories.resolving(handler)
    complaint.parties.filter(role="complainant").update(contact_by="post")
    complaint = stories.proposed(complaint, handler, Finding.NOT_RESOLVED)
    request = ApprovalRequest.objects.get(case=complaint.case)
    at_desk.force_login(manager)
    assert "it leaves with today’s post" in at_desk.get(f"/approvals/{request.pk}/").content.decode()

    approvals.approve(request, by=manager, at=DECIDED)

    at_desk.force_login(handler)
    step = next_step(Situation(fresh(complaint), handler), DECIDED.date())
    assert (step.label, step.url) == ("Today’s post", "/post/")
    assert 'href="/post/"' in at_desk.get(complaint.get_absolute_url()).content.decode()
    reader = UserFactory(post=Post.LEGITIMACY_LEAD)
    assert next_step(Situation(fresh(complaint), reader), DECIDED.date()).url == ""


def test_while_the_complainant_is_asked_about_withdrawing_the_answer_is_the_next_step(at_desk, handler):
    complaint = stories.resolving(handler)

    page = send(at_desk, complaint, "withdrawal/", signed="no").content.decode()

    step = next_step(Situation(fresh(complaint), handler), DECIDED.date())
    assert (step.act, step.due.clock) == ("withdrawal_reply", "withdrawal-reply")
    assert "The withdrawal was recorded. Next: Wait for the complainant to say whether they withdraw" in page


def test_the_next_step_has_the_date_of_the_nearest_duty_and_says_of_which(at_desk, handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    complaint = stories.assessed(complaint, handler, "asked_to_record", route=Route.SCHEDULE_3)

    step = next_step(Situation(complaint, handler), stories.ASSESSED.date())
    page = at_desk.get(address(complaint)).content.decode()

    assert (step.act, step.due.clock) == ("allegation", "complainant-update")
    assert f'__due">{clock_of(step.due).name}: ' in page
