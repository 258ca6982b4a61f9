from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casework.cases.models import Case
from casework.deadlines import actions
from casework.deadlines.calendars import latest
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline, State
from casework.deadlines.queries import (
    affected_by_calendar_change,
    wrongly_stored,
)
from casework.people.actions import OfficeRuleBroken
from casework.people.posts import Post
from tests.casework.deadlines.running import FIRST_CONTACT, LATER, RECEIVED, RESOLUTION, UPDATE, start, verbs
from tests.factories.cases import CaseFactory
from tests.factories.deadlines import HolidayListFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


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
