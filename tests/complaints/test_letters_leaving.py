"""What keeps a letter of a complaint from leaving otherwise than as it was decided."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.deadlines.models import Deadline
from casework.letters import actions as letters
from casework.letters.content import dates_of
from casework.letters.models import Letter, State
from casework.outbox.models import Message
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.allegations import change_allegation
from complaints.actions.hand_over import hand_over
from complaints.actions.refused import Refused
from complaints.actions.update import draft_update
from complaints.models import Complaint, ContactBy
from complaints.workflow import Finding, Route, Status
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, DECIDED, SPOKE, fresh
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


@pytest.fixture
def waiting_hand_over(handler) -> Complaint:
    """With a referral criterion met: the Chief Executive's to approve."""
    UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.spoken_to(stories.taken(handler), handler)
    stories.alleged(complaint, handler)
    stories.assessed(complaint, handler, "serious_corruption", route=Route.HAND_OVER)
    hand_over(complaint, explanation="It must be referred.", by=handler, at=ASSESSED)
    return fresh(complaint)


def letter_of(complaint: Complaint, code: str) -> Letter:
    return Letter.objects.get(case=complaint.case, template__code=code)


def waiting_outcome(handler: User) -> Letter:
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    return letter_of(complaint, "not-resolved")


@pytest.mark.parametrize("code", ["hand-over-force", "hand-over-complainant"])
def test_neither_letter_leaves_before_the_hand_over_is_approved(waiting_hand_over, handler, code):
    with pytest.raises(PermissionDenied):
        letters.send(letter_of(waiting_hand_over, code), by=handler, at=DECIDED)

    assert not Message.objects.filter(kind="letter").exists()
    assert fresh(waiting_hand_over).status == Status.HANDING_OVER


def test_somebody_who_does_not_handle_the_case_cannot_undo_it_through_its_letter(handler, manager):
    colleague, letter = UserFactory(post=Post.COMPLAINT_HANDLER), waiting_outcome(handler)

    for act in (letters.withdraw, letters.take_back):
        with pytest.raises(PermissionDenied):
            act(letter, by=colleague, at=DECIDED)

    letter.refresh_from_db()
    assert letter.state == State.WAITING


def test_a_letter_drafted_to_an_old_address_does_not_leave(handler, manager):
    letter = waiting_outcome(handler)
    complainant = stories.complainant(Complaint.objects.get(pk=letter.case_id))
    complainant.email = "safe-now@post.example"
    complainant.save(update_fields=["email"])

    with pytest.raises(Refused, match="address was changed"):
        approvals.approve(letter.approval, by=manager, at=DECIDED)

    letter.refresh_from_db()
    assert letter.state == State.WAITING
    assert not Message.objects.filter(kind="letter").exists()


def test_whoever_wrote_an_allegation_does_not_approve_what_was_found_on_it(handler, manager):
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.resolving(handler)
    allegation = complaint.allegations.get()
    change_allegation(
        allegation,
        text="The sergeant did not ring back.",
        category=allegation.category,
        version=fresh(complaint).case.version,
        by=manager,
        at=ASSESSED,
    )

    stories.proposed(fresh(complaint), handler, Finding.NOT_RESOLVED)

    request = ApprovalRequest.objects.get(case=complaint.case)
    assert request.post == Post.CHIEF_EXECUTIVE
    with pytest.raises(PermissionDenied):
        approvals.approve(request, by=manager, at=DECIDED)
    approvals.approve(request, by=chief_executive, at=DECIDED)


@pytest.mark.parametrize("contact_by", [ContactBy.EMAIL, ContactBy.POST])
def test_an_update_promises_the_day_that_the_case_then_holds(handler, contact_by):
    complaint = stories.taken(handler, people=(replace(stories.GWEN, contact_by=contact_by),))
    letter = draft_update(complaint, done="We asked the force.", next_="We wait.", by=handler, at=DECIDED)
    promised = dates_of(letter, localdate(DECIDED))["next_update"].on

    letters.send(letter, by=handler, at=DECIDED)
    if contact_by == ContactBy.POST:
        letters.mark_posted(letter, proof="RM 1", by=handler, at=DECIDED)

    running = Deadline.objects.running().get(case=complaint.case, clock="complainant-update")
    assert running.due_on == promised


def test_the_first_letter_to_the_complainant_is_the_first_contact(handler):
    complaint = stories.taken(handler)
    letter = draft_update(complaint, done="We read it.", next_="We ring you.", by=handler, at=SPOKE)

    letters.send(letter, by=handler, at=SPOKE)

    kept = Deadline.objects.get(case=complaint.case, clock="first-contact")
    assert fresh(complaint).contacted_at == SPOKE
    assert (kept.state, kept.done_at) == ("satisfied", SPOKE)
