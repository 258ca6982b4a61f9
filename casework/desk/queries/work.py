"""What a person sees on their desk. Every number is the length of a list they can open.

`seen` is what Case.objects.visible_to(user) gave: one desk asks for it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from casework.cases.kinds import kind_of
from casework.cases.models import Case, CaseQuerySet, Confidentiality, Task
from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.counting import working_days_after
from casework.deadlines.models import Deadline, HolidayList
from casework.people.models import User
from casework.people.roles import ASSIGN_COMPLAINT

ALL_CASES = "/complaints/"  # where the main list of open work is; it answers for every kind it holds
SOON = 2  # working days
SHOWN = 25
UNASSIGNED_SHOWN = 10


@dataclass(frozen=True)
class Line:
    """One case on the desk with the deadline that comes next, if one runs."""

    case: Case
    url: str
    deadline: Deadline | None

    @property
    def status(self) -> str:
        return kind_of(self.case).statuses.get(self.case.status, self.case.status)


@dataclass(frozen=True)
class Load:
    """The open work of one person and how much of it is past a date, named as the bars partial reads it."""

    label: str
    number: int
    note: str
    href: str


def soon_after(day: date) -> date:
    """The last day that counts as soon: the second working day of England and Wales after `day`."""
    return working_days_after(day, SOON, holidays=as_holidays(latest(HolidayList.Calendar.EW))).due_on


def is_mine(user: User) -> Q:
    """What falls to this person: what they handle, and what named people alone see and nobody handles yet."""
    return Q(handler=user) | Q(handler=None, confidentiality=Confidentiality.NAMED, is_open=True)


def my_cases(seen: CaseQuerySet, user: User) -> CaseQuerySet:
    """Open cases that fall to this person, by the date that comes next; those with no date last."""
    mine = seen.open().filter(is_mine(user)).for_lists()
    return mine.order_by(F("next_due_on").asc(nulls_last=True), "pk")


def unassigned(seen: CaseQuerySet) -> CaseQuerySet:
    nobodys = seen.open().filter(handler=None)
    cases = nobodys.exclude(confidentiality=Confidentiality.NAMED).for_lists()
    # In the order of the index, of which PostgreSQL does not see that its first column is all empty.
    return cases.order_by("handler_id", F("next_due_on").asc(nulls_last=True), "pk")


def calling(seen: CaseQuerySet, user: User) -> CaseQuerySet:
    """Closed cases of which somebody outside wants something: one's own; all, for whoever shares out work."""
    calls = seen.filter(is_open=False).exclude(calls_for="").for_lists().order_by("pk")
    return calls if user.has_perm(ASSIGN_COMPLAINT) else calls.filter(handler=user)


def calling_then_unassigned(seen: CaseQuerySet, user: User) -> list[Case]:
    """The first of both, in one query: what calls is closed."""
    first = calling(seen, user)[:SHOWN].union(unassigned(seen)[:UNASSIGNED_SHOWN], all=True)
    return sorted(first, key=lambda case: (case.is_open, case.next_due_on or date.max, case.pk))


def counts(seen: CaseQuerySet, user: User, *, on: date, soon: date) -> dict[str, int]:
    """How many of this person's open cases are past a date, and how many fall due up to `soon`."""
    mine = seen.open().filter(is_mine(user))
    return mine.aggregate(
        overdue=Count("pk", filter=Q(next_due_on__lt=on)),
        due_soon=Count("pk", filter=Q(next_due_on__gte=on, next_due_on__lte=soon)),
    )


def lines(cases: Iterable[Case]) -> list[Line]:
    """Each case with its page and its next deadline: one query, however many cases."""
    found = list(cases)
    # Any of their dates here, and each its own below: a join would take longer than all the rest.
    days = {case.next_due_on for case in found if case.next_due_on}
    coming = Deadline.objects.running().filter(case__in=[case.pk for case in found], due_on__in=days)
    next_of: dict[tuple[int, date | None], Deadline] = {}
    # Last first, so that the first of a case is the one that stays: of two on one day always the same.
    for deadline in coming.for_lists().order_by("-due_at", "-pk"):
        next_of[deadline.case_id, deadline.due_on] = deadline
    return [Line(case, kind_of(case).url(case), next_of.get((case.pk, case.next_due_on))) for case in found]


def team_load(seen: CaseQuerySet, *, on: date) -> list[Load]:
    """Who has how much open work, most first; only what the reader may see is counted."""
    counts = JSONObject(open=Count("pk"), overdue=Count("pk", filter=Q(next_due_on__lt=on)))
    handled = seen.open().filter(handler=OuterRef("pk")).order_by().values("handler")
    # Counted for each person: joined with them first, every name would be read once for every case.
    people = User.objects.annotate(load=Subquery(handled.annotate(counts=counts).values("counts")))
    load = [
        Load(
            label=name,
            number=counted["open"],
            note=f"{counted['overdue']} past a date" if counted["overdue"] else "",
            href=f"{ALL_CASES}?{urlencode({'handler': pk})}",
        )
        for pk, name, counted in people.values_list("pk", "name", "load")
        if counted
    ]
    return sorted(load, key=lambda person: (-person.number, person.label))


@dataclass(frozen=True)
class TaskLine:
    task: Task
    url: str


def my_tasks(seen: CaseQuerySet, user: User) -> list[TaskLine]:
    """The first open tasks set for this person, on cases they may see."""
    tasks = (
        Task.objects.filter(for_person=user, done_at=None, case__in=seen.values("pk"))
        .select_related("case")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    return [TaskLine(task, kind_of(task.case).url(task.case)) for task in tasks[:SHOWN]]
