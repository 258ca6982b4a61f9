from datetime import UTC, date, datetime

import pytest

from casework.deadlines.models import Deadline, State
from casework.letters.models import Letter
from casework.people.models import User
from complaints.actions.refused import Refused
from complaints.actions.withdrawal import (
    ask_about_withdrawal,
    keep_open,
    record_signed_withdrawal,
    treat_as_withdrawn,
)
from complaints.models import Complaint
from complaints.workflow import Outcome, Route, Status, Subject, TransitionNotAllowed
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


@pytest.fixture
def complaint(handler: User) -> Complaint:
    return stories.taken(handler)


def window(complaint: Complaint) -> Deadline:
    return Deadline.objects.filter(case=complaint.case_id, clock="withdrawal-reply").latest("pk")


def test_a_signed_withdrawal_closes_the_complaint_and_ends_its_duties(complaint, handler):
    record_signed_withdrawal(complaint, by=handler, at=ASSESSED)

    complaint = fresh(complaint)
    assert (complaint.status, complaint.outcome, complaint.closed_by) == (
        Status.CLOSED,
        Outcome.WITHDRAWN,
        handler,
    )
    assert not Deadline.objects.running().filter(case=complaint.case).exists()


def test_an_unsigned_withdrawal_is_asked_about_and_28_days_are_counted(complaint, handler):
    """PCMR 2020 reg 38; the letter left on Thursday 9 April."""
    ask_about_withdrawal(complaint, by=handler, at=ASSESSED)

    assert Letter.objects.get(case=complaint.case).template.code == "withdrawal-question"
    assert window(complaint).due_on == date(2026, 5, 7)
    update = Deadline.objects.running().get(case=complaint.case, clock="complainant-update")
    assert update.trigger_at == ASSESSED  # the letter says that it counts as an update
    assert fresh(complaint).status == Status.LOGGED
    with pytest.raises(Refused, match="asked already"):
        ask_about_withdrawal(complaint, by=handler, at=ASSESSED)


def test_silence_withdraws_only_after_the_last_day(complaint, handler):
    ask_about_withdrawal(complaint, by=handler, at=ASSESSED)
    last_minute = datetime(2026, 5, 7, 22, 59, tzinfo=UTC)  # 23:59 in London

    with pytest.raises(Refused, match="may answer until 7 May 2026"):
        treat_as_withdrawn(complaint, by=handler, at=last_minute)
    treat_as_withdrawn(complaint, by=handler, at=datetime(2026, 5, 7, 23, 0, tzinfo=UTC))

    assert fresh(complaint).outcome == Outcome.WITHDRAWN


def test_silence_means_nothing_to_a_question_that_was_not_asked(complaint, handler):
    with pytest.raises(Refused, match="was not asked"):
        treat_as_withdrawn(complaint, by=handler, at=stories.DECIDED)
    with pytest.raises(Refused, match="was not asked"):
        keep_open(complaint, by=handler, at=stories.DECIDED)


def test_an_answer_that_goes_on_ends_the_window(complaint, handler):
    ask_about_withdrawal(complaint, by=handler, at=ASSESSED)

    keep_open(complaint, by=handler, at=stories.DECIDED)

    assert window(complaint).state == State.SATISFIED
    assert fresh(complaint).status == Status.LOGGED


def test_what_must_be_referred_is_not_withdrawn(handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    with pytest.raises(TransitionNotAllowed, match="record a withdrawal"):
        record_signed_withdrawal(complaint, by=handler, at=ASSESSED)
