"""Counts the committee's figures from stored facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from casework.cases.models import Case
from casework.deadlines.clocks import Authority, Nature, Party, all_clocks
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline, HolidayList
from casework.deadlines.models import State as DeadlineState
from casework.people.models import User
from complaints.models import Allegation, Complaint, HandOver
from complaints.workflow import Outcome, Road
from reporting.figures import DutyLine, Figure, Figures, Timing
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.working_days import WorkingDays

OWED_BY = {
    Party.OFFICE: "The office",
    Party.FORCE: "The force",
    Party.COMPLAINANT: "The complainant",
    Party.PERSON: "The person concerned",
    Party.RECIPIENT: "The office or the force",
}
AUTHORITIES = {
    Authority.STATUTORY: "The law",
    Authority.STATUTORY_GUIDANCE: "Statutory guidance",
    Authority.NATIONAL_KPI: "A national measure",
    Authority.LOCAL_POLICY: "Our own target",
}
EVERY_CASE = "These figures count every case, whoever may see it."
VISIBLE_CASES = "These figures are live and count only the cases that you may see."


def figures_for(quarter: Quarter, *, at: datetime, seen_by: User | None) -> Figures:
    """The figures of a quarter as they stand at `at`: over what one person may see, or over every case.

    Received means that it reached the office in the quarter. First contact and logging are measured on
    the complaints received in the quarter, outcomes on those closed in it; each from the day the complaint
    was made. A duty belongs to the quarter in which it fell due, if that moment has passed.
    """
    complaints = Complaint.objects.all() if seen_by is None else Complaint.objects.visible_to(seen_by)
    arrived = complaints.filter(received_at__gte=quarter.begins_at, received_at__lt=quarter.ends_at)
    ended = complaints.filter(closed_at__gte=quarter.begins_at, closed_at__lt=quarter.ends_at)
    received = list(arrived.only("road", "made_at", "contacted_at", "logged_at", "is_anonymous"))
    closed = list(ended.only("outcome", "made_at", "closed_at"))
    days = _working_days([complaint.made_at for complaint in (*received, *closed)], at)
    still_open = _open_at(complaints, min(quarter.ends_at, at))
    reachable = [complaint for complaint in received if not complaint.is_anonymous]
    return Figures(
        open_at_start=Figure("open-at-start", "Open at the start", _open_at(complaints, quarter.begins_at)),
        received=Figure("received", "Received", _ids(received)),
        closed=Figure("closed", "Closed", _ids(closed)),
        by_road=tuple(
            Figure(f"road-{road}", road.label, _ids(c for c in received if c.road == road)) for road in Road
        ),
        by_category=_allegations_by_category(arrived),
        outcomes=tuple(
            Figure(f"outcome-{outcome}", outcome.label, _ids(c for c in closed if c.outcome == outcome))
            for outcome in Outcome
        ),
        handed_over=Figure("handed-over", "Handed over to the force", _handed_over(complaints, quarter)),
        open_at_end=Figure("open-at-end", _open_label(quarter, at), still_open),
        timings=(
            _timing("first-contact", "From made to first contact", "contacted_at", reachable, days),
            _timing("log", "From made to logged", "logged_at", received, days),
            _timing("outcome", "From made to closed", "closed_at", closed, days, not_yet=still_open),
        ),
        duties=_duties(complaints, quarter, at, everything=seen_by is None),
        notes=(EVERY_CASE if seen_by is None else VISIBLE_CASES,),
    )


def latest_report(quarter: Quarter, *, published: bool) -> Report | None:
    """The report of a quarter that stands: the one frozen last, among the published ones if so asked."""
    reports = Report.objects.filter(year=quarter.year, number=quarter.number).order_by("-frozen_at")
    return reports.filter(published_at__isnull=False).first() if published else reports.first()


def _ids(complaints: Iterable[Complaint]) -> tuple[int, ...]:
    return tuple(complaint.pk for complaint in complaints)


def _timing(
    code: str,
    label: str,
    until: str,
    complaints: Sequence[Complaint],
    days: WorkingDays,
    not_yet: Sequence[int] | None = None,
) -> Timing:
    """From the day each complaint was made to the moment in its column `until`.

    Not yet are those of them without that moment, unless others are given.
    """
    done = [
        (complaint.pk, days.between(_day(complaint.made_at), _day(ended)))
        for complaint in complaints
        if (ended := getattr(complaint, until)) is not None
    ]
    waiting = _ids(c for c in complaints if getattr(c, until) is None) if not_yet is None else not_yet
    return Timing.of(code, label, done, waiting)


def _working_days(moments: Sequence[datetime], at: datetime) -> WorkingDays:
    holidays = HolidayList.objects.filter(calendar=HolidayList.Calendar.EW).order_by("-version").first()
    first = min(map(_day, moments), default=_day(at)) - timedelta(1)
    free = holidays.holidays if holidays else {}
    return WorkingDays(first, max(_day(at), first), (date.fromisoformat(day) for day in free))


def _allegations_by_category(complaints: QuerySet[Complaint]) -> tuple[Figure, ...]:
    cases: dict[tuple[str, str], list[int]] = defaultdict(list)
    rows = Allegation.objects.filter(complaint__in=complaints).values_list(
        "category__group", "category__group_name", "complaint"
    )
    for group, name, case in rows:
        cases[group, name].append(case)
    return tuple(
        Figure(f"category-{group}", f"{group} {name}", tuple(sorted(set(found))), count=len(found))
        for (group, name), found in sorted(cases.items())
    )


def _handed_over(complaints: QuerySet[Complaint], quarter: Quarter) -> tuple[int, ...]:
    in_quarter = HandOver.objects.filter(
        handed_over_at__gte=quarter.begins_at, handed_over_at__lt=quarter.ends_at
    )
    return tuple(in_quarter.filter(complaint__in=complaints).values_list("complaint", flat=True))


def _open_at(complaints: QuerySet[Complaint], moment: datetime) -> tuple[int, ...]:
    was_open = Q(closed_at=None) | Q(closed_at__gte=moment)
    return tuple(complaints.filter(was_open, received_at__lt=moment).values_list("pk", flat=True))


def _open_label(quarter: Quarter, at: datetime) -> str:
    return "Open at the end of the quarter" if quarter.ends_at <= at else "Open now"


def _duties(
    complaints: QuerySet[Complaint], quarter: Quarter, at: datetime, *, everything: bool
) -> tuple[DutyLine, ...]:
    clocks = {clock.code: clock for clock in all_clocks() if clock.nature is Nature.DUTY}
    fell_due = Deadline.objects.filter(
        clock__in=clocks,
        case__kind="complaint",
        state__in=[DeadlineState.RUNNING, DeadlineState.SATISFIED],
        due_at__gte=quarter.begins_at,
        due_at__lt=min(quarter.ends_at, at),
    )
    if not everything:
        fell_due = fell_due.filter(case__in=complaints.values("pk"))
    met: dict[tuple[Party, Authority], list[int]] = defaultdict(list)
    missed: dict[tuple[Party, Authority], list[int]] = defaultdict(list)
    kept = fell_due.annotate(in_time=Q(done_at__lte=F("due_at")))
    for code, case, in_time in kept.values_list("clock", "case", "in_time"):
        clock = clocks[code]
        (met if in_time else missed)[clock.owed_by, clock.authority].append(case)
    return tuple(
        DutyLine(
            owed_by=OWED_BY[party],
            authority=AUTHORITIES[authority],
            met=_duty_figure("met", party, authority, met[party, authority]),
            missed=_duty_figure("missed", party, authority, missed[party, authority]),
        )
        for party, authority in sorted(met.keys() | missed.keys())
    )


def _duty_figure(which: str, party: Party, authority: Authority, cases: list[int]) -> Figure:
    return Figure(
        f"duty-{which}-{party.name}-{authority.name}".lower().replace("_", "-"),
        f"Duties {which}, owed by {OWED_BY[party].lower()}, set by {AUTHORITIES[authority].lower()}",
        tuple(sorted(set(cases))),
        count=len(cases),
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, LONDON).date()


def visible_cases(figure: Figure, user: User) -> QuerySet[Case]:
    """The cases behind a figure that this person may see, newest first."""
    return Case.objects.visible_to(user).filter(pk__in=figure.cases).order_by("-opened_on", "-pk")
