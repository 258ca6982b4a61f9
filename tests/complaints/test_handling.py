from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from casework.approvals import actions as approvals
from casework.cases import actions as cases
from casework.deadlines.models import Deadline, State
from casework.letters import actions as letters
from casework.outbox.models import Message
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.handling import ask_force, record_contact, record_reply, suspend, why_not_first
from complaints.actions.refused import Refused
from complaints.actions.resumption import resume
from complaints.actions.update import draft_letter, draft_update
from complaints.models import Complaint, Contact
from complaints.workflow import Channel, Finding, Route, Status, Subject
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, DECIDED, SPOKE, fresh
from tests.factories.documents import DocumentFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


def contact(complaint: Complaint, by: User, **given: object) -> Contact:
    said = {
        "party": stories.complainant(complaint),
        "method": Contact.Method.TELEPHONE,
        "from_us": True,
        "contacted_at": ASSESSED,
        "summary": "Told her how far we are.",
        "by": by,
        "at": ASSESSED,
    }
    return record_contact(complaint, **(said | given))


def latest(complaint: Complaint, clock: str) -> Deadline:
    return Deadline.objects.filter(case=complaint.case_id, clock=clock).latest("pk")


def test_a_contact_by_emergency_access_starts_and_ends_no_clock(manager):
    complaint = stories.logged(manager, subject=Subject.OFFICE_STAFF)
    before = set(Deadline.objects.filter(case=complaint.case_id).values_list("pk", "state"))
    cases.break_glass(complaint.case, reason="A threat.", by=manager, at=timezone.now())

    with pytest.raises(Refused, match="By emergency access you record no update"):
        contact(complaint, manager, method=Contact.Method.EMAIL, counts_as_update=True)
    kept = contact(complaint, manager)

    assert set(Deadline.objects.filter(case=complaint.case_id).values_list("pk", "state")) == before
    assert fresh(complaint).contacted_at is None
    assert "by emergency access" in why_not_first(kept)


def test_whoever_rings_about_a_closed_complaint_is_written_down_and_owed_no_update(handler):
    manager = UserFactory(post=Post.MANAGER)
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    approvals.approve(stories.waiting(complaint), by=manager, at=DECIDED)
    later = DECIDED + timedelta(days=3)

    with pytest.raises(Refused, match="A closed complaint is owed no update"):
        contact(complaint, handler, contacted_at=later, at=later, counts_as_update=True)
    kept = contact(complaint, handler, contacted_at=later, at=later)

    assert kept in complaint.contacts.all()
    assert fresh(complaint).status == Status.CLOSED
    assert not Deadline.objects.running().filter(case=complaint.case, clock="complainant-update").exists()


def test_the_first_contact_with_the_complainant_satisfies_its_target(handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)

    target = latest(complaint, "first-contact")

    assert complaint.contacted_at == SPOKE
    assert (target.state, target.done_at, target.due_on) == (State.SATISFIED, SPOKE, date(2026, 4, 8))


def test_a_message_from_the_complainant_is_not_our_first_contact(handler):
    complaint = stories.taken(handler)

    contact(complaint, handler, from_us=False)

    assert fresh(complaint).contacted_at is None
    assert latest(complaint, "first-contact").state == State.RUNNING


def test_a_contact_about_staff_acknowledges_the_complaint_too():
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.taken(chief_executive, subject=Subject.OFFICE_STAFF)

    stories.spoken_to(complaint, chief_executive)

    assert latest(complaint, "staff-acknowledgement").state == State.SATISFIED


def test_an_earlier_contact_entered_later_is_the_first(handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    earlier = SPOKE - timedelta(hours=20)

    contact(complaint, handler, contacted_at=earlier)

    assert fresh(complaint).contacted_at == earlier


def test_an_update_restarts_the_four_weeks_from_the_day_it_was_given(handler):
    """PCMR 2020 reg 34(2)(a)(ii): within four weeks of the previous notification."""
    complaint = stories.taken(handler)

    contact(complaint, handler, counts_as_update=True)

    update = latest(complaint, "complainant-update")
    assert (update.due_on, update.state) == (date(2026, 5, 7), State.RUNNING)
    assert update.recipient == stories.complainant(complaint).recipient


def test_an_update_is_in_writing_unless_the_complaint_was_oral_and_is_informal(handler):
    """PCMR 2020 reg 34(3)."""
    online = stories.taken(handler, channel=Channel.LETTER)
    recorded = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    stories.assessed(recorded, handler, "asked_to_record", route=Route.SCHEDULE_3)

    for complaint in (online, recorded):
        with pytest.raises(Refused, match="must be in writing"):
            contact(complaint, handler, counts_as_update=True)
        assert contact(complaint, handler, method=Contact.Method.EMAIL, counts_as_update=True).pk


def test_what_somebody_told_us_is_no_update(handler):
    with pytest.raises(Refused, match="that we told somebody"):
        contact(stories.taken(handler), handler, from_us=False, counts_as_update=True)


@pytest.mark.parametrize(
    ("when", "words"),
    [(ASSESSED + timedelta(minutes=1), "has passed"), (stories.MADE - timedelta(days=1), "was made")],
)
def test_a_contact_lies_between_the_complaint_and_now(handler, when, words):
    with pytest.raises(Refused, match=words):
        contact(stories.taken(handler), handler, contacted_at=when)


def test_a_contact_cannot_be_earlier_than_a_complaint_made_online(handler):
    made = stories.MADE + timedelta(seconds=41)
    complaint = stories.taken(handler, channel=Channel.ONLINE)
    Complaint.objects.filter(pk=complaint.pk).update(made_at=made, received_at=made)

    with pytest.raises(Refused, match="made at 23:30 that day"):
        contact(complaint, handler, contacted_at=stories.MADE - timedelta(minutes=1))
    assert contact(complaint, handler, contacted_at=stories.MADE).pk


def test_a_contact_on_the_day_of_a_complaint_we_entered_may_have_an_earlier_hour(handler):
    """Only the day is asked of whoever enters it."""
    complaint, an_hour_before = stories.taken(handler), stories.MADE - timedelta(hours=1)

    contact(complaint, handler, contacted_at=an_hour_before)

    assert fresh(complaint).contacted_at == an_hour_before


def test_a_contact_keeps_what_the_complainant_wants(handler):
    complaint = stories.taken(handler)

    contact(complaint, handler, views="Only an explanation.")

    assert fresh(complaint).views_on_handling == "Only an explanation."


def test_whoever_answers_the_telephone_records_the_contact(handler):
    complaint = stories.taken(handler)

    assert contact(complaint, stories.handler(), from_us=False).written_by != handler
    with pytest.raises(Complaint.case.field.related_model.DoesNotExist):
        contact(complaint, UserFactory(post=Post.JASC_MEMBER))


def test_an_update_letter_restarts_the_clock_when_it_leaves(handler):
    complaint = stories.taken(handler)
    letter = draft_update(complaint, done="We rang the force.", next_="We wait.", by=handler, at=SPOKE)
    assert latest(complaint, "complainant-update").due_on == date(2026, 4, 30)

    letters.send(letter, by=handler, at=ASSESSED)

    assert latest(complaint, "complainant-update").due_on == date(2026, 5, 7)


def test_a_question_to_the_force_goes_by_mail_and_waits_for_its_answer(handler):
    complaint = stories.taken(handler)

    request = ask_force(
        complaint, question="Please send the log.", wanted_by=date(2026, 4, 17), by=handler, at=ASSESSED
    )

    message = Message.objects.get(key=f"information-request:{request.pk}")
    assert message.to == "standards@force.example"
    assert complaint.case.reference in message.subject
    assert "17 April 2026" in message.body
    assert "Gwen" not in message.subject


def test_the_forces_answer_is_recorded_once(handler):
    complaint = stories.taken(handler)
    request = ask_force(
        complaint, question="Please send the log.", wanted_by=date(2026, 4, 17), by=handler, at=ASSESSED
    )
    given = {"replied_on": date(2026, 4, 15), "by": handler, "at": stories.DECIDED}

    with pytest.raises(Refused, match="Enter what the force answered"):
        record_reply(request, **given)
    with pytest.raises(Refused, match="a document of this complaint"):
        record_reply(request, document=DocumentFactory(), **given)
    record_reply(request, reply="The log shows two calls.", **given)
    with pytest.raises(Refused, match="recorded already"):
        record_reply(request, reply="Three calls.", **given)

    request.refresh_from_db()
    assert request.reply == "The log shows two calls."


def test_only_the_handler_or_a_manager_asks_the_force(handler):
    with pytest.raises(PermissionDenied):
        ask_force(
            stories.taken(handler),
            question="Please send the log.",
            wanted_by=date(2026, 4, 17),
            by=stories.handler(),
            at=ASSESSED,
        )


def test_suspending_pauses_the_target_but_not_the_updates(handler):
    """PCMR 2020 reg 34 has no pause."""
    complaint = stories.taken(handler)

    suspend(complaint, reason="The officer is on trial.", by=handler, at=ASSESSED)

    assert fresh(complaint).suspended_because == "The officer is on trial."
    assert latest(complaint, "complaint-resolution").state == State.PAUSED
    assert latest(complaint, "complainant-update").state == State.RUNNING


def test_resuming_leaves_out_the_days_of_the_pause(handler):
    complaint = stories.taken(handler)
    before = latest(complaint, "complaint-resolution").due_on
    suspend(complaint, reason="The officer is on trial.", by=handler, at=ASSESSED)

    resume(complaint, by=handler, at=datetime(2026, 4, 23, 9, 0, tzinfo=UTC))

    target = latest(complaint, "complaint-resolution")
    assert fresh(complaint).suspended_at is None
    # Ten working days were left out; the early May bank holiday pushes the last day one further.
    assert (before, target.due_on) == (date(2026, 5, 5), date(2026, 5, 19))


def test_a_complaint_is_suspended_once_and_resumed_once(handler):
    complaint = stories.taken(handler)
    with pytest.raises(Refused, match="not suspended"):
        resume(complaint, by=handler, at=ASSESSED)

    suspend(complaint, reason="The officer is on trial.", by=handler, at=ASSESSED)

    with pytest.raises(Refused, match="suspended already"):
        suspend(complaint, reason="Again.", by=handler, at=ASSESSED)


def test_a_letter_in_ones_own_words_leaves_only_when_it_is_approved(handler):
    complaint = stories.taken(handler)

    letter = draft_letter(complaint, about="Your bicycle", text="It was found.", by=handler, at=ASSESSED)

    with pytest.raises(PermissionDenied):
        letters.send(letter, by=handler, at=ASSESSED)
