from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casework.deadlines.models import Deadline, State
from casework.letters.models import Letter
from casework.outbox.models import Message
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.actions.closing import reopen
from complaints.actions.referral import (
    change_first_clear,
    record_iopc_decision,
    record_referral,
    withdraw_criterion,
)
from complaints.actions.refused import Refused
from complaints.models import Complaint, Referral
from complaints.workflow import Route, Status, Subject, TransitionNotAllowed
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, fresh
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]

NEXT_MORNING = ASSESSED + timedelta(hours=19)
TOO_LATE = datetime(2026, 4, 11, 7, 0, tzinfo=UTC)  # eight in the morning of the second day


@pytest.fixture
def complaint(handler: User) -> Complaint:
    """It became clear on Thursday 9 April that it must be referred."""
    spoken_to = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    return stories.assessed(spoken_to, handler, "cannot_exclude", route=Route.SCHEDULE_3)


def deadline(complaint: Complaint) -> Deadline:
    return Deadline.objects.filter(case=complaint.case_id, clock="iopc-referral").latest("pk")


def refer(complaint: Complaint, by: User, at: datetime = NEXT_MORNING, **given: object) -> Referral:
    return record_referral(
        complaint, **({"referred_at": at, "iopc_reference": "2026/204711", "by": by, "at": at} | given)
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("office", "reference_data")
def test_the_chief_executive_is_told_at_once(chief_executive, handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)

    stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    assert Message.objects.filter(
        to=chief_executive.email, case_id=complaint.pk, written_at=ASSESSED
    ).exists()


def test_a_referral_in_time_satisfies_the_clock(complaint, handler):
    refer(complaint, handler)

    complaint = fresh(complaint)
    assert complaint.status == Status.REFERRED
    assert complaint.referrals.get().iopc_reference == "2026/204711"
    assert (deadline(complaint).state, deadline(complaint).done_at) == (State.SATISFIED, NEXT_MORNING)


def test_a_late_referral_needs_an_explanation(complaint, handler):
    with pytest.raises(Refused, match="after its last day"):
        refer(complaint, handler, TOO_LATE)

    refer(complaint, handler, TOO_LATE, late_because="Nobody was on call.")

    assert complaint.referrals.get().late_because == "Nobody was on call."


def test_a_referral_needs_the_iopcs_reference(complaint, handler):
    with pytest.raises(Refused, match="reference"):
        refer(complaint, handler, iopc_reference=" ")


def test_the_office_refers_a_chief_constable_complaint_by_its_own_choice(handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)

    refer(complaint, handler)

    assert complaint.referrals.get().criteria == []
    assert fresh(complaint).status == Status.REFERRED


def test_the_office_does_not_refer_what_is_about_the_force(handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)

    with pytest.raises(Refused, match="The force refers complaints about its own people"):
        refer(complaint, handler)


@pytest.mark.parametrize("decision", [Referral.Decision.LOCAL, Referral.Decision.RETURNED])
def test_the_office_goes_on_when_the_iopc_returned_it(complaint, handler, decision):
    refer(complaint, handler)

    record_iopc_decision(
        complaint, decision=decision, returned_on=date(2026, 4, 20), by=handler, at=stories.DECIDED
    )

    assert fresh(complaint).status == Status.HANDLING


def test_the_office_waits_while_the_iopc_investigates(complaint, handler):
    refer(complaint, handler)

    record_iopc_decision(complaint, decision=Referral.Decision.INDEPENDENT, by=handler, at=stories.DECIDED)

    assert fresh(complaint).status == Status.REFERRED


def test_a_return_has_its_day(complaint, handler):
    refer(complaint, handler)
    given = {"decision": Referral.Decision.LOCAL, "by": handler, "at": stories.DECIDED}

    with pytest.raises(Refused, match="day the IOPC returned it"):
        record_iopc_decision(complaint, **given)
    with pytest.raises(Refused, match="between the referral and today"):
        record_iopc_decision(complaint, returned_on=date(2026, 4, 9), **given)


def test_what_came_back_is_not_referred_again_for_the_same_criterion(complaint, handler):
    refer(complaint, handler)
    record_iopc_decision(
        complaint,
        decision=Referral.Decision.LOCAL,
        returned_on=date(2026, 4, 20),
        by=handler,
        at=stories.DECIDED,
    )

    complaint = stories.assessed(
        complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3, at=stories.DECIDED
    )

    assert complaint.status == Status.HANDLING


def test_a_criterion_is_withdrawn_by_somebody_else_who_may(complaint, chief_executive):
    withdraw_criterion(
        complaint.referrals.get(), reason="It was the deputy.", by=chief_executive, at=NEXT_MORNING
    )

    assert fresh(complaint).status == Status.HANDLING
    assert deadline(complaint).state == State.CANCELLED


def test_whoever_said_that_a_criterion_is_met_cannot_withdraw_it(chief_executive):
    by = chief_executive
    complaint = stories.spoken_to(stories.taken(by, subject=Subject.CHIEF_CONSTABLE), by)
    stories.assessed(complaint, by, "cannot_exclude", route=Route.SCHEDULE_3)

    with pytest.raises(PermissionDenied):
        withdraw_criterion(complaint.referrals.get(), reason="I was wrong.", by=by, at=NEXT_MORNING)


def test_a_handler_cannot_withdraw_a_criterion(complaint):
    with pytest.raises(PermissionDenied):
        withdraw_criterion(complaint.referrals.get(), reason="No.", by=stories.handler(), at=NEXT_MORNING)


def test_when_it_became_clear_is_put_right_and_the_trail_keeps_what_was_said(complaint, handler):
    referral = complaint.referrals.get()
    earlier = datetime(2026, 4, 8, 15, 0, tzinfo=UTC)

    change_first_clear(
        referral, first_clear_at=earlier, reason="She said so on the telephone.", by=handler, at=NEXT_MORNING
    )

    referral.refresh_from_db()
    entry = Entry.objects.filter(case_id=complaint.pk, verb="complaint.first_clear_changed").get()
    assert referral.first_clear_at == earlier
    assert ASSESSED.isoformat()[:16] in str(entry.changes["first_clear_at"][0])
    assert deadline(complaint).due_on == date(2026, 4, 9)


def test_when_it_became_clear_cannot_be_before_the_office_had_it(complaint, handler):
    with pytest.raises(Refused, match="between the day the complaint was received and now"):
        change_first_clear(
            complaint.referrals.get(),
            first_clear_at=stories.MADE - timedelta(days=1),
            reason="Typed wrongly.",
            by=handler,
            at=NEXT_MORNING,
        )


def test_a_complaint_to_be_referred_is_not_closed_or_reopened(complaint):
    manager = UserFactory(post=Post.MANAGER)

    with pytest.raises(TransitionNotAllowed):
        reopen(complaint, reason="To try.", by=manager, at=NEXT_MORNING)


def test_the_complainant_is_told_of_a_referral_by_letter(complaint, handler):
    refer(complaint, handler)

    letter = Letter.objects.get(case=complaint.case)
    assert letter.template.code == "iopc-referral"
    assert "cannot be ruled out" in letter.fields["why_referred"]
    assert letter.sent_at == NEXT_MORNING


def test_a_complainant_is_not_told_what_might_prejudice_an_investigation(complaint, handler):
    refer(complaint, handler, not_told_because="He would destroy the recordings.")

    assert not Letter.objects.filter(case=complaint.case).exists()
    assert complaint.case.notes.get().text.endswith("He would destroy the recordings.")
