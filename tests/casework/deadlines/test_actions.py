from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casework.cases.models import Case
from casework.deadlines import actions
from casework.deadlines.actions import AlreadyRunning, CannotExtend, NotInForce, Trigger
from casework.deadlines.calendars import latest
from casework.deadlines.clocks import clock_named
from casework.deadlines.counting import LONDON, Excluded
from casework.deadlines.models import Deadline, State
from casework.deadlines.queries import (
    affected_by_calendar_change,
    history,
    next_due_on,
    recompute,
    wrongly_stored,
)
from casework.people.actions import OfficeRuleBroken
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.deadlines import DeadlineFactory, HolidayListFactory, LocalLengthFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

UPDATE = clock_named("complainant-update")
FIRST_CONTACT = clock_named("first-contact")
RESOLUTION = clock_named("complaint-resolution")
REVIEW = clock_named("review-application")
REFERRAL = clock_named("iopc-referral")
RECEIVED = datetime(2026, 4, 2, 10, 0, tzinfo=LONDON)  # Maundy Thursday
LATER = datetime(2026, 4, 9, 9, 0, tzinfo=LONDON)


def start(case, clock, trigger_at=RECEIVED, at=RECEIVED, **kwargs):
    return actions.start(
        case,
        clock,
        trigger_at=trigger_at,
        trigger_event="The complaint was received",
        by=kwargs.pop("by", None),
        at=at,
        **kwargs,
    )


def verbs(case):
    return list(Entry.objects.filter(case_id=case.pk).order_by("sequence").values_list("verb", flat=True))


def test_start_keeps_what_the_date_was_worked_out_from():
    case, handler = CaseFactory(), UserFactory()

    deadline = start(case, FIRST_CONTACT, by=handler, recipient="complainant:12")

    deadline.refresh_from_db()
    assert deadline.due_on == date(2026, 4, 8)
    assert deadline.due_at == datetime(2026, 4, 8, 22, 59, 59, tzinfo=UTC)
    assert deadline.state == State.RUNNING
    assert (deadline.length, deadline.clock_version) == (2, 1)
    assert deadline.holidays == latest("EW")
    assert deadline.recipient == "complainant:12"
    assert (deadline.opened_at, deadline.opened_by) == (RECEIVED, handler)


def test_start_of_a_clock_without_a_calendar_keeps_none():
    assert start(CaseFactory(), UPDATE).holidays is None


def test_start_shows_on_the_case_what_the_office_next_owes():
    case = CaseFactory()

    start(case, UPDATE)
    start(case, FIRST_CONTACT)

    assert case.next_due_on == date(2026, 4, 8)
    assert Case.objects.get(pk=case.pk).next_due_on == date(2026, 4, 8)


@pytest.mark.parametrize("code", ["review-application", "recommendation-response", "vetting-nppv2"])
def test_start_of_what_the_office_does_not_owe_leaves_the_case_as_it_was(code):
    case = CaseFactory()

    start(case, clock_named(code))

    assert case.next_due_on is None


def test_start_each_starts_clocks_together_with_a_trail_row_for_each():
    case = CaseFactory()
    LocalLengthFactory(clock=FIRST_CONTACT.code, number=3, from_on=date(2026, 4, 2))

    started = actions.start_each(
        case,
        [
            Trigger(UPDATE, RECEIVED, "The complaint was received", recipient="complainant:12"),
            Trigger(FIRST_CONTACT, RECEIVED, "The complaint was made"),
        ],
        by=None,
        at=RECEIVED,
    )

    assert [row.due_on for row in started] == [date(2026, 4, 30), date(2026, 4, 9)]
    assert [row.recipient for row in Deadline.objects.order_by("pk")] == ["complainant:12", None]
    assert Case.objects.get(pk=case.pk).next_due_on == date(2026, 4, 9)
    named = Entry.objects.filter(case_id=case.pk, verb="deadline.started").order_by("sequence")
    assert [entry.changes["deadline"] for entry in named] == [row.pk for row in started]


def test_start_each_refuses_the_same_clock_twice_for_one_recipient():
    twice = [Trigger(UPDATE, RECEIVED, "The complaint was received")] * 2

    with pytest.raises(AlreadyRunning):
        actions.start_each(CaseFactory(), twice, by=None, at=RECEIVED)


def test_start_refuses_a_clock_on_a_day_before_it_was_in_force():
    complaint_about_data = clock_named("data-protection-complaint")

    with pytest.raises(NotInForce, match=r"not in force on Thursday 18 June 2026\."):
        start(CaseFactory(), complaint_about_data, trigger_at=datetime(2026, 6, 18, 12, tzinfo=LONDON))


def test_start_takes_a_clock_from_the_day_it_came_into_force():
    deadline = start(
        CaseFactory(),
        clock_named("data-protection-complaint"),
        trigger_at=datetime(2026, 6, 18, 23, 30, tzinfo=UTC),  # 19 June in London
    )

    assert deadline.due_on == date(2026, 7, 18)


def test_start_refuses_a_second_run_for_the_same_recipient():
    case = CaseFactory()
    start(case, UPDATE, recipient="complainant:1")

    with pytest.raises(AlreadyRunning, match="Progress update is already running"):
        start(case, UPDATE, recipient="complainant:1")


def test_start_runs_a_clock_for_each_recipient():
    case = CaseFactory()

    start(case, UPDATE, recipient="complainant:1")
    start(case, UPDATE, recipient="complainant:2")

    assert Deadline.objects.running().filter(case=case).count() == 2


def test_start_counts_the_length_the_office_set_for_that_day():
    LocalLengthFactory(number=3, from_on=date(2026, 1, 1))
    LocalLengthFactory(number=5, from_on=date(2026, 4, 3))

    assert start(CaseFactory(), FIRST_CONTACT).length == 3
    assert start(CaseFactory(), FIRST_CONTACT, trigger_at=LATER).length == 5


def test_start_pays_no_heed_to_a_local_length_for_a_statutory_clock():
    LocalLengthFactory(clock="complainant-update", number=60)

    assert start(CaseFactory(), UPDATE).length == 28


def test_satisfy_keeps_when_it_was_done_and_who_said_so():
    case, handler = CaseFactory(), UserFactory()
    start(case, FIRST_CONTACT)
    done_at = RECEIVED + timedelta(hours=2)

    deadline = actions.satisfy(case, FIRST_CONTACT, done_at=done_at, by=handler, at=LATER)

    deadline.refresh_from_db()
    assert deadline.state == State.SATISFIED
    assert (deadline.done_at, deadline.ended_at, deadline.ended_by) == (done_at, LATER, handler)
    assert deadline.next_reminder_at is None
    assert Case.objects.get(pk=case.pk).next_due_on is None


def test_satisfy_and_cancel_of_what_does_not_run_change_nothing():
    case = CaseFactory()

    assert actions.satisfy(case, UPDATE, done_at=LATER, by=None, at=LATER) is None
    assert actions.cancel(case, UPDATE, reason="Withdrawn", by=None, at=LATER) is None
    assert verbs(case) == []


def test_cancel_keeps_the_reason():
    case = CaseFactory()
    start(case, UPDATE)

    deadline = actions.cancel(case, UPDATE, reason="The complaint was withdrawn", by=None, at=LATER)

    deadline.refresh_from_db()
    assert (deadline.state, deadline.reason) == (State.CANCELLED, "The complaint was withdrawn")


def test_restart_counts_from_the_update_given_and_not_from_the_one_due():
    case = CaseFactory()
    start(case, UPDATE, trigger_at=datetime(2026, 3, 2, 9, tzinfo=LONDON))
    given_at = datetime(2026, 3, 25, 16, tzinfo=LONDON)

    deadline = actions.restart(
        case, UPDATE, trigger_at=given_at, trigger_event="An update was given", by=None, at=given_at
    )

    assert deadline.due_on == date(2026, 4, 22)
    assert Deadline.objects.get(case=case, state=State.SATISFIED).done_at == given_at


def test_restart_of_an_event_entered_late_never_moves_the_date_back():
    case = CaseFactory()
    running = start(case, UPDATE, trigger_at=LATER)

    kept = actions.restart(case, UPDATE, trigger_at=RECEIVED, trigger_event="An update", by=None, at=LATER)

    assert kept == running
    assert kept.due_on == date(2026, 5, 7)


def test_pause_and_resume_replace_the_row_and_leave_the_days_between_out():
    case, manager = CaseFactory(), UserFactory()
    first = start(case, RESOLUTION, trigger_at=datetime(2026, 6, 1, 9, tzinfo=LONDON))

    [paused] = actions.pause(
        case, reason="Criminal proceedings", by=manager, at=datetime(2026, 6, 10, 15, tzinfo=LONDON)
    )
    [resumed] = actions.resume(case, by=manager, at=datetime(2026, 6, 17, 9, tzinfo=LONDON))

    first.refresh_from_db()
    assert (first.state, first.reason, first.ended_by) == (State.REPLACED, "Criminal proceedings", manager)
    assert paused.next_reminder_at is None
    assert resumed.excluded == [["2026-06-10", "2026-06-17"]]
    assert (first.due_on, resumed.due_on) == (date(2026, 6, 29), date(2026, 7, 6))
    assert [row.pk for row in history(resumed)] == [paused.pk, first.pk]


def test_pause_takes_a_clock_off_what_the_case_next_owes():
    case = CaseFactory()
    start(case, RESOLUTION)

    actions.pause(case, reason="Criminal proceedings", by=None, at=LATER)

    assert Case.objects.get(pk=case.pk).next_due_on is None


def test_pause_never_stops_updates_or_timeliness_reports():
    case = CaseFactory()
    start(case, UPDATE)
    start(case, clock_named("timeliness-first"))

    assert actions.pause(case, reason="Criminal proceedings", by=None, at=LATER) == []
    assert Deadline.objects.running().filter(case=case).count() == 2


def test_pause_and_resume_on_one_day_leave_nothing_out():
    case = CaseFactory()
    before = start(case, RESOLUTION)
    actions.pause(case, reason="By mistake", by=None, at=LATER)

    [resumed] = actions.resume(case, by=None, at=LATER + timedelta(hours=1))

    assert resumed.due_on == before.due_on


def test_two_pauses_are_both_left_out():
    case = CaseFactory()
    start(case, RESOLUTION, trigger_at=datetime(2026, 6, 1, 9, tzinfo=LONDON))
    for first, until in [(3, 5), (9, 10)]:
        actions.pause(case, reason="Proceedings", by=None, at=datetime(2026, 6, first, 9, tzinfo=LONDON))
        [resumed] = actions.resume(case, by=None, at=datetime(2026, 6, until, 9, tzinfo=LONDON))

    assert resumed.due_on == date(2026, 7, 2)
    assert len(history(resumed)) == 4


def test_leave_out_moves_a_window_by_the_days_left_out():
    case, manager = CaseFactory(), UserFactory(post=Post.MANAGER)
    window = start(case, REVIEW, trigger_at=datetime(2026, 5, 5, 12, tzinfo=LONDON))

    longer = actions.leave_out(
        window,
        excluded=Excluded(date(2026, 5, 29), date(2026, 6, 8)),
        reason="The letter came back",
        by=manager,
        at=LATER,
    )

    assert longer.due_on == date(2026, 6, 12)
    assert longer.replaces == window
    assert Deadline.objects.get(pk=window.pk).reason == "The letter came back"


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        (REVIEW, date(2026, 6, 12)),
        (RESOLUTION, date(2026, 6, 12)),
        (clock_named("subject-access"), date(2026, 6, 12)),
        (clock_named("vetting-nppv2"), date(2029, 9, 30)),
    ],
)
def test_extend_makes_the_given_day_the_last(clock, until):
    deadline = start(CaseFactory(), clock)

    extended = actions.extend(
        deadline, until=until, reason="Special circumstances", by=UserFactory(post=Post.MANAGER), at=LATER
    )

    assert extended.due_on == until
    assert recompute(extended).due_at == extended.due_at


def test_extend_refuses_to_move_a_date_that_the_law_sets():
    deadline = start(CaseFactory(), UPDATE)

    with pytest.raises(CannotExtend, match="The law sets this date"):
        actions.extend(
            deadline,
            until=date(2026, 6, 12),
            reason="Busy",
            by=UserFactory(post=Post.MANAGER),
            at=LATER,
        )


def test_extend_refuses_an_earlier_day():
    deadline = start(CaseFactory(), REVIEW)

    with pytest.raises(CannotExtend, match="must be after Thursday 30 April 2026"):
        actions.extend(
            deadline, until=date(2026, 4, 30), reason="", by=UserFactory(post=Post.MANAGER), at=LATER
        )


def test_leave_out_refuses_a_span_that_ends_before_it_begins():
    deadline = start(CaseFactory(), REVIEW)

    with pytest.raises(CannotExtend, match="must be after the first day left out"):
        actions.leave_out(
            deadline,
            excluded=Excluded(date(2026, 4, 20), date(2026, 4, 20)),
            reason="",
            by=UserFactory(post=Post.MANAGER),
            at=LATER,
        )


def test_extend_refuses_a_date_that_is_over():
    case = CaseFactory()
    deadline = start(case, REVIEW)
    actions.cancel(case, REVIEW, reason="Withdrawn", by=None, at=LATER)

    with pytest.raises(CannotExtend, match="still running"):
        actions.extend(
            deadline, until=date(2026, 6, 12), reason="", by=UserFactory(post=Post.MANAGER), at=LATER
        )


def test_extend_refuses_anyone_but_a_manager():
    deadline = start(CaseFactory(), REVIEW)

    with pytest.raises(PermissionDenied):
        actions.extend(
            deadline,
            until=date(2026, 6, 12),
            reason="",
            by=UserFactory(post=Post.COMPLAINT_HANDLER),
            at=LATER,
        )


def test_extend_finds_no_case_for_a_manager_who_is_walled_from_it():
    deadline, manager = start(CaseFactory(), REVIEW), UserFactory(post=Post.MANAGER)
    WallFactory(case=deadline.case, person=manager)

    with pytest.raises(Case.DoesNotExist):
        actions.extend(deadline, until=date(2026, 6, 12), reason="", by=manager, at=LATER)


def test_set_length_counts_for_what_starts_afterwards_only():
    running = start(CaseFactory(), FIRST_CONTACT)

    actions.set_length(
        FIRST_CONTACT,
        number=5,
        from_on=date(2026, 4, 2),
        by=UserFactory(post=Post.ADMINISTRATOR),
        at=RECEIVED,
    )

    running.refresh_from_db()
    assert running.due_on == date(2026, 4, 8)
    assert start(CaseFactory(), FIRST_CONTACT).due_on == date(2026, 4, 13)


def test_set_length_refuses_a_day_that_is_past():
    with pytest.raises(OfficeRuleBroken, match="days that are past"):
        actions.set_length(
            FIRST_CONTACT,
            number=5,
            from_on=LATER.date() - timedelta(days=1),
            by=UserFactory(post=Post.ADMINISTRATOR),
            at=LATER,
        )


def test_set_length_refuses_a_length_that_the_law_sets():
    with pytest.raises(OfficeRuleBroken, match="The law sets this length"):
        actions.set_length(
            UPDATE, number=60, from_on=date(2026, 4, 2), by=UserFactory(post=Post.ADMINISTRATOR), at=LATER
        )


def test_set_length_refuses_a_length_of_nothing():
    with pytest.raises(OfficeRuleBroken, match="at least 1 working day"):
        actions.set_length(
            FIRST_CONTACT,
            number=0,
            from_on=date(2026, 4, 2),
            by=UserFactory(post=Post.ADMINISTRATOR),
            at=LATER,
        )


def test_set_length_refuses_a_handler():
    with pytest.raises(PermissionDenied):
        actions.set_length(
            FIRST_CONTACT,
            number=5,
            from_on=date(2026, 4, 2),
            by=UserFactory(post=Post.COMPLAINT_HANDLER),
            at=LATER,
        )


@pytest.fixture
def a_new_bank_holiday():
    known = latest("EW")
    return lambda: HolidayListFactory(holidays=known.holidays | {"2026-04-07": "Royal wedding"})


def test_a_new_bank_holiday_moves_nothing_until_it_is_applied(a_new_bank_holiday):
    deadline = start(CaseFactory(), FIRST_CONTACT)
    start(CaseFactory(), FIRST_CONTACT, trigger_at=datetime(2026, 5, 11, 9, tzinfo=LONDON))
    start(CaseFactory(), UPDATE)

    a_new_bank_holiday()

    [affected] = affected_by_calendar_change(UserFactory(post=Post.MANAGER))
    assert (affected.deadline, affected.new_due_on) == (deadline, date(2026, 4, 9))
    assert Deadline.objects.get(pk=deadline.pk).due_on == date(2026, 4, 8)
    assert list(wrongly_stored()) == []


def test_applying_a_calendar_change_replaces_the_rows_that_were_confirmed(a_new_bank_holiday):
    confirmed, other = start(CaseFactory(), FIRST_CONTACT), start(CaseFactory(), FIRST_CONTACT)
    new_list = a_new_bank_holiday()
    manager = UserFactory(post=Post.MANAGER)

    [moved] = actions.apply_calendar_change({confirmed.pk}, reason="Royal wedding", by=manager, at=LATER)

    assert (moved.due_on, moved.holidays, moved.replaces) == (date(2026, 4, 9), new_list, confirmed)
    assert Case.objects.get(pk=confirmed.case_id).next_due_on == date(2026, 4, 9)
    assert Deadline.objects.get(pk=other.pk).state == State.RUNNING
    assert verbs(confirmed.case) == ["deadline.started", "deadline.recounted"]


def test_applying_a_calendar_change_leaves_a_paused_row_paused(a_new_bank_holiday):
    case = CaseFactory()
    start(case, RESOLUTION)
    [paused] = actions.pause(case, reason="Proceedings", by=None, at=LATER)
    a_new_bank_holiday()

    [moved] = actions.apply_calendar_change(
        {paused.pk}, reason="Royal wedding", by=UserFactory(post=Post.MANAGER), at=LATER
    )

    assert moved.state == State.PAUSED
    assert moved.next_reminder_at is None


def test_applying_a_calendar_change_refuses_a_handler():
    with pytest.raises(PermissionDenied):
        actions.apply_calendar_change(
            set(), reason="Royal wedding", by=UserFactory(post=Post.COMPLAINT_HANDLER), at=LATER
        )


def test_every_change_is_in_the_trail_without_its_reason():
    case = CaseFactory()
    start(case, RESOLUTION)
    actions.pause(case, reason="Mrs Pryce is in hospital", by=None, at=LATER)
    actions.resume(case, by=None, at=LATER)
    actions.satisfy(case, RESOLUTION, done_at=LATER, by=None, at=LATER)

    assert verbs(case) == [
        "deadline.started",
        "deadline.paused",
        "deadline.resumed",
        "deadline.satisfied",
    ]
    assert not Entry.objects.filter(changes__icontains="hospital").exists()


def test_recomputing_a_stored_row_gives_the_stored_date():
    case = CaseFactory()
    for code in [
        "first-contact",
        "subject-access",
        "timeliness-first",
        "data-breach-notice",
        "freedom-of-information",
    ]:
        start(case, clock_named(code))
    start(case, RESOLUTION)
    actions.pause(case, reason="Proceedings", by=None, at=LATER)
    actions.resume(case, by=None, at=LATER + timedelta(days=6))

    assert Deadline.objects.filter(case=case).count() == 12
    for deadline in Deadline.objects.filter(case=case):
        computed = recompute(deadline)
        assert (computed.due_on, computed.due_at) == (deadline.due_on, deadline.due_at)


def test_a_row_altered_behind_our_back_is_found():
    altered = DeadlineFactory(due_at=datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC))
    DeadlineFactory()

    assert list(wrongly_stored()) == [altered]


def test_next_due_on_passes_over_what_is_done():
    case = CaseFactory()
    start(case, FIRST_CONTACT)
    start(case, UPDATE)
    actions.satisfy(case, FIRST_CONTACT, done_at=LATER, by=None, at=LATER)

    assert next_due_on(case) == date(2026, 4, 30)
