from datetime import date

import pytest

from casework.people.models import User
from complaints.actions.allegations import add_allegation, change_allegation
from complaints.actions.refused import Refused
from complaints.models import Category, Complaint, Factor
from complaints.workflow import Route, TransitionNotAllowed
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, fresh
from tests.factories.complaints import CategoryFactory, ComplaintFactory, PartyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


@pytest.fixture
def complaint(handler: User) -> Complaint:
    return stories.taken(handler)


def add(complaint: Complaint, by: User, category: Category, **given: object):
    return add_allegation(
        complaint, text="He laughed at her.", category=category, by=by, at=ASSESSED, **given
    )


def test_allegations_are_numbered_as_they_are_added(complaint, handler):
    manners = Category.objects.get(code="H1")

    first = add(complaint, handler, manners, factors=Factor.objects.filter(code="off_duty"))
    second = add(complaint, handler, manners)

    assert (first.number, second.number) == (1, 2)
    assert first.factors.get().name == "Off duty"
    assert "He laughed at her." in fresh(complaint).case.words


def test_a_code_must_have_been_in_use_on_the_day_the_complaint_was_made(complaint, handler):
    ended = CategoryFactory(code="M1", name="Ended", group="M", valid_to=date(2026, 4, 2))
    begun = CategoryFactory(code="M2", name="Begun", group="M", valid_from=date(2026, 4, 3))

    for code in (ended, begun):
        with pytest.raises(Refused, match="not in use on the day"):
            add(complaint, handler, code)


def test_discrimination_names_its_characteristic(complaint, handler):
    """The national codes have a sub-category for each characteristic."""
    whole_group = CategoryFactory(code="F", name="Discriminatory behaviour", group="F")

    with pytest.raises(Refused, match="Select the characteristic"):
        add(complaint, handler, whole_group)


def test_an_allegation_is_about_somebody_in_this_complaint(complaint, handler):
    stranger = PartyFactory(complaint=stories.taken(handler), role="subject")

    with pytest.raises(Refused, match="who is in this complaint"):
        add(complaint, handler, Category.objects.get(code="H1"), about=stranger)


@pytest.mark.parametrize(
    ("code", "criterion"),
    [("G2", "serious_corruption"), ("G3", "serious_corruption"), ("J1", "serious_sexual_offence")],
)
def test_an_allegation_that_may_need_a_referral_keeps_its_question_from_being_left_open(
    complaint, handler, code, criterion
):
    stories.spoken_to(complaint, handler)
    add(complaint, handler, Category.objects.get(code=code))

    with pytest.raises(Refused, match="Answer yes or no and give a reason"):
        stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)


def test_once_assessed_such_an_allegation_waits_for_its_question(complaint, handler):
    stories.spoken_to(complaint, handler)
    open_question = stories.answers(complaint.road, "asked_to_record", serious_sexual_offence="not_known")
    stories.assessed(complaint, handler, route=Route.HAND_OVER, answers=open_question)

    with pytest.raises(Refused, match="Assess the complaint again first"):
        add(complaint, handler, Category.objects.get(code="J1"))


def test_changing_an_allegation_keeps_its_number(complaint, handler):
    allegation = add(complaint, handler, Category.objects.get(code="H1"))

    change_allegation(
        allegation,
        text="He swore at her.",
        category=Category.objects.get(code="H2"),
        version=fresh(complaint).case.version,
        by=handler,
        at=ASSESSED,
    )

    allegation.refresh_from_db()
    assert (allegation.number, allegation.text, allegation.category.code) == (1, "He swore at her.", "H2")


def test_a_complaint_not_logged_has_no_allegations_yet(handler):
    complaint = ComplaintFactory(case__handler=handler)

    with pytest.raises(TransitionNotAllowed):
        add(complaint, handler, Category.objects.get(code="H1"))
