from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casework.deadlines.models import Deadline, State
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.assess import Answered
from complaints.actions.outcome import draft_outcome
from complaints.actions.refused import Refused
from complaints.models import Answer, Complaint
from complaints.workflow import Road, Route, Status, Subject, TransitionNotAllowed
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, fresh
from tests.factories.complaints import ComplaintFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


def force_complaint(by: User) -> Complaint:
    return stories.spoken_to(stories.taken(by), by)


def chief_constable_complaint(by: User) -> Complaint:
    return stories.spoken_to(stories.taken(by, subject=Subject.CHIEF_CONSTABLE), by)


def running(complaint: Complaint, clock: str) -> Deadline | None:
    return Deadline.objects.running().filter(case=complaint.case_id, clock=clock).first()


def test_assess_keeps_every_answer_with_its_reason(handler):
    complaint = stories.assessed(force_complaint(handler), handler, "asked_to_record", route=Route.HAND_OVER)

    assessment = complaint.assessments.get()
    assert (assessment.route, assessment.decided_by) == (Route.HAND_OVER, handler)
    assert assessment.answers.count() == len(stories.answers(Road.FORCE))
    assert assessment.answers.get(answer=Answer.YES).reason == "As she tells it."
    assert complaint.status == Status.HANDLING


@pytest.mark.parametrize("trigger", ["asked_to_record", "crime_or_discipline", "serious_assault"])
def test_assess_refuses_to_resolve_what_must_be_recorded(handler, trigger):
    complaint = force_complaint(handler)

    with pytest.raises(Refused, match="because it must be recorded"):
        stories.assessed(complaint, handler, trigger, route=Route.OUTSIDE_SCHEDULE_3)
    assert not complaint.assessments.exists()


def test_assess_refuses_to_resolve_before_anybody_spoke_to_the_complainant(handler):
    with pytest.raises(Refused, match="Speak to the complainant"):
        stories.assessed(stories.taken(handler), handler, route=Route.OUTSIDE_SCHEDULE_3)


def test_assess_refuses_to_record_before_first_contact_without_a_reason(handler):
    complaint = stories.taken(handler)

    with pytest.raises(Refused, match="asked for their views"):
        stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)

    complaint = stories.assessed(
        complaint,
        handler,
        "asked_to_record",
        route=Route.HAND_OVER,
        no_contact_reason="She asked not to be called.",
    )
    assert complaint.assessments.get().no_contact_reason == "She asked not to be called."


def test_assess_refuses_an_office_under_model_1_that_would_resolve(handler):
    complaint = force_complaint(handler)
    Complaint.objects.filter(pk=complaint.pk).update(complaint_model=1)

    with pytest.raises(Refused, match="model 1"):
        stories.assessed(complaint, handler, route=Route.OUTSIDE_SCHEDULE_3)


def test_assess_refuses_a_yes_without_a_reason(handler):
    answers = stories.answers(Road.FORCE) | {"serious_assault": Answered(Answer.YES)}

    with pytest.raises(Refused, match="Enter why a serious assault is alleged"):
        stories.assessed(force_complaint(handler), handler, route=Route.HAND_OVER, answers=answers)


def test_assess_refuses_a_question_left_out(handler):
    answers = stories.answers(Road.FORCE)
    del answers["serious_assault"]

    with pytest.raises(Refused, match="Select an answer: Is a serious assault alleged?"):
        stories.assessed(force_complaint(handler), handler, route=Route.HAND_OVER, answers=answers)


def test_assess_refuses_the_route_of_another_road(handler):
    with pytest.raises(Refused, match="not open to a complaint about this subject"):
        stories.assessed(force_complaint(handler), handler, "asked_to_record", route=Route.SCHEDULE_3)


def test_assess_offers_nothing_where_the_office_has_no_road_yet():
    officer = UserFactory(post=Post.MONITORING_OFFICER)
    complaint = stories.taken(officer, subject=Subject.VOLUNTEER)

    with pytest.raises(Refused, match="no way yet"):
        stories.assessed(complaint, officer, route=Route.LOCAL_POLICY)


def test_assess_refuses_anyone_but_the_handler_or_a_manager(handler):
    complaint = force_complaint(handler)

    with pytest.raises(PermissionDenied):
        stories.assessed(complaint, stories.handler(), route=Route.OUTSIDE_SCHEDULE_3)


def test_assess_refuses_a_complaint_that_is_not_logged(handler):
    complaint = ComplaintFactory(case__handler=handler)

    with pytest.raises(TransitionNotAllowed, match="assess this complaint"):
        stories.assessed(complaint, handler, route=Route.OUTSIDE_SCHEDULE_3)


def test_deciding_to_hand_over_starts_the_clock_once_and_another_route_stops_it(handler):
    complaint = force_complaint(handler)
    stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)
    stories.assessed(
        complaint, handler, "asked_to_record", route=Route.HAND_OVER, at=ASSESSED + timedelta(hours=1)
    )
    assert running(complaint, "hand-over-to-force").due_on == date(2026, 4, 10)

    stories.assessed(complaint, handler, route=Route.OUTSIDE_SCHEDULE_3, at=ASSESSED + timedelta(hours=2))

    assert running(complaint, "hand-over-to-force") is None


def test_the_target_to_resolve_stops_with_a_hand_over_and_counts_again_without_one(handler):
    complaint = force_complaint(handler)
    due_on = running(complaint, "complaint-resolution").due_on

    stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)
    ended = Deadline.objects.get(case=complaint.case, clock="complaint-resolution")
    stories.assessed(complaint, handler, route=Route.OUTSIDE_SCHEDULE_3)

    assert ended.state == State.CANCELLED
    assert ended.reason == "It goes to the force to be recorded, so this office does not resolve it."
    assert running(complaint, "complaint-resolution").due_on == due_on


def test_assessing_a_staff_complaint_takes_it_up():
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.spoken_to(
        stories.taken(chief_executive, subject=Subject.OFFICE_STAFF), chief_executive
    )
    assert running(complaint, "staff-decision")

    stories.assessed(complaint, chief_executive, route=Route.LOCAL_POLICY)

    taken_up = Deadline.objects.get(case=complaint.case_id, clock="staff-decision")
    assert (taken_up.state, taken_up.done_at) == (State.SATISFIED, ASSESSED)
    assert running(complaint, "staff-resolution")


def test_a_criterion_on_a_chief_constable_complaint_starts_one_day_and_blocks_an_outcome(handler):
    """PRA 2002 Sch 3 para 4; PCMR 2020 reg 4: the end of the day after it became clear."""
    complaint = chief_constable_complaint(handler)

    complaint = stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    referral = complaint.referrals.get()
    deadline = running(complaint, "iopc-referral")
    assert complaint.status == Status.REFERRAL_DUE
    assert (referral.criteria, referral.first_clear_at) == (["cannot_exclude"], ASSESSED)
    assert deadline.due_on == date(2026, 4, 10)
    with pytest.raises(TransitionNotAllowed):
        draft_outcome(complaint, by=handler, at=ASSESSED)


def test_a_call_in_has_a_clock_of_its_own(handler):
    complaint = chief_constable_complaint(handler)

    stories.assessed(complaint, handler, "called_in", route=Route.SCHEDULE_3)

    assert running(complaint, "iopc-call-in") is not None
    assert running(complaint, "iopc-referral") is None


def test_clear_since_an_earlier_day_counts_from_that_day(handler):
    complaint = chief_constable_complaint(handler)

    stories.assessed(
        complaint, handler, "serious_corruption", route=Route.SCHEDULE_3, first_clear_at=stories.LOGGED
    )

    assert running(complaint, "iopc-referral").due_on == date(2026, 4, 8)
    with pytest.raises(Refused, match="must be in the past"):
        stories.assessed(
            chief_constable_complaint(handler),
            handler,
            "serious_corruption",
            route=Route.SCHEDULE_3,
            first_clear_at=ASSESSED + timedelta(minutes=1),
        )


def test_assessing_again_with_other_answers_does_not_lift_a_referral_that_is_due(handler):
    complaint = chief_constable_complaint(handler)
    stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    complaint = stories.assessed(complaint, handler, "asked_to_record", route=Route.SCHEDULE_3)

    assert complaint.status == Status.REFERRAL_DUE
    assert running(complaint, "iopc-referral") is not None


def test_a_criterion_on_a_force_complaint_does_not_make_the_office_refer(handler):
    complaint = stories.assessed(force_complaint(handler), handler, "serious_assault", route=Route.HAND_OVER)

    assert complaint.status == Status.HANDLING
    assert not complaint.referrals.exists()


def test_a_criterion_on_a_force_complaint_makes_the_hand_over_due_the_same_day(handler):
    complaint = force_complaint(handler)
    stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)

    stories.assessed(
        complaint, handler, "serious_assault", route=Route.HAND_OVER, at=ASSESSED + timedelta(hours=1)
    )

    assert running(complaint, "hand-over-to-force") is None
    assert running(complaint, "hand-over-with-criterion").due_on == date(2026, 4, 9)
    assert fresh(complaint).case.next_due_on == date(2026, 4, 9)
