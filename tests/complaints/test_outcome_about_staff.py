import pytest

from casework.approvals import actions as approvals
from casework.letters import actions as letters
from casework.letters.models import Letter
from casework.people.models import Delegation, Tenure, User
from casework.people.posts import Post
from casework.people.queries import holders
from complaints.actions.outcome import propose_outcome, take_back_outcome
from complaints.models import Complaint
from complaints.workflow import Finding, Outcome, Route, Status, Subject
from tests.complaints import stories
from tests.complaints.stories import DECIDED, fresh, printed, waiting
from tests.factories.people import TenureFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
APPEAL = ("appeal.decided_by", "appeal.part_in_the_decision")
COMMISSIONER_HEARS_IT = ("The Police and Crime Commissioner", "They have had no part in this decision")


def about_staff(by: User, subject: Subject = Subject.OFFICE_STAFF) -> Complaint:
    complaint = stories.taken(by, subject=subject)
    stories.alleged(complaint, by)
    return stories.assessed(complaint, by, route=Route.LOCAL_POLICY)


def test_the_staff_letter_names_who_hears_an_appeal_and_its_last_day(chief_executive):
    commissioner = UserFactory(post=Post.COMMISSIONER)
    complaint = stories.proposed(about_staff(chief_executive), chief_executive, Finding.PARTLY_FOUNDED)
    # The Chief Executive wrote it, so the Commissioner decides.
    approvals.approve(waiting(complaint), by=commissioner, at=DECIDED)

    letter = Letter.objects.get(case=complaint.case)
    assert letter.renditions.get(left=True).dates["appeal_last_day"]["on"] == "2026-05-28"
    assert letter.fields["appeal.decided_by"] == "The Police and Crime Commissioner"
    assert "They also made this decision, in place of the Chief Executive" in printed(letter)
    assert "no part" not in printed(letter)
    assert fresh(complaint).outcome == Outcome.STAFF_DECISION


def test_the_staff_letter_says_no_part_only_where_the_commissioner_had_none(chief_executive):
    UserFactory(post=Post.CHIEF_EXECUTIVE)
    UserFactory(post=Post.COMMISSIONER)

    complaint = stories.proposed(about_staff(chief_executive), chief_executive, Finding.PARTLY_FOUNDED)

    # Somebody else is Chief Executive too, so it is decided in that post.
    assert waiting(complaint).post == Post.CHIEF_EXECUTIVE
    letter = Letter.objects.get(case=complaint.case)
    assert letter.fields["appeal.part_in_the_decision"] == "They have had no part in this decision"


def said_of_appeal(complaint: Complaint) -> tuple[str, ...]:
    letter = Letter.objects.get(case=complaint.case)
    return tuple(letter.fields[name] for name in APPEAL)


@pytest.fixture
def decider(chief_executive) -> User:
    """Another Chief Executive, so that what the first writes is decided in that post all the same."""
    UserFactory(post=Post.COMMISSIONER)
    return UserFactory(post=Post.CHIEF_EXECUTIVE)


@pytest.fixture
def staff_outcome(chief_executive, decider) -> Complaint:
    complaint = about_staff(chief_executive)
    complaint.parties.update(email="")  # it goes by post
    return stories.proposed(complaint, chief_executive, Finding.PARTLY_FOUNDED)


def test_who_hears_an_appeal_is_worked_out_when_the_letter_is_put_to_approval(staff_outcome, chief_executive):
    UserFactory(post=Post.JASC_CHAIR)
    take_back_outcome(staff_outcome, by=chief_executive, at=DECIDED)
    Delegation.objects.filter(function="staff_outcome").update(post=Post.COMMISSIONER)
    assert said_of_appeal(staff_outcome) == COMMISSIONER_HEARS_IT

    propose_outcome(staff_outcome, letter=staff_outcome.case.letters.get(), by=chief_executive, at=DECIDED)

    chair = "The Chair of the Joint Audit and Standards Committee"
    assert said_of_appeal(staff_outcome) == (chair, "They have had no part in this decision")


def test_no_letter_is_approved_that_is_wrong_by_now_on_who_hears_an_appeal(
    staff_outcome, chief_executive, decider
):
    TenureFactory(post=Post.COMMISSIONER, person=chief_executive)

    with pytest.raises(letters.LetterOutdated, match="Part in the decision"):
        approvals.approve(waiting(staff_outcome), by=decider, at=DECIDED)

    approvals.return_(waiting(staff_outcome), by=decider, at=DECIDED, comment="Put it again.")
    propose_outcome(
        fresh(staff_outcome), letter=staff_outcome.case.letters.get(), by=chief_executive, at=DECIDED
    )
    approvals.approve(waiting(staff_outcome), by=decider, at=DECIDED)
    assert said_of_appeal(staff_outcome)[1] == "They did not make this decision"


def test_a_question_put_to_whoever_hears_appeals_is_not_approved_with_the_letter_as_it_was(
    staff_outcome, decider
):
    Tenure.objects.filter(person=decider).delete()
    approvals.put_again(waiting(staff_outcome), at=DECIDED)
    commissioner = holders(Post.COMMISSIONER, DECIDED.date())[0]

    with pytest.raises(letters.LetterOutdated, match="Part in the decision"):
        approvals.approve(waiting(staff_outcome), by=commissioner, at=DECIDED)


def test_no_letter_is_posted_that_is_wrong_by_now_on_who_hears_an_appeal(
    staff_outcome, chief_executive, decider
):
    approvals.approve(waiting(staff_outcome), by=decider, at=DECIDED)
    letter = staff_outcome.case.letters.get()
    TenureFactory(post=Post.COMMISSIONER, person=chief_executive)

    with pytest.raises(letters.LetterOutdated, match="Part in the decision"):
        letters.mark_posted(letter, proof="AB 123", by=chief_executive, at=DECIDED)


def test_an_approved_letter_stays_true_when_the_scheme_changes(staff_outcome, chief_executive, decider):
    approvals.approve(waiting(staff_outcome), by=decider, at=DECIDED)
    Delegation.objects.filter(function="staff_outcome").update(post=Post.COMMISSIONER)
    Tenure.objects.filter(person=decider).delete()

    letters.mark_posted(staff_outcome.case.letters.get(), proof="AB 123", by=chief_executive, at=DECIDED)

    assert said_of_appeal(staff_outcome) == COMMISSIONER_HEARS_IT
    assert fresh(staff_outcome).status == Status.CLOSED


def test_an_outcome_about_the_chief_executive_goes_to_the_commissioner(chief_executive):
    commissioner = UserFactory(post=Post.COMMISSIONER)
    chair = UserFactory(post=Post.JASC_CHAIR)
    complaint = about_staff(commissioner, subject=Subject.CHIEF_EXECUTIVE)

    complaint = stories.proposed(complaint, commissioner, Finding.NOT_FOUNDED)

    # The Commissioner handled it, so the next in line decides.
    request = waiting(complaint)
    assert request.post == Post.JASC_CHAIR
    assert not Complaint.objects.visible_to(chief_executive).filter(pk=complaint.pk).exists()
    approvals.approve(request, by=chair, at=DECIDED)
    assert fresh(complaint).status == Status.CLOSED
