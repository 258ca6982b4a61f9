"""Whether a complaint about the Chief Constable goes on after criminal proceedings: PCMR 2020 reg 41."""

from datetime import UTC, date, datetime

import pytest

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.deadlines.explanation import explain
from casework.deadlines.models import Deadline, State
from casework.letters import actions as letters
from casework.letters.content import dates_of
from casework.letters.models import Letter, Method
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.handling import suspend
from complaints.actions.refused import Refused
from complaints.actions.resumption import (
    TELL_THE_SUBJECT,
    draft_question,
    propose_decision,
    record_answer,
    resume,
)
from complaints.acts import Situation, allowed_actions
from complaints.models import Complaint
from complaints.next_steps import next_steps
from complaints.wanted import next_step
from complaints.workflow import Outcome, Route, Status, Subject
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]

# Statute's own example: sent on Tuesday 2 June 2026, the last day is Tuesday 30 June.
SENT = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
LAST_MINUTE = datetime(2026, 6, 30, 22, 59, tzinfo=UTC)  # 23:59 in London
AFTER = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)


@pytest.fixture
def suspended(handler: User, chief_executive: User) -> Complaint:
    taken = stories.taken(handler, subject=Subject.CHIEF_CONSTABLE)
    spoken_to = stories.spoken_to(taken, handler)
    complaint = stories.assessed(spoken_to, handler, "authority_decides", route=Route.SCHEDULE_3)
    suspend(complaint, reason="A trial about the same event begins soon.", by=handler, at=ASSESSED)
    return fresh(complaint)


@pytest.fixture
def asked(suspended: Complaint, handler: User) -> Complaint:
    letters.send(draft_question(suspended, by=handler, at=SENT), by=handler, at=SENT)
    return fresh(suspended)


def window(complaint: Complaint) -> Deadline:
    return Deadline.objects.filter(case=complaint.case_id, clock="resumption-reply").latest("pk")


def wanted(complaint: Complaint, handler: User, on: date) -> tuple[str, str]:
    step = next_step(Situation(fresh(complaint), handler), on)
    assert step
    return step.sentence, step.act


def test_letter_that_asks_starts_the_28_days_when_it_leaves_and_is_an_update(suspended, handler):
    letter = draft_question(suspended, by=handler, at=SENT)
    assert not Deadline.objects.filter(case=suspended.case, clock="resumption-reply").exists()

    letters.send(letter, by=handler, at=SENT)

    assert window(suspended).due_on == date(2026, 6, 30)
    update = Deadline.objects.running().get(case=suspended.case, clock="complainant-update")
    assert update.trigger_at == SENT


def test_date_printed_in_a_posted_letter_is_counted_from_the_day_it_was_sent(suspended, handler):
    """Reg 41(4)(b) counts from the day after the letter was sent, not from the day it came."""
    letter = draft_question(suspended, by=handler, at=SENT)
    Letter.objects.filter(pk=letter.pk).update(method=Method.POST)
    letter.refresh_from_db()

    assert dates_of(letter, SENT.date())["last_day_to_reply"].on == date(2026, 6, 30)


def test_why_this_date_cites_the_regulation(asked):
    said = explain(window(asked))

    assert "PCMR 2020 reg 41" in str(said)
    assert [step.words for step in next_steps(asked, on=SENT.date()) if step.deadline == window(asked)] == [
        "You can tell us whether your complaint should go on until the end of"
    ]


def test_question_is_drafted_once_and_asked_once(asked, handler):
    with pytest.raises(Refused, match="asked already"):
        draft_question(asked, by=handler, at=SENT)


def test_drafting_twice_gives_the_same_letter(suspended, handler):
    first = draft_question(suspended, by=handler, at=SENT)

    assert draft_question(suspended, by=handler, at=SENT) == first


@pytest.mark.parametrize("at", [LAST_MINUTE, AFTER])
def test_who_wants_it_to_go_on_makes_it_go_on_however_late(asked, handler, at):
    record_answer(asked, wanted=True, by=handler, at=at)

    complaint = fresh(asked)
    assert (complaint.status, complaint.suspended_at) == (Status.HANDLING, None)
    assert window(asked).state == State.SATISFIED


def test_complainant_who_answers_on_their_page_writes_to_the_office_too(asked):
    record_answer(asked, wanted=True, by=None, at=LAST_MINUTE)

    assert fresh(asked).suspended_at is None
    assert asked.messages.get(from_complainant=True).text == "I want my complaint to go on."
    with pytest.raises(Refused):
        record_answer(asked, wanted=False, by=None, at=LAST_MINUTE)


def test_complainant_who_was_not_asked_has_nothing_to_answer(suspended):
    with pytest.raises(Refused, match="not waiting for an answer from you"):
        record_answer(suspended, wanted=True, by=None, at=SENT)


def test_nothing_is_decided_while_the_complainant_may_still_answer(asked, handler):
    with pytest.raises(Refused, match="may answer until 30 June 2026"):
        propose_decision(asked, in_public_interest=False, reasons="Nothing more.", by=handler, at=LAST_MINUTE)


def test_nothing_is_decided_before_the_complainant_was_written_to(suspended, handler):
    with pytest.raises(Refused, match="Write to the complainant first"):
        propose_decision(suspended, in_public_interest=False, reasons="Nothing more.", by=handler, at=AFTER)


def test_silence_lets_the_chief_executive_end_it(asked, handler, chief_executive):
    """Reg 41(5): not in the public interest, so Part 2 of the 2002 Act ceases to apply."""
    propose_decision(asked, in_public_interest=False, reasons="She moved away.", by=handler, at=AFTER)
    request = ApprovalRequest.objects.get(case=asked.case)

    approvals.approve(request, by=chief_executive, at=AFTER)

    complaint = fresh(asked)
    assert (request.post, complaint.status, complaint.outcome) == (
        Post.CHIEF_EXECUTIVE,
        Status.CLOSED,
        Outcome.NOT_RESUMED,
    )
    assert not Deadline.objects.running().filter(case=complaint.case).exists()
    assert complaint.case.tasks.get(done_at=None).what == TELL_THE_SUBJECT


def test_complaint_that_is_declined_may_go_on_as_a_conduct_matter(asked, handler, chief_executive):
    """Reg 41(6): in the public interest, so it is handled as a recordable conduct matter."""
    record_answer(asked, wanted=False, by=handler, at=LAST_MINUTE)
    assert fresh(asked).resumption_declined_at == LAST_MINUTE
    propose_decision(asked, in_public_interest=True, reasons="Others saw it too.", by=handler, at=LAST_MINUTE)

    approvals.approve(ApprovalRequest.objects.get(case=asked.case), by=chief_executive, at=AFTER)

    complaint = fresh(asked)
    assert (complaint.status, complaint.suspended_at, complaint.resumption_declined_at) == (
        Status.HANDLING,
        None,
        None,
    )


def test_wish_to_go_on_withdraws_the_decision_that_waits(asked, handler, chief_executive):
    propose_decision(asked, in_public_interest=False, reasons="No answer.", by=handler, at=AFTER)

    record_answer(asked, wanted=True, by=None, at=AFTER)

    assert ApprovalRequest.objects.get(case=asked.case).state == "void"
    assert fresh(asked).status == Status.HANDLING


def test_complaint_need_not_wait_is_resumed_unless_the_complainant_was_asked(suspended, asked, handler):
    with pytest.raises(Refused, match="asked already"):
        resume(asked, by=handler, at=SENT)


def test_next_step_follows_the_regulation(suspended, handler, chief_executive):
    assert wanted(suspended, handler, ASSESSED.date())[1] == "resume"

    letters.send(draft_question(suspended, by=handler, at=SENT), by=handler, at=SENT)
    assert wanted(suspended, handler, date(2026, 6, 30))[0].startswith("Wait for the complainant to say")
    assert wanted(suspended, handler, date(2026, 7, 1)) == (
        "The complainant has not answered. Decide whether it is in the public interest that it goes on.",
        "decide_resumption",
    )

    propose_decision(fresh(suspended), in_public_interest=False, reasons="No.", by=handler, at=AFTER)
    assert "waits for the approval of the Chief Executive" in wanted(suspended, handler, date(2026, 7, 1))[0]
    assert fresh(suspended).case.waits_for == "approval"


def test_regulation_holds_only_for_what_the_office_recorded_about_the_chief_constable(handler):
    complaint = stories.resolving(handler)
    suspend(complaint, reason="A trial begins.", by=handler, at=ASSESSED)

    assert "decide_resumption" not in allowed_actions(Situation(fresh(complaint), handler))
    with pytest.raises(Refused, match="does not wait for criminal proceedings"):
        draft_question(complaint, by=handler, at=SENT)
    resume(complaint, by=handler, at=SENT)
    assert fresh(complaint).suspended_at is None


def test_resume_page_asks_what_the_complainant_wants_and_drafts_the_letter(client, suspended, handler):
    client.force_login(handler)
    page = f"/complaints/{suspended.case.reference}/resume/"

    assert "they have not said: write to ask" in client.get(page).content.decode()
    letter = client.post(page, {"said": "silent"})

    assert letter.url == f"/letters/{Letter.objects.get(case=suspended.case).pk}/"


def test_decision_page_asks_for_the_public_interest_and_why(client, asked, handler):
    client.force_login(handler)
    page = f"/complaints/{asked.case.reference}/resume/decide/"

    refused = client.post(page, {"in_public_interest": "no", "reasons": ""})

    assert "Enter why" in refused.content.decode()


def test_decider_reads_what_is_put_and_why(client, asked, handler, chief_executive):
    propose_decision(asked, in_public_interest=False, reasons="She moved away.", by=handler, at=AFTER)
    client.force_login(chief_executive)

    page = client.get(f"/approvals/{ApprovalRequest.objects.get(case=asked.case).pk}/").content.decode()

    assert "None: the complaint ends" in page
    assert "She moved away." in page
    assert "nobody rang back" in page


def test_somebody_whom_nobody_can_ask_is_decided_about_without_a_letter(client, suspended, handler):
    suspended.parties.filter(role="complainant").update(email="", address="")
    client.force_login(handler)
    reference = suspended.case.reference

    answer = client.post(f"/complaints/{reference}/resume/", {"said": "silent"})

    assert answer.url == f"/complaints/{reference}/resume/decide/"
    assert not Letter.objects.filter(case=suspended.case).exists()
