from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casework.cases.models import Case
from casework.deadlines import actions
from casework.deadlines.actions import CannotExtend
from casework.deadlines.clocks import clock_named
from casework.deadlines.counting import LONDON, Excluded
from casework.deadlines.models import Deadline, State
from casework.deadlines.queries import (
    history,
    recompute,
)
from casework.people.posts import Post
from tests.casework.deadlines.running import (
    FIRST_CONTACT,
    LATER,
    RECEIVED,
    RESOLUTION,
    REVIEW,
    UPDATE,
    start,
    verbs,
)
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


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
