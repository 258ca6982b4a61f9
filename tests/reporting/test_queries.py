from datetime import UTC, date, datetime, timedelta

import pytest

from casework.deadlines.models import Deadline, HolidayList
from casework.deadlines.models import State as DeadlineState
from casework.people.posts import Post
from complaints.workflow import Outcome, Road, Status, Subject
from reporting.quarters import Quarter
from reporting.queries import figures_for
from tests.factories.cases import WallFactory
from tests.factories.complaints import AllegationFactory, CategoryFactory, ComplaintFactory, HandOverFactory
from tests.factories.people import UserFactory

SPRING = Quarter(2026, 2)
AFTER = datetime(2026, 7, 1, 9, tzinfo=UTC)
WEDNESDAY_BEFORE_EASTER = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
TUESDAY_AFTER_EASTER = datetime(2026, 4, 7, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def holidays(db):
    HolidayList.objects.update_or_create(
        calendar="EW",
        version=1,
        defaults={
            "holidays": {"2026-04-03": "Good Friday", "2026-04-06": "Easter Monday"},
            "known_until": date(2026, 12, 31),
            "loaded_at": AFTER,
        },
    )


def frozen(quarter=SPRING):
    return figures_for(quarter, at=AFTER, seen_by=None)


def closed_complaint(**fields):
    return ComplaintFactory(
        status=Status.CLOSED,
        outcome=Outcome.RESOLVED,
        logged_at=TUESDAY_AFTER_EASTER,
        logged_by=UserFactory(),
        closed_at=datetime(2026, 4, 13, 9, tzinfo=UTC),
        closed_by=UserFactory(),
        **fields,
    )


def duty(complaint, clock, *, due_at, done_at=None, state=DeadlineState.SATISFIED):
    return Deadline.objects.create(
        case=complaint.case,
        clock=clock,
        clock_version=1,
        trigger_at=WEDNESDAY_BEFORE_EASTER,
        trigger_event="The complaint was made",
        length=2,
        due_on=due_at.date(),
        due_at=due_at,
        state=state,
        opened_at=WEDNESDAY_BEFORE_EASTER,
        ended_at=done_at if state == DeadlineState.SATISFIED else None,
        done_at=done_at if state == DeadlineState.SATISFIED else None,
    )


def test_a_complaint_belongs_to_the_london_day_it_was_received():
    late_on_30_june = datetime(2026, 6, 30, 22, 59, tzinfo=UTC)
    inside = ComplaintFactory(made_at=late_on_30_june, received_at=late_on_30_june)
    after_midnight = late_on_30_june + timedelta(minutes=1)
    ComplaintFactory(made_at=after_midnight, received_at=after_midnight)

    assert frozen().received.cases == (inside.pk,)


def test_received_is_split_by_road_and_by_category():
    ComplaintFactory()
    about_the_chief = ComplaintFactory(subject=Subject.CHIEF_CONSTABLE, road=Road.CHIEF_CONSTABLE)
    force_used = CategoryFactory(code="B4", name="Use of force", group="B", group_name="Police powers")
    AllegationFactory(complaint=about_the_chief, number=1, category=force_used)
    AllegationFactory(complaint=about_the_chief, number=2, category=force_used)

    figures = frozen()

    assert [figure.count for figure in figures.by_road] == [1, 1, 0, 0]
    assert figures.named("category-B").count == 2
    assert figures.named("category-B").cases == (about_the_chief.pk,)


def test_times_count_working_days_from_the_day_it_was_made_and_skip_easter():
    closed_complaint(contacted_at=TUESDAY_AFTER_EASTER)

    contact, log, outcome = frozen().timings

    assert contact.mean == 2  # Thursday and Tuesday: Good Friday, the weekend and Easter Monday are skipped
    assert log.median == 2
    assert outcome.mean == 6


@pytest.mark.parametrize(
    ("lengths", "mean", "median", "ninetieth"),
    [
        ([7], 7, 7, 7),
        ([0, 10], 5, 5, 9),
        ([1, 2, 3, 4], 2.5, 2.5, 3.7),
        (range(1, 12), 6, 6, 10),
    ],
)
def test_a_timing_gives_mean_median_and_a_ninetieth_percentile_between_ranks(
    lengths, mean, median, ninetieth
):
    tuesday = TUESDAY_AFTER_EASTER
    week_days = [day for day in (tuesday + timedelta(n) for n in range(20)) if day.weekday() < 5]
    for length in lengths:
        ComplaintFactory(made_at=tuesday, received_at=tuesday, contacted_at=week_days[length])

    contact = frozen().timings[0]

    assert (contact.mean, contact.median, contact.ninetieth) == (mean, median, ninetieth)
    assert contact.done.count == len(lengths)


def test_a_timing_of_nothing_has_no_numbers_instead_of_noughts():
    contact = frozen().timings[0]

    assert (contact.mean, contact.median, contact.ninetieth) == (None, None, None)


def test_an_anonymous_complaint_is_not_waiting_for_first_contact():
    ComplaintFactory(is_anonymous=True)
    waiting = ComplaintFactory()

    assert frozen().named("first-contact-not-yet").cases == (waiting.pk,)


def test_a_duty_is_met_on_its_last_moment_and_missed_after_it_or_when_it_still_runs():
    due = datetime(2026, 4, 7, 22, 59, 59, tzinfo=UTC)
    complaint = ComplaintFactory()
    duty(complaint, "complainant-update", due_at=due, done_at=due)
    duty(ComplaintFactory(), "complainant-update", due_at=due, done_at=due + timedelta(seconds=1))
    duty(ComplaintFactory(), "complainant-update", due_at=due, state=DeadlineState.RUNNING)
    duty(complaint, "first-contact", due_at=due, done_at=due)

    by_authority = {line.authority: (line.met.count, line.missed.count) for line in frozen().duties}

    assert by_authority == {"The law": (1, 2), "Our own target": (1, 0)}


def test_a_duty_that_falls_due_later_is_neither_met_nor_missed():
    duty(ComplaintFactory(), "first-contact", due_at=AFTER + timedelta(days=1), state=DeadlineState.RUNNING)

    assert frozen(Quarter(2026, 3)).duties == ()


def test_a_window_of_the_complainants_is_no_duty():
    due = datetime(2026, 4, 29, 22, 59, 59, tzinfo=UTC)
    duty(ComplaintFactory(), "review-application", due_at=due, state=DeadlineState.RUNNING)

    assert frozen().duties == ()


def test_handed_over_counts_the_quarter_in_which_it_left():
    left = HandOverFactory(handed_over_at=TUESDAY_AFTER_EASTER)
    HandOverFactory()

    assert frozen().handed_over.cases == (left.complaint_id,)


def test_open_at_the_end_forgets_what_was_closed_and_what_came_later():
    still_open = ComplaintFactory()
    closed_complaint()
    ComplaintFactory(made_at=AFTER, received_at=AFTER)

    assert frozen().open_at_end.cases == (still_open.pk,)


def test_frozen_figures_count_a_walled_case_and_live_ones_do_not():
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    walled = ComplaintFactory()
    WallFactory(case=walled.case, person=handler)
    duty(walled, "first-contact", due_at=TUESDAY_AFTER_EASTER, state=DeadlineState.RUNNING)

    live = figures_for(SPRING, at=AFTER, seen_by=handler)

    assert frozen().received.cases == (walled.pk,)
    assert all(figure.count == 0 for figure in live)


def test_open_at_the_start_and_received_less_closed_is_open_at_the_end():
    before = datetime(2026, 3, 2, 9, tzinfo=UTC)
    ComplaintFactory(made_at=before, received_at=before)
    closed_complaint(made_at=before, received_at=before)
    ComplaintFactory()

    figures = frozen()

    assert figures.open_at_start.count == 2
    assert figures.received.count == figures.closed.count == 1
    assert figures.open_at_start.count + figures.received.count - figures.closed.count == 2
    assert figures.open_at_end.count == figures.named("outcome-not-yet").count == 2
