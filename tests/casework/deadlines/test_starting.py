from datetime import UTC, date, datetime, timedelta

import pytest

from casework.cases.models import Case
from casework.deadlines import actions
from casework.deadlines.actions import AlreadyRunning, NotInForce, Trigger
from casework.deadlines.calendars import latest
from casework.deadlines.clocks import clock_named
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline, State
from casework.deadlines.queries import (
    recompute,
    wrongly_stored,
)
from casework.trail.models import Entry
from tests.casework.deadlines.running import (
    FIRST_CONTACT,
    LATER,
    RECEIVED,
    RESOLUTION,
    UPDATE,
    start,
    verbs,
)
from tests.factories.cases import CaseFactory
from tests.factories.deadlines import DeadlineFactory, LocalLengthFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


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

    case.refresh_from_db()
    assert case.next_due_on == date(2026, 4, 30)
