"""Every figure against a plain recomputation, row by row and day by day, on data chosen to be awkward."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import mean, median, quantiles

import pytest

from casework.cases.models import Case
from casework.deadlines.clocks import Nature, clock_named
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline, HolidayList, State
from casework.people.posts import Post
from complaints.models import Allegation, Complaint, HandOver
from complaints.workflow import Outcome, Road, Status
from reporting.measures import Measures
from reporting.quarters import Quarter
from reporting.queries import figures_for, visible_cases
from tests.factories.cases import CaseAccessFactory, WallFactory
from tests.factories.complaints import AllegationFactory, CategoryFactory, ComplaintFactory, HandOverFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.people import UserFactory

AT = datetime(2026, 8, 31, 16, tzinfo=UTC)  # the summer bank holiday, in the middle of a quarter
HOLIDAYS = [date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 8, 31)]
QUARTERS = [Quarter(2025, 1), Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)]


def utc(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


# Made, received, contacted, logged, closed.
AWKWARD = {
    "early on the first day of the quarter in London, the day before in UTC": (
        utc(3, 31, 23, 30),
        utc(3, 31, 23, 30),
        utc(4, 1, 23, 30),
        utc(4, 2, 22, 59),
        utc(4, 7),
    ),
    "closed in London's next quarter, on the last day of this one in UTC": (
        utc(6, 26, 17),
        utc(6, 29),
        utc(6, 30),
        utc(6, 30),
        utc(6, 30, 23),
    ),
    "over the night in which summer time begins": (
        utc(3, 28, 23, 30),
        utc(3, 29, 0, 59),
        utc(3, 29, 23, 30),
        utc(3, 30),
        None,
    ),
    "made after the office closed before Easter": (
        utc(4, 2, 22, 30),
        utc(4, 7),
        utc(4, 7, 8),
        utc(4, 7, 8),
        utc(6, 12),
    ),
    "made on Good Friday and closed on Easter Monday": (
        utc(4, 3, 12),
        utc(4, 3, 12),
        utc(4, 4, 12),
        utc(4, 5, 12),
        utc(4, 6, 12),
    ),
    "spoken of before it was made in writing": (utc(5, 18), utc(5, 18), utc(5, 13), utc(5, 18), None),
    "made at a weekend over a bank holiday": (utc(5, 2), utc(5, 2), utc(5, 4), utc(5, 5), None),
    "made and closed on one day": (utc(6, 3, 9), utc(6, 3, 9), utc(6, 3, 10), utc(6, 3, 11), utc(6, 3, 15)),
    "a letter that was on its way for weeks": (utc(2, 20), utc(4, 9), None, None, None),
    "from before, closed long after": (utc(1, 2), utc(1, 2), utc(1, 5), utc(1, 5), utc(8, 28)),
    "nothing done yet": (utc(7, 31), utc(7, 31), None, None, None),
}


@pytest.fixture
def awkward(db):
    """One of each, on two roads, some with allegations, duties and hand-overs."""
    HolidayList.objects.update_or_create(
        calendar="EW",
        version=1,
        defaults={
            "holidays": {day.isoformat(): "Holiday" for day in HOLIDAYS},
            "known_until": date(2026, 12, 31),
            "loaded_at": AT,
        },
    )
    clerk = UserFactory()
    for number, (made, received, contacted, logged, closed) in enumerate(AWKWARD.values()):
        complaint = ComplaintFactory(
            road=[Road.FORCE, Road.STAFF][number % 2],
            made_at=made,
            received_at=received,
            contacted_at=contacted,
            logged_at=logged,
            logged_by=clerk if logged else None,
            closed_at=closed,
            status=Status.CLOSED if closed else Status.LOGGED if logged else Status.RECEIVED,
            outcome=[Outcome.RESOLVED, Outcome.WITHDRAWN][number % 2] if closed else "",
            is_anonymous=number % 5 == 4,
        )
        for letter in "AAB"[: number % 4]:
            AllegationFactory(complaint=complaint, category=CategoryFactory(group=letter, code=f"{letter}1"))
        if number % 3 == 0:
            HandOverFactory(complaint=complaint, handed_over_at=received + timedelta(1))
        for clock in ("first-contact", "complainant-update", "review-application"):
            due = received + timedelta(days=10 * number)
            done = contacted and max(contacted, due - timedelta(days=1))
            DeadlineFactory(
                case=complaint.case,
                clock=clock,
                due_at=due,
                due_on=due.date(),
                state=State.SATISFIED if done else State.RUNNING,
                done_at=done,
                ended_at=done,
            )
        cancelled = {"state": State.CANCELLED, "ended_at": received}
        DeadlineFactory(case=complaint.case, clock="staff-update", due_at=received, **cancelled)


@pytest.fixture
def walled(awkward):
    """A manager kept from one case by a wall, and from another by not being one of its named people."""
    manager = UserFactory(post=Post.MANAGER)
    first, second, third, *_ = Case.objects.filter(kind="complaint").order_by("pk")
    WallFactory(case=first, person=manager)
    Case.objects.filter(pk__in=[second.pk, third.pk]).update(confidentiality="named")
    CaseAccessFactory(case=third, person=manager)
    return manager


def plain(quarter, complaints):
    """The cases behind each code, once for each thing counted, and the lengths of what was done."""
    begin, end = quarter.begins_at, min(quarter.ends_at, AT)
    found, lengths = {}, {}

    def within(moment):
        return moment is not None and begin <= moment < end

    def open_at(complaint, moment):
        return complaint.received_at < moment and not (complaint.closed_at and complaint.closed_at < moment)

    def count(code, some):
        found[code] = Counter(row.pk for row in some)

    def count_time(code, some, until, waiting):
        done = [row for row in some if getattr(row, until)]
        count(f"{code}-done", done)
        count(f"{code}-not-yet", waiting)
        lengths[code] = [working_days(row.made_at, getattr(row, until)) for row in done]

    received = [row for row in complaints if within(row.received_at)]
    closed = [row for row in complaints if within(row.closed_at)]
    still_open = [row for row in complaints if open_at(row, end)]
    named = [row for row in received if not row.is_anonymous]
    count("open-at-start", [row for row in complaints if open_at(row, begin)])
    count("received", received)
    count("closed", closed)
    count("open-at-end", still_open)
    handed_over = HandOver.objects.filter(complaint__in=complaints).values_list("handed_over_at", "complaint")
    found["handed-over"] = Counter(case for moment, case in handed_over if within(moment))
    for road in Road:
        count(f"road-{road}", [row for row in received if row.road == road])
    for outcome in Outcome:
        count(f"outcome-{outcome}", [row for row in closed if row.outcome == outcome])
    count_time("first-contact", named, "contacted_at", [row for row in named if not row.contacted_at])
    count_time("log", received, "logged_at", [row for row in received if not row.logged_at])
    count_time("outcome", closed, "closed_at", still_open)
    for allegation in Allegation.objects.filter(complaint__in=received).select_related("category"):
        found.setdefault(f"category-{allegation.category.group}", Counter())[allegation.complaint_id] += 1
    for deadline in Deadline.objects.filter(case__in=[row.pk for row in complaints]):
        clock = clock_named(deadline.clock)
        if clock.nature is Nature.DUTY and deadline.state != State.CANCELLED and within(deadline.due_at):
            in_time = deadline.done_at is not None and deadline.done_at <= deadline.due_at
            for which, counts in (("met", in_time), ("missed", not in_time)):
                code = f"duty-{which}-{clock.owed_by.name}-{clock.authority.name}".lower().replace("_", "-")
                found.setdefault(code, Counter())[deadline.case_id] += counts
    return {code: +cases for code, cases in found.items()}, lengths


def working_days(begun, done):
    day, last, number = begun.astimezone(LONDON).date(), done.astimezone(LONDON).date(), 0
    while day < last:
        day += timedelta(1)
        number += day.weekday() < 5 and day not in HOLIDAYS
    return number


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_every_figure_of_every_case_is_what_a_plain_recomputation_finds(awkward, quarter):
    expected, lengths = plain(quarter, list(Complaint.objects.all()))

    figures = figures_for(quarter, at=AT, seen_by=None)

    assert {figure.code: figure.count for figure in figures} == {
        code: cases.total() for code, cases in expected.items()
    }
    assert {figure.code: figure.cases for figure in figures} == {
        code: tuple(sorted(cases)) for code, cases in expected.items()
    }
    for timing in figures.timings:
        assert (timing.mean, timing.median, timing.ninetieth) == summary(lengths[timing.code])


def summary(lengths):
    if not lengths:
        return None, None, None
    ninetieth = quantiles(lengths, n=10, method="inclusive")[8] if len(lengths) > 1 else lengths[0]
    return round(mean(lengths), 1), round(median(lengths), 1), round(ninetieth, 1)


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_every_figure_counts_the_things_of_the_cases_that_its_list_shows(walled, quarter):
    seen = Case.objects.visible_to(walled)
    expected, _ = plain(quarter, list(Complaint.objects.filter(case__in=seen)))
    measures = Measures(quarter, at=AT)

    figures = figures_for(quarter, at=AT, seen_by=walled)
    listed = {
        figure.code: set(visible_cases(measures.named(figure.code), walled).values_list("pk", flat=True))
        for figure in figures
    }

    assert {figure.code: figure.count for figure in figures} == {
        code: cases.total() for code, cases in expected.items()
    }
    assert listed == {code: set(cases) for code, cases in expected.items()}


def test_the_walled_manager_is_kept_from_two_cases_and_the_data_is_in_every_figure(walled):
    found = Counter()
    for quarter in QUARTERS:
        found.update({figure.code: figure.count for figure in figures_for(quarter, at=AT, seen_by=None)})

    assert Case.objects.filter(kind="complaint").count() - Case.objects.visible_to(walled).count() == 2
    never = {f"road-{Road.CHIEF_CONSTABLE}", f"road-{Road.OTHER}"}
    never |= {f"outcome-{outcome}" for outcome in Outcome} - {"outcome-resolved", "outcome-withdrawn"}
    assert {code for code, number in found.items() if not number} == never
