from datetime import UTC, date, datetime

import pytest

from complaints.next_steps import next_steps
from complaints.workflow import Status
from tests.factories.complaints import ComplaintFactory
from tests.factories.deadlines import DeadlineFactory

pytestmark = pytest.mark.django_db

EASTER_TUESDAY = date(2026, 4, 7)


def test_next_steps_are_what_is_owed_to_the_complainant_soonest_first():
    complaint = ComplaintFactory()
    DeadlineFactory(case=complaint.case, clock="complainant-update", due_on=date(2026, 4, 29))
    DeadlineFactory(case=complaint.case, clock="first-contact", due_on=EASTER_TUESDAY)
    DeadlineFactory(case=complaint.case, clock="iopc-referral", due_on=EASTER_TUESDAY)

    steps = next_steps(complaint, on=EASTER_TUESDAY)

    assert [step.deadline.clock for step in steps] == ["first-contact", "complainant-update"]
    assert not any(step.is_late for step in steps)


def test_promise_that_was_not_kept_is_still_shown_as_late():
    complaint = ComplaintFactory()
    DeadlineFactory(case=complaint.case, clock="first-contact", due_on=date(2026, 4, 2))

    assert [step.is_late for step in next_steps(complaint, on=EASTER_TUESDAY)] == [True]


def test_decided_outcome_is_promised_by_its_own_day_and_nothing_before_or_after_it():
    complaint = ComplaintFactory()
    complaint.status = Status.OUTCOME_DECIDED
    DeadlineFactory(case=complaint.case, clock="complainant-update", due_on=date(2026, 4, 29))
    DeadlineFactory(case=complaint.case, clock="outcome-notice", due_on=date(2026, 4, 14))

    steps = next_steps(complaint, on=EASTER_TUESDAY)

    assert [(step.words, step.deadline.due_on) for step in steps] == [
        ("We will write to you with the outcome by", date(2026, 4, 14))
    ]


def test_hand_over_is_promised_only_to_whoever_asked_for_it():
    complaint = ComplaintFactory()
    DeadlineFactory(case=complaint.case, clock="hand-over-to-force", due_on=EASTER_TUESDAY)
    assert next_steps(complaint, on=EASTER_TUESDAY) == []

    complaint.recording_asked_at = datetime(2026, 4, 2, 9, tzinfo=UTC)

    assert len(next_steps(complaint, on=EASTER_TUESDAY)) == 1


def test_review_is_offered_until_the_end_of_its_last_day():
    complaint = ComplaintFactory()
    DeadlineFactory(case=complaint.case, clock="review-application", due_on=EASTER_TUESDAY)

    assert len(next_steps(complaint, on=EASTER_TUESDAY)) == 1
    assert next_steps(complaint, on=date(2026, 4, 8)) == []
