from __future__ import annotations

from datetime import datetime

from django.db.models import Min, QuerySet

from casework.cases.models import Case
from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.counting import local_day
from casework.deadlines.models import HolidayList
from casework.people.models import User
from complaints.models import Complaint
from reporting.counting import Counts
from reporting.figures import Figure, Figures
from reporting.measures import Listed, Measures
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.working_days import WorkingDays

EVERY_CASE = "These figures count every case, whoever may see it."
VISIBLE_CASES = "These figures are live and count only the cases that you may see."


def figures_for(quarter: Quarter, *, at: datetime, seen_by: User | None) -> Figures:
    """The figures of a quarter as they stand at `at`: over what one person may see, or over every case.

    Those over every case are to be frozen, and keep which cases are behind each of them.
    """
    measures = Measures(quarter, at=at)
    counts = Counts(measures.tables, _working_days_until(at), seen_by=seen_by)
    categories, duties = map(counts.figure, measures.by_category), map(counts.duties, measures.duties)
    return Figures(
        open_at_start=counts.figure(measures.open_at_start),
        received=counts.figure(measures.received),
        closed=counts.figure(measures.closed),
        by_road=tuple(map(counts.figure, measures.by_road)),
        by_category=tuple(figure for figure in categories if figure.count),
        outcomes=tuple(map(counts.figure, measures.outcomes)),
        handed_over=counts.figure(measures.handed_over),
        open_at_end=counts.figure(measures.open_at_end),
        timings=tuple(map(counts.timing, measures.timings)),
        duties=tuple(line for line in duties if line.met.count or line.missed.count),
        notes=(EVERY_CASE if seen_by is None else VISIBLE_CASES,),
    )


def visible_cases(figure: Figure | Listed, user: User) -> QuerySet[Case]:
    """The cases behind a figure that this person may see, newest first."""
    return Case.objects.visible_to(user).filter(pk__in=figure.cases).order_by("-opened_on", "-pk")


def latest_report(quarter: Quarter, *, published: bool) -> Report | None:
    """The report of a quarter that stands: the one frozen last, among the published ones if so asked."""
    reports = Report.objects.filter(year=quarter.year, number=quarter.number).order_by("-frozen_at")
    return reports.filter(published_at__isnull=False).first() if published else reports.first()


def _working_days_until(at: datetime) -> WorkingDays:
    first = Complaint.objects.aggregate(made_at=Min("made_at"))["made_at"] or at
    holidays = as_holidays(latest(HolidayList.Calendar.EW)).days
    return WorkingDays(local_day(first), local_day(at), holidays)
