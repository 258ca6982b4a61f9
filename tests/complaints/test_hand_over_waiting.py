from hashlib import sha256

import pytest
from django.urls import reverse

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.letters import actions, content
from casework.letters.models import Letter
from casework.letters.models import State as LetterState
from casework.outbox.models import Message
from casework.people.models import Delegation, User
from casework.people.posts import Post
from complaints.actions.hand_over import (
    take_back_hand_over,
)
from complaints.actions.refused import Refused
from complaints.models import Role
from complaints.workflow import Status
from tests.complaints.stories import ASSESSED, fresh, handed, letters, to_hand_over
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]

REWORK = {
    "edit": lambda letter, **who: actions.edit(
        letter, fields={"explanation": "Other words."}, version=letter.version, **who
    ),
    "withdraw": actions.withdraw,
    "take_back": actions.take_back,
}
REWORKED = pytest.mark.parametrize("rework", REWORK.values(), ids=REWORK)
BOTH = pytest.mark.parametrize("code", ["hand-over-force", "hand-over-complainant"])


def test_a_referral_criterion_puts_the_hand_over_to_the_chief_executive(handler, chief_executive):
    complaint = handed(to_hand_over(handler, "serious_assault"), handler)
    request = ApprovalRequest.objects.get(case=complaint.case)

    assert complaint.status == Status.HANDING_OVER
    assert (request.kind, request.post) == ("hand-over-with-criterion", Post.CHIEF_EXECUTIVE)

    approvals.approve(request, by=chief_executive, at=ASSESSED)

    assert fresh(complaint).status == Status.HANDED_OVER
    assert {letter.state for letter in letters(complaint).values()} == {LetterState.SENT}


@pytest.mark.usefixtures("chief_executive")
def test_a_returned_hand_over_goes_back_to_the_handler_and_may_be_put_again(handler, chief_executive):
    complaint = handed(to_hand_over(handler, "serious_assault"), handler)
    request = ApprovalRequest.objects.get(case=complaint.case)

    approvals.return_(request, by=chief_executive, at=ASSESSED, comment="Name the officer.")

    complaint = fresh(complaint)
    assert complaint.status == Status.HANDLING
    assert {letter.state for letter in letters(complaint).values()} == {LetterState.WITHDRAWN}
    assert handed(complaint, handler).status == Status.HANDING_OVER


def test_the_scheme_of_delegation_may_keep_every_hand_over_for_the_manager(handler):
    manager = UserFactory(post=Post.MANAGER)
    Delegation.objects.filter(function="hand_over").update(post=Post.MANAGER)

    complaint = handed(to_hand_over(handler, "asked_to_record"), handler)

    request = ApprovalRequest.objects.get(case=complaint.case)
    assert (request.kind, request.post) == ("hand-over", Post.MANAGER)
    approvals.approve(request, by=manager, at=ASSESSED)
    assert fresh(complaint).status == Status.HANDED_OVER


@BOTH
@REWORKED
def test_neither_letter_is_reworked_while_the_hand_over_waits(handler, chief_executive, code, rework):
    complaint = handed(to_hand_over(handler, "serious_assault"), handler)
    before = letters(complaint)[code]

    with pytest.raises(Refused, match="Take the hand-over back first"):
        rework(before, by=handler, at=ASSESSED)

    approvals.approve(ApprovalRequest.objects.get(case=complaint.case), by=chief_executive, at=ASSESSED)
    left = letters(complaint)[code]
    assert (left.state, left.fields) == (LetterState.SENT, before.fields)


@BOTH
def test_whoever_decides_on_the_hand_over_writes_in_neither_letter(handler, chief_executive, code):
    complaint = handed(to_hand_over(handler, "serious_assault"), handler)

    with pytest.raises(actions.AskedToDecide):
        REWORK["edit"](letters(complaint)[code], by=chief_executive, at=ASSESSED)


@BOTH
def test_a_hand_over_leaves_with_no_other_words_than_were_put(handler, chief_executive, code):
    complaint = handed(to_hand_over(handler, "serious_assault"), handler)
    request = ApprovalRequest.objects.get(case=complaint.case)
    letter = letters(complaint)[code]
    Letter.objects.filter(pk=letter.pk).update(fields=letter.fields | {"why_handed_over": "No reason."})

    with pytest.raises(actions.LetterChanged):
        approvals.approve(request, by=chief_executive, at=ASSESSED)

    assert not Message.objects.filter(kind="letter").exists()


def test_the_decider_of_a_hand_over_is_shown_both_letters_as_they_were_put(client, handler, chief_executive):
    complaint = handed(to_hand_over(handler, "serious_assault"), handler)
    request = ApprovalRequest.objects.get(case=complaint.case)
    client.force_login(chief_executive)

    page = client.get(reverse("approvals:detail", args=[request.pk])).content.decode()

    for place, letter in enumerate(letters(complaint).values(), start=1):
        assert content.heading(letter) in page
        document = reverse("approvals:document", args=[request.pk, place])
        assert f'data="{document}#' in page
        shown = b"".join(client.get(document).streaming_content)
        assert sha256(shown).hexdigest() == letter.renditions.get().sha256
    assert client.get(reverse("approvals:document", args=[request.pk, 3])).status_code == 404


def approved_for_the_post(handler: User, chief_executive: User) -> Letter:
    """The complainant's letter of an approved hand-over, in the day's post."""
    complaint = to_hand_over(handler, "serious_assault")
    complaint.parties.filter(role=Role.COMPLAINANT).update(email="")
    complaint = handed(complaint, handler)
    approvals.approve(ApprovalRequest.objects.get(case=complaint.case), by=chief_executive, at=ASSESSED)
    return letters(complaint)["hand-over-complainant"]


def test_a_letter_approved_with_the_hand_over_is_not_made_a_draft_that_needs_no_approval(
    handler, chief_executive
):
    letter = approved_for_the_post(handler, chief_executive)
    assert letter.state == LetterState.APPROVED

    with pytest.raises(Refused, match="Withdraw it, and write another one"):
        actions.take_back(letter, by=handler, at=ASSESSED)

    assert actions.withdraw(letter, by=handler, at=ASSESSED).state == LetterState.WITHDRAWN


def test_a_letter_approved_with_the_hand_over_is_posted_as_it_was_shown(handler, chief_executive):
    letter = approved_for_the_post(handler, chief_executive)

    posted = actions.mark_posted(letter, proof="Certificate 12", by=handler, at=ASSESSED)

    kept = posted.renditions.get()
    assert (posted.state, kept.approved, kept.left) == (LetterState.SENT, True, True)


def test_a_letter_of_a_hand_over_that_needed_no_approval_may_be_put_right_before_it_is_posted(handler):
    complaint = to_hand_over(handler, "asked_to_record")
    complaint.parties.filter(role=Role.COMPLAINANT).update(email="")
    letter = letters(handed(complaint, handler))["hand-over-complainant"]

    assert actions.take_back(letter, by=handler, at=ASSESSED).state == LetterState.DRAFT


def test_a_hand_over_that_waits_is_taken_back_and_its_question_withdrawn(handler, chief_executive):
    complaint = handed(to_hand_over(handler, "serious_assault"), handler)

    take_back_hand_over(complaint, by=handler, at=ASSESSED)

    assert fresh(complaint).status == Status.HANDLING
    assert ApprovalRequest.objects.get(case=complaint.case).state == "void"
