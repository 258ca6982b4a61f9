from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.deadlines.counting import in_words
from casework.deadlines.models import Deadline, State
from casework.letters import actions as letters
from casework.letters import content, tree
from casework.letters.forms import LetterForm
from casework.letters.models import Letter
from casework.letters.models import State as LetterState
from casework.outbox.models import Message
from casework.people.models import Delegation, User
from casework.people.posts import Post
from complaints.actions.closing import reopen
from complaints.actions.outcome import draft_outcome, propose_outcome, record_finding, take_back_outcome
from complaints.actions.refused import Refused
from complaints.models import Complaint
from complaints.workflow import Finding, Outcome, Route, Status, Subject, TransitionNotAllowed
from complaints.writing_up import LetterSaysSomethingElse
from tests.complaints import stories
from tests.complaints.stories import DECIDED, fresh, printed, waiting
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
WORDS = "He rang me himself. That is all I wanted."


def deadline(complaint: Complaint, clock: str) -> Deadline:
    return Deadline.objects.filter(case=complaint.case_id, clock=clock).latest("pk")


def about_chief_constable(by: User) -> Complaint:
    complaint = stories.spoken_to(stories.taken(by, subject=Subject.CHIEF_CONSTABLE), by)
    stories.alleged(complaint, by)
    return stories.assessed(complaint, by, "asked_to_record", route=Route.SCHEDULE_3)


def test_an_approved_resolution_closes_the_complaint_and_its_letter_leaves_at_once(handler, manager):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.RESOLVED, satisfied_words=WORDS)

    approvals.approve(waiting(complaint), by=manager, at=DECIDED)

    complaint = fresh(complaint)
    letter = Letter.objects.get(case=complaint.case)
    assert (complaint.status, complaint.outcome) == (Status.CLOSED, Outcome.RESOLVED)
    assert (letter.state, letter.provided_on) == (LetterState.SENT, date(2026, 4, 30))
    assert Message.objects.filter(key=f"letter:{letter.pk}", to="gwen.pryce@post.example").exists()
    assert deadline(complaint, "outcome-notice").state == State.SATISFIED
    assert deadline(complaint, "complaint-resolution").state == State.SATISFIED


def test_the_resolution_letter_says_it_may_be_recorded_and_names_no_review_body(handler, manager):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.RESOLVED, satisfied_words=WORDS)

    approvals.approve(waiting(complaint), by=manager, at=DECIDED)

    text = printed(Letter.objects.get(case=complaint.case))
    assert WORDS in text
    assert "ask at any time for your complaint to be recorded" in text
    assert "IOPC" not in text
    assert "apply for a review" not in text
    assert not Deadline.objects.filter(case=complaint.case, clock="review-application").exists()


def test_a_complaint_not_resolved_is_closed_as_that_with_a_letter_of_its_own(handler, manager):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)

    approvals.approve(waiting(complaint), by=manager, at=DECIDED)

    assert fresh(complaint).outcome == Outcome.NOT_RESOLVED
    assert Letter.objects.get(case=complaint.case).template.code == "not-resolved"


def test_the_chief_constable_letter_names_the_iopc_and_the_last_day_to_apply(handler, chief_executive):
    complaint = stories.proposed(about_chief_constable(handler), handler, Finding.NOT_ACCEPTABLE)
    approvals.approve(waiting(complaint), by=chief_executive, at=DECIDED)

    letter = Letter.objects.get(case=complaint.case)

    # PCMR 2020 reg 29(2): 28 days starting with the day after 30 April.
    assert letter.renditions.get(left=True).dates["review_last_day"]["on"] == "2026-05-28"
    assert "Independent Office for Police Conduct" in printed(letter)
    window = deadline(complaint, "review-application")
    assert (window.due_on, window.state) == (date(2026, 5, 28), State.RUNNING)
    assert fresh(complaint).outcome == Outcome.SCHEDULE_3


def test_the_chief_constable_letter_says_who_decided_for_the_commissioner_and_when_it_was_made(
    handler, chief_executive
):
    complaint = stories.proposed(about_chief_constable(handler), handler, Finding.ACCEPTABLE)
    approvals.approve(waiting(complaint), by=chief_executive, at=DECIDED)

    letter = Letter.objects.get(case=complaint.case)
    said = tree.words(content.drawn(letter, DECIDED.date())["body"])

    assert "The Chief Executive decided it on the Commissioner’s behalf." in said
    assert f"which you made on {localdate(complaint.made_at):%-d %B %Y}" in said
    assert not [name for name in LetterForm(letter).fields if "made" in name]


def test_a_commissioner_who_decides_decides_on_nobodys_behalf(handler):
    commissioner = UserFactory(post=Post.COMMISSIONER)
    Delegation.objects.filter(function="chief_constable_outcome").update(post=Post.COMMISSIONER)
    complaint = stories.proposed(about_chief_constable(handler), handler, Finding.ACCEPTABLE)
    approvals.approve(waiting(complaint), by=commissioner, at=DECIDED)

    letter = Letter.objects.get(case=complaint.case)
    said = tree.words(content.drawn(letter, DECIDED.date())["body"])

    assert "The Commissioner decided it." in said


def test_whoever_approves_reads_the_letter_with_the_dates_it_leaves_with(client, handler, chief_executive):
    complaint = stories.proposed(about_chief_constable(handler), handler, Finding.ACCEPTABLE)
    later = DECIDED + timedelta(days=25)
    client.force_login(chief_executive)

    with time_machine.travel(later, tick=False):
        page = client.get(f"/approvals/{waiting(complaint).pk}/").content.decode()
        approvals.approve(waiting(complaint), by=chief_executive, at=later)

    left = Letter.objects.get(case=complaint.case).renditions.get(left=True).dates["review_last_day"]["on"]
    assert f"{localdate(later):%A %-d %B %Y}" in page
    assert in_words(date.fromisoformat(left)) in page
    assert f"The PDF was made for {localdate(DECIDED):%-d %B %Y}" in page


def test_returned_post_moves_the_last_day_to_apply(handler, chief_executive):
    complaint = stories.proposed(about_chief_constable(handler), handler, Finding.ACCEPTABLE)
    approvals.approve(waiting(complaint), by=chief_executive, at=DECIDED)
    found_out = DECIDED + timedelta(days=7)

    letters.mark_returned(
        Letter.objects.get(case=complaint.case), provided_on=date(2026, 5, 7), by=handler, at=found_out
    )

    assert deadline(complaint, "review-application").due_on == date(2026, 6, 4)


@pytest.mark.parametrize("decide", [approvals.return_, approvals.refuse])
def test_a_returned_outcome_goes_back_to_the_handler_and_its_letter_to_draft(handler, manager, decide):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)

    decide(waiting(complaint), by=manager, at=DECIDED, comment="Say who rang.")

    assert fresh(complaint).status == Status.HANDLING
    assert Letter.objects.get(case=complaint.case).state == LetterState.DRAFT
    assert not Message.objects.filter(kind="letter").exists()


def test_an_outcome_is_not_proposed_while_an_allegation_has_no_finding(handler):
    complaint = stories.resolving(handler)

    with pytest.raises(Refused, match="Missing: 1"):
        propose_outcome(complaint, letter=None, by=handler, at=DECIDED)


def test_an_outcome_is_not_proposed_without_an_allegation(handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    complaint = stories.assessed(complaint, handler, route=Route.OUTSIDE_SCHEDULE_3)

    with pytest.raises(Refused, match="Add what is alleged"):
        draft_outcome(complaint, by=handler, at=DECIDED)


def test_a_letter_that_no_longer_says_the_findings_is_not_put_to_anybody(handler):
    complaint = stories.resolving(handler)
    allegation = complaint.allegations.get()
    found = {"done_to_resolve": "The sergeant rang.", "by": handler, "at": DECIDED}
    record_finding(allegation, finding=Finding.NOT_RESOLVED, version=complaint.case.version, **found)
    letter = draft_outcome(complaint, by=handler, at=DECIDED)
    version = fresh(complaint).case.version
    record_finding(allegation, finding=Finding.RESOLVED, satisfied_words=WORDS, version=version, **found)

    with pytest.raises(LetterSaysSomethingElse):
        propose_outcome(complaint, letter=letter, by=handler, at=DECIDED)


def test_resolved_is_only_what_the_complainant_says_is_resolved(handler):
    complaint = stories.resolving(handler)

    with pytest.raises(Refused, match="own words"):
        record_finding(
            complaint.allegations.get(),
            finding=Finding.RESOLVED,
            done_to_resolve="The sergeant rang.",
            version=complaint.case.version,
            by=handler,
            at=DECIDED,
        )


def test_a_finding_is_in_the_words_of_its_road(handler):
    complaint = stories.resolving(handler)

    with pytest.raises(Refused, match="not a finding"):
        record_finding(
            complaint.allegations.get(),
            finding=Finding.NOT_ACCEPTABLE,
            reasons="The log shows it.",
            version=complaint.case.version,
            by=handler,
            at=DECIDED,
        )


def test_an_outcome_is_proposed_only_by_the_handler_or_a_manager(handler):
    complaint = stories.resolving(handler)

    with pytest.raises(PermissionDenied):
        propose_outcome(complaint, letter=None, by=stories.handler(), at=DECIDED)


@pytest.mark.usefixtures("manager")
def test_an_outcome_is_proposed_once(handler):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)

    with pytest.raises(TransitionNotAllowed, match="propose an outcome"):
        propose_outcome(complaint, letter=None, by=handler, at=DECIDED)


def test_a_closed_complaint_is_reopened_by_a_manager_with_its_update_clock(handler, manager):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    approvals.approve(waiting(complaint), by=manager, at=DECIDED)
    later = datetime(2026, 6, 1, 9, tzinfo=UTC)

    reopen(complaint, reason="She asks for it to be recorded.", by=manager, at=later)

    complaint = fresh(complaint)
    assert (complaint.status, complaint.outcome, complaint.closed_at) == (Status.HANDLING, "", None)
    assert deadline(complaint, "complainant-update").due_on == date(2026, 6, 29)


def test_an_outcome_that_waits_is_taken_back_with_its_question(handler, manager):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)

    take_back_outcome(complaint, by=handler, at=DECIDED)

    assert fresh(complaint).status == Status.HANDLING
    assert ApprovalRequest.objects.get(case=complaint.case).state == "void"
    assert Letter.objects.get(case=complaint.case).state == LetterState.DRAFT


@pytest.mark.parametrize("rework", ["edit", "withdraw"])
def test_letter_that_is_reworked_while_it_waits_brings_the_complaint_back(handler, manager, rework):
    complaint = stories.proposed(
        stories.resolving(handler), handler, Finding.RESOLVED, satisfied_words="Fine."
    )
    request = waiting(complaint)
    letter = Letter.objects.get(case=complaint.case)

    if rework == "edit":
        letters.edit(letter, fields={"signed_as": "Handler"}, version=0, by=handler, at=DECIDED)
    else:
        letters.withdraw(letter, by=handler, at=DECIDED)

    request.refresh_from_db()
    assert (fresh(complaint).status, request.state) == (Status.HANDLING, "void")


def test_decided_outcome_whose_letter_is_a_draft_again_is_not_decided(handler, manager):
    complaint = stories.resolving(handler)
    complaint.parties.update(email="", contact_by="post")
    complaint = stories.proposed(complaint, handler, Finding.RESOLVED, satisfied_words="Ok.")
    approvals.approve(waiting(complaint), by=manager, at=DECIDED)
    assert fresh(complaint).status == Status.OUTCOME_DECIDED

    letters.take_back(Letter.objects.get(case=complaint.case), by=handler, at=DECIDED)

    assert fresh(complaint).status == Status.HANDLING
    assert deadline(complaint, "outcome-notice").state == State.CANCELLED


def test_resolution_letter_speaks_to_its_reader(handler, manager):
    complaint = stories.proposed(
        stories.resolving(handler), handler, Finding.RESOLVED, satisfied_words="Fine."
    )

    said = Letter.objects.get(case=complaint.case).fields["findings"][0]["text"]

    assert "Resolved to your satisfaction." in said
    assert "complainant" not in said


def test_drafting_again_gives_up_the_earlier_draft(handler, manager):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    take_back_outcome(complaint, by=handler, at=DECIDED)

    newest = draft_outcome(complaint, by=handler, at=DECIDED)

    drafts = Letter.objects.filter(case=complaint.case, state=LetterState.DRAFT)
    assert drafts.get() == newest
