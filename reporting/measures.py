"""What each figure of a quarter counts: a condition on rows that each hang from a case.

One condition both counts the figure and finds the cases behind it, so that the two cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from casework.deadlines.clocks import Authority, Nature, Party
from casework.deadlines.models import Deadline, State
from complaints.deadlines import CLOCKS
from complaints.models import Allegation, Category, Complaint, HandOver
from complaints.workflow import Outcome, Road
from reporting.quarters import Quarter

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

REACHABLE = Q(is_anonymous=False)


@dataclass(frozen=True)
class Measure:
    code: str
    label: str
    where: Q


@dataclass(frozen=True)
class Timed:
    """How long something took: from the moment a complaint was made to the one in its column `until`."""

    code: str
    label: str
    until: str
    finished: Q
    waiting: Q

    @property
    def done(self) -> Measure:
        return Measure(f"{self.code}-done", f"{self.label}: done", self.finished)

    @property
    def not_yet(self) -> Measure:
        return Measure(f"{self.code}-not-yet", f"{self.label}: not yet", self.waiting)


@dataclass(frozen=True)
class Duties:
    """Those that one party owes by one authority."""

    party: Party
    authority: Authority
    clocks: Sequence[str]

    @property
    def met(self) -> Measure:
        return self._measure("met", Q(done_at__lte=F("due_at")))

    @property
    def missed(self) -> Measure:
        return self._measure("missed", Q(done_at=None) | Q(done_at__gt=F("due_at")))

    def _measure(self, which: str, where: Q) -> Measure:
        owed_by, authority = OWED_BY[self.party].lower(), AUTHORITIES[self.authority].lower()
        return Measure(
            f"duty-{which}-{self.party.name}-{self.authority.name}".lower().replace("_", "-"),
            f"Duties {which}, owed by {owed_by}, set by {authority}",
            Q(clock__in=self.clocks) & where,
        )


@dataclass(frozen=True)
class Table:
    """Rows that each hang from the case in their column `case`, and what is counted of them."""

    rows: QuerySet[Any]
    case: str
    measures: Sequence[Measure]
    timings: Sequence[Timed] = ()


@dataclass(frozen=True)
class Listed:
    """A measure with the cases it counts, whoever may see them."""

    label: str
    cases: QuerySet[Any]


class Measures:
    """All that is counted of a quarter, as things stand at `at`.

    Received means that it reached the office in the quarter. First contact and logging are measured on
    the complaints received in the quarter, outcomes on those closed in it; each from the day the complaint
    was made. A duty belongs to the quarter in which it fell due, if that moment has passed.
    """

    def __init__(self, quarter: Quarter, *, at: datetime) -> None:
        begin, end = quarter.begins_at, min(quarter.ends_at, at)
        # Each a condition on complaints that were open at some moment of the quarter.
        received, closed = Q(received_at__gte=begin), Q(closed_at__lt=end)
        still_open = Q(closed_at=None) | Q(closed_at__gte=end)
        open_when = "Open at the end of the quarter" if quarter.ends_at <= at else "Open now"

        self.begin, self.end = begin, end
        self.open_at_start = Measure("open-at-start", "Open at the start", Q(received_at__lt=begin))
        self.received = Measure("received", "Received", received)
        self.closed = Measure("closed", "Closed", closed)
        self.open_at_end = Measure("open-at-end", open_when, still_open)
        self.handed_over = Measure("handed-over", "Handed over to the force", Q())
        self.by_road = [Measure(f"road-{road}", road.label, received & Q(road=road)) for road in Road]
        self.by_category = [
            Measure(f"category-{of.group}", f"{of.group} {of.group_name}", Q(category__group=of.group))
            for of in Category.objects.order_by("group", "-valid_from").distinct("group")
        ]
        self.outcomes = [
            Measure(f"outcome-{outcome}", outcome.label, closed & Q(outcome=outcome)) for outcome in Outcome
        ]
        self.timings = [
            _until("contacted_at", "first-contact", "From made to first contact", received & REACHABLE),
            _until("logged_at", "log", "From made to logged", received),
            Timed("outcome", "From made to closed", "closed_at", finished=closed, waiting=still_open),
        ]
        self.duties = _duties()

    @property
    def tables(self) -> tuple[Table, ...]:
        return self._complaints, self._hand_overs, self._allegations, self._fell_due

    def named(self, code: str) -> Listed:
        """Raises KeyError for a code that no measure has."""
        for table in self.tables:
            for measure in table.measures:
                if measure.code == code:
                    return Listed(measure.label, table.rows.filter(measure.where).values(table.case))
        raise KeyError(code)

    @property
    def _complaints(self) -> Table:
        totals = (self.open_at_start, self.received, self.closed, self.open_at_end)
        timings = [measure for timed in self.timings for measure in (timed.done, timed.not_yet)]
        not_closed_before = Q(closed_at=None) | Q(closed_at__gte=self.begin)
        return Table(
            rows=Complaint.objects.filter(not_closed_before, received_at__lt=self.end),
            case="case",
            measures=[*totals, *self.by_road, *self.outcomes, *timings],
            timings=self.timings,
        )

    @property
    def _hand_overs(self) -> Table:
        in_it = HandOver.objects.filter(handed_over_at__gte=self.begin, handed_over_at__lt=self.end)
        return Table(in_it, case="complaint", measures=[self.handed_over])

    @property
    def _allegations(self) -> Table:
        received = Q(complaint__received_at__gte=self.begin, complaint__received_at__lt=self.end)
        return Table(Allegation.objects.filter(received), case="complaint", measures=self.by_category)

    @property
    def _fell_due(self) -> Table:
        return Table(
            rows=Deadline.objects.filter(
                state__in=[State.RUNNING, State.SATISFIED], due_at__gte=self.begin, due_at__lt=self.end
            ),
            case="case",
            measures=[measure for duties in self.duties for measure in (duties.met, duties.missed)],
        )


def _until(column: str, code: str, label: str, of: Q) -> Timed:
    reached, waits = Q(**{f"{column}__isnull": False}), Q(**{f"{column}__isnull": True})
    return Timed(code, label, column, finished=of & reached, waiting=of & waits)


def _duties() -> list[Duties]:
    clocks: dict[tuple[Party, Authority], list[str]] = defaultdict(list)
    for clock in CLOCKS:
        if clock.nature is Nature.DUTY:
            clocks[clock.owed_by, clock.authority].append(clock.code)
    return [Duties(*owed, codes) for owed, codes in sorted(clocks.items())]
