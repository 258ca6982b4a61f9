from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from casework.deadlines import actions, reminders
from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.clocks import clock_named
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline, Digest, Reminder
from casework.outbox.models import Message
from casework.people.posts import Post
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.people import CoverFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=LONDON)
UPDATE = clock_named("complainant-update")
REFERRAL = clock_named("iopc-referral")


def london(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def start(clock=UPDATE, case=None, at=MONDAY, **kwargs):
    return actions.start(
        case or CaseFactory(),
        clock,
        trigger_at=kwargs.pop("trigger_at", at),
        trigger_event="The complaint was received",
        by=None,
        at=at,
        **kwargs,
    )


def points(deadline):
    holidays = as_holidays(latest("EW"))
    return [(point.code, at.astimezone(LONDON)) for at, point in reminders.moments(deadline, holidays)]


def recipients():
    return sorted(Message.objects.values_list("to", flat=True))


@pytest.fixture
def handler():
    return UserFactory(post=Post.COMPLAINT_HANDLER, email="handler@office.example")


@pytest.fixture
def manager():
    return UserFactory(post=Post.MANAGER, email="manager@office.example")


@pytest.fixture
def chief_executive():
    return UserFactory(post=Post.CHIEF_EXECUTIVE, email="chief.executive@office.example")


# When


def test_a_duty_is_spoken_of_before_on_and_after_its_last_day():
    assert points(start()) == [
        ("before_7", london(3, 23)),
        ("before_2", london(3, 27)),  # 28 March is a Saturday: back to Friday
        ("on_due", london(3, 30)),
        ("after_1", london(3, 31)),
        ("after_7", london(4, 7)),  # 6 April is Easter Monday: on to Tuesday
    ]


def test_a_duty_due_on_christmas_day_is_spoken_of_on_the_working_day_before():
    deadline = start(at=datetime(2026, 11, 27, 10, tzinfo=LONDON))

    assert deadline.due_on == date(2026, 12, 25)
    assert ("on_due", datetime(2026, 12, 24, 9, tzinfo=LONDON)) in points(deadline)


def test_a_clock_of_one_day_is_spoken_of_at_once_and_on_days_off_too():
    deadline = start(REFERRAL, at=london(4, 3, 21))  # Good Friday, nine in the evening

    assert points(deadline) == [
        ("at_start", london(4, 3, 21)),
        ("on_due", london(4, 4)),
        ("after_1", london(4, 5)),
    ]
    assert deadline.next_reminder_at == london(4, 3, 21)


def test_a_clock_of_hours_is_spoken_of_before_it_ends_however_early_that_is():
    deadline = start(clock_named("data-breach-notice"), at=london(3, 2, 4))

    assert ("on_due", london(3, 5, 4)) in points(deadline)


def test_a_window_is_spoken_of_when_it_has_closed():
    assert points(start(clock_named("review-application"))) == [("after_1", london(3, 31))]


def test_points_before_a_deadline_began_are_passed_over():
    deadline = start(clock_named("first-contact"), at=london(3, 2, 10))

    assert deadline.due_on == date(2026, 3, 4)
    assert deadline.next_reminder_at == london(3, 4)


def test_a_deadline_that_is_late_when_it_is_entered_is_spoken_of_at_once(handler):
    deadline = start(
        case=CaseFactory(handler=handler), trigger_at=datetime(2026, 1, 5, 9, tzinfo=LONDON), at=MONDAY
    )

    assert reminders.send_due(at=MONDAY) == 1
    assert Reminder.objects.get(deadline=deadline, person=handler).point == "after_7"
    assert Deadline.objects.get(pk=deadline.pk).next_reminder_at is None


def test_beyond_the_published_list_only_weekends_put_a_reminder_off():
    deadline = start(clock_named("vetting-nppv2"), at=datetime(2026, 12, 28, 9, tzinfo=LONDON))

    assert deadline.due_on == date(2029, 12, 27)
    assert ("on_due", datetime(2029, 12, 27, 9, tzinfo=LONDON)) in points(deadline)


# To whom


def test_the_handler_is_reminded_once_at_each_point(handler, manager):
    deadline = start(case=CaseFactory(handler=handler))

    for day in (23, 23, 27, 30):
        reminders.send_due(at=london(3, day))

    assert recipients() == ["handler@office.example"] * 3
    assert list(Reminder.objects.order_by("at").values_list("point", flat=True)) == [
        "before_7",
        "before_2",
        "on_due",
    ]
    assert Deadline.objects.get(pk=deadline.pk).next_reminder_at == london(3, 31)


def test_nothing_is_sent_before_a_point_comes(handler):
    start(case=CaseFactory(handler=handler))

    assert reminders.send_due(at=london(3, 23, 8, 59)) == 0


def test_after_the_last_day_the_post_above_is_told_as_well(handler, manager, chief_executive):
    start(case=CaseFactory(handler=handler))
    reminders.send_due(at=london(3, 30))

    reminders.send_due(at=london(3, 31))
    assert set(recipients()) == {"handler@office.example", "manager@office.example"}

    reminders.send_due(at=london(4, 7))
    assert set(recipients()) == {
        "handler@office.example",
        "manager@office.example",
        "chief.executive@office.example",
    }


def test_a_case_nobody_handles_is_its_managers(handler, manager):
    start()

    reminders.send_due(at=london(3, 23))

    assert recipients() == ["manager@office.example"]


def test_whoever_covers_for_the_post_is_told_too(manager):
    cover = UserFactory(email="cover@office.example")
    CoverFactory(person=cover, post=Post.MANAGER, from_on=date(2026, 3, 20), until_on=date(2026, 3, 24))
    start()

    # What a post may see follows from today's cover, so that today must be the day of the sweep.
    with time_machine.travel(london(3, 23), tick=False):
        reminders.send_due(at=london(3, 23))

    assert recipients() == ["cover@office.example", "manager@office.example"]


def test_a_person_walled_from_the_case_is_passed_over_for_the_next_post(handler, manager, chief_executive):
    case = CaseFactory(handler=handler)
    start(case=case)
    WallFactory(case=case, person=handler)
    WallFactory(case=case, person=manager)

    reminders.send_due(at=london(3, 23))

    assert recipients() == ["chief.executive@office.example"]


def test_nobody_is_told_of_a_case_for_named_people_they_are_not_named_on(handler, manager):
    start(case=CaseFactory(handler=handler, confidentiality="named"))

    reminders.send_due(at=london(3, 23))

    assert not Message.objects.exists()
    assert Reminder.objects.get().person is None


def test_a_declaration_is_asked_of_the_person_concerned_and_not_of_all_staff(manager):
    declarant = UserFactory(post=Post.DECLARANT, email="declarant@office.example")
    UserFactory(post=Post.DECLARANT, email="colleague@office.example")
    case = CaseFactory()
    case.accesses.create(person=declarant, source="named", reason="Their own", from_at=MONDAY)
    start(clock_named("declaration"), case=case, recipient=f"person:{declarant.pk}")

    reminders.send_due(at=london(3, 23))

    assert recipients() == ["declarant@office.example"]


def test_what_was_done_or_paused_is_not_spoken_of(handler):
    done, paused = CaseFactory(handler=handler), CaseFactory(handler=handler)
    start(case=done)
    start(clock_named("complaint-resolution"), case=paused)
    actions.satisfy(done, UPDATE, done_at=MONDAY, by=None, at=MONDAY)
    actions.pause(paused, reason="Proceedings", by=None, at=MONDAY)

    assert reminders.send_due(at=london(6, 1)) == 0


# What


def test_a_message_names_the_reference_the_clock_and_why(handler):
    case = CaseFactory(handler=handler, reference="SMP-2026-000412", names="Gwen Pryce", about="PC Bevan")
    deadline = start(case=case)

    reminders.send_due(at=london(3, 27))

    message = Message.objects.get()
    assert message.subject == "Reminder about SMP-2026-000412"
    assert (message.person_id, message.case_id) == (handler.pk, case.pk)
    assert "SMP-2026-000412: Progress update\nMonday 30 March 2026 (3 days left)\n" in message.body
    assert f"/deadlines/{deadline.pk}/why/" in message.body
    assert "Pryce" not in message.body + message.subject
    assert "Bevan" not in message.body + message.subject


def test_one_sweep_sends_one_message_to_one_person(handler):
    for _ in range(3):
        start(case=CaseFactory(handler=handler))

    reminders.send_due(at=london(3, 23))

    message = Message.objects.get()
    assert message.subject == "Reminder about 3 dates"
    assert message.case_id is None
    assert message.body.count("Progress update") == 3
    assert set(Reminder.objects.values_list("message_key", flat=True)) == {message.key}


def test_after_two_days_of_downtime_one_message_goes_out_and_not_five(handler):
    for _ in range(5):
        start(case=CaseFactory(handler=handler))

    reminders.send_due(at=london(3, 30, 12))

    assert recipients() == ["handler@office.example"]
    assert set(Reminder.objects.values_list("point", flat=True)) == {"on_due"}


def test_a_clock_of_one_day_is_mailed_when_its_transaction_commits(
    chief_executive, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        deadline = start(REFERRAL, case=CaseFactory(reference="SMP-2026-000413"))

    message = Message.objects.get()
    assert message.to == "chief.executive@office.example"
    assert message.subject == "Urgent: Reminder about SMP-2026-000413"
    assert Deadline.objects.get(pk=deadline.pk).next_reminder_at == london(3, 3)


def test_a_crash_before_that_mail_leaves_it_to_the_next_sweep(chief_executive):
    start(REFERRAL)

    reminders.send_due(at=MONDAY + timedelta(minutes=5))

    assert recipients() == ["chief.executive@office.example"]
    assert Reminder.objects.get().point == "at_start"


def test_a_sweep_that_fails_keeps_neither_reminder_nor_message(handler, monkeypatch):
    deadline = start(case=CaseFactory(handler=handler))
    monkeypatch.setattr(Reminder.objects, "bulk_create", lambda rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        reminders.send_due(at=london(3, 23))

    assert not Message.objects.exists()
    assert Deadline.objects.get(pk=deadline.pk).next_reminder_at == london(3, 23)


# The morning


def test_the_digest_tells_each_person_what_is_late_and_what_is_due_within_two_working_days(handler):
    late, soon, later = (CaseFactory(handler=handler) for _ in range(3))
    start(case=late, at=datetime(2026, 2, 27, 9, tzinfo=LONDON))  # due 27 March
    start(case=soon, at=datetime(2026, 3, 4, 9, tzinfo=LONDON))  # due 1 April
    start(case=later, at=datetime(2026, 3, 5, 9, tzinfo=LONDON))  # due 2 April
    start(clock_named("review-application"), case=late, at=datetime(2026, 2, 27, 9, tzinfo=LONDON))

    assert reminders.send_digests(at=london(3, 30, 8)) == 1

    message = Message.objects.get()
    assert message.subject == "Your dates for Monday 30 March 2026"
    assert late.reference in message.body
    assert soon.reference in message.body
    assert later.reference not in message.body
    assert "out of time, 3 days late" in message.body
    assert "Last day to apply" not in message.body


def test_the_digest_goes_once_a_day(handler):
    start(case=CaseFactory(handler=handler))

    assert reminders.send_digests(at=london(3, 30, 8)) == 1
    assert reminders.send_digests(at=london(3, 30, 8, 10)) == 0
    assert reminders.send_digests(at=london(3, 31, 8)) == 1
    assert Digest.objects.count() == 2


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 30, 6, 59, tzinfo=UTC),  # summer time began the day before: 07:59
        london(4, 3, 8),  # Good Friday
        london(4, 4, 8),  # Saturday
        london(4, 6, 8),  # Easter Monday
    ],
)
def test_no_digest_goes_before_eight_or_on_a_day_off(handler, at):
    start(case=CaseFactory(handler=handler))

    assert reminders.send_digests(at=at) == 0


def test_a_digest_missed_at_eight_goes_later_that_day(handler):
    start(case=CaseFactory(handler=handler))

    assert reminders.send_digests(at=london(3, 30, 15)) == 1


def test_what_falls_due_after_an_empty_digest_waits_for_tomorrows(handler):
    assert reminders.send_digests(at=london(3, 30, 8)) == 0
    start(case=CaseFactory(handler=handler))

    assert reminders.send_digests(at=london(3, 30, 11)) == 0
    assert reminders.send_digests(at=london(3, 31, 8)) == 1


def test_a_long_digest_names_fifty_and_counts_the_rest(handler):
    for _ in range(52):
        DeadlineFactory(case=CaseFactory(handler=handler))

    reminders.send_digests(at=london(3, 30, 8))

    body = Message.objects.get().body
    assert body.count("Progress update") == 50
    assert "And 2 more, on your desk" in body
