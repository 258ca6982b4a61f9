import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Subquery

from casework.cases.models import Case, CaseAccess, CaseQuerySet, Confidentiality, Wall
from casework.cases.paging import Page
from casework.cases.permissions import can_name_people, can_raise_wall
from casework.people.models import User
from casework.people.posts import Post
from casework.people.queries import holders, people_with
from casework.people.roles import RAISE_WALL
from casework.trail.models import Entry

MOST_FOUND = 5000
MOST_COUNTED = 1000
MOST_FOUND_COUNTED = 200  # of a search, where each one counted is a long text read


class TooShort(ValueError):
    def __init__(self) -> None:
        super().__init__("Enter at least three letters of a name")


class Materialised(Subquery):
    """A subquery that is finished first.

    Left to itself the planner walks the index of the list's order and tests each row for the word,
    which for a rare word means every row there is.
    """

    template = "(WITH found AS MATERIALIZED (%(subquery)s) SELECT * FROM found)"


@dataclass(frozen=True)
class Tally:
    """How many rows there are, as far as it is worth counting them."""

    number: int
    is_more: bool

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.is_more else ''}"


def by_reference(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    return cases.filter(reference=text.strip().upper())


def search_by_name(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """The cases with every word of `text` somewhere in the names on them; one needs three letters."""
    words = text.split()
    if not any(len(word) >= 3 for word in words):
        raise TooShort
    # UPPER(names) LIKE UPPER(…), as the index has it
    return _first_found(cases, Q(*(("names__icontains", word) for word in words)))


def full_text(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """The cases that hold these words."""
    return _first_found(cases, Q(search=SearchQuery(text, config="english", search_type="websearch")))


def searches_for_nothing(text: str) -> bool:
    """Words like "the" stand in every complaint, so full text leaves them out: what if nothing is left?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery('english', %s)) = 0", [text])
        return bool(cursor.fetchone()[0])


def _first_found(cases: CaseQuerySet, match: Q) -> CaseQuerySet:
    """The cases that match, found first and then put in order, or the other way round.

    A rare word is found by its index, and the cases that hold it are then few. Of a common one the next
    page is a few steps along the order of the list, while finding all of it would read half the table.
    """
    if _about_how_many(Case.objects.filter(match)) > MOST_FOUND:
        return cases.filter(match)
    # What is found is filtered already: asked again outside, the planner would read the whole table.
    return Case.objects.filter(pk__in=Materialised(cases.filter(match).order_by().values("pk")[:MOST_FOUND]))


def _about_how_many(cases: CaseQuerySet) -> int:
    """What the planner expects from its statistics, without looking."""
    return int(json.loads(cases.values("pk").explain(format="json"))[0]["Plan"]["Plan Rows"])


def count_on(page: Page[Any], rows: QuerySet[Any], most: int = MOST_COUNTED) -> Tally:
    """How many rows a list has whose page is this: not asked for where the page shows them all."""
    return Tally(len(page.rows), is_more=False) if page.is_all else count_of(rows, most)


def count_of(rows: QuerySet[Any], most: int = MOST_COUNTED) -> Tally:
    number = rows.order_by()[: most + 1].count()
    return Tally(min(number, most), is_more=number > most)


def first_to_act(
    case: Case,
    post: Post,
    on: date,
    *,
    line: Mapping[Post, Post],
    leaving_out: Collection[int] = (),
) -> tuple[Post | None, list[User]]:
    """The first post along `line` that somebody free to act on the case holds, and those people.

    A wall, or being one of `leaving_out`, makes a person not free. With nobody left: no post, nobody.
    """
    barred = {*Wall.objects.standing().filter(case=case).values_list("person", flat=True), *leaving_out}
    current: Post | None = post
    while current:
        free = [person for person in holders(current, on) if person.pk not in barred]
        if free:
            return current, free
        current = line.get(current)
    return None, []


def owners_of(case: Case, on: date) -> list[User]:
    """Whoever acts for the post that owns the case and sees it, not for now only."""
    return _who_see(case, holders(case.owner_post, on))


def keepers_of(case: Case, on: date) -> list[User]:
    """Whoever may raise and lift walls on the case, because they see it, and not for now only."""
    able = [able.pk for able in people_with(RAISE_WALL, on)]
    return _who_see(case, User.objects.filter(pk__in=able).order_by("pk"))


def depends_on(case: Case, person: User, on: date) -> bool:
    """Whether without this person nobody would act for the case's owner, or nobody could lift a wall."""
    return [person] in (owners_of(case, on), keepers_of(case, on))


def _who_see(case: Case, people: Iterable[User]) -> list[User]:
    lastingly = Case.objects.lastingly_visible_to
    return [person for person in people if lastingly(person).filter(pk=case.pk).exists()]


@dataclass(frozen=True)
class Opened:
    person: User
    last_at: datetime
    times: int


@dataclass(frozen=True)
class Access:
    """Who may see a case and who did, as far as the reader may know it."""

    is_office: bool
    accesses: list[CaseAccess]
    walls: list[Wall]
    opened: list[Opened]
    may_raise_wall: bool
    may_name_people: bool


def access_to(case: Case, reader: User) -> Access:
    """What `templates/cases/_access.html` shows. Walls are for those who may raise one."""
    may_raise_wall = can_raise_wall(reader, case)
    return Access(
        is_office=case.confidentiality == Confidentiality.OFFICE,
        accesses=list(
            CaseAccess.objects.live().filter(case=case).select_related("person").order_by("from_at")
        ),
        walls=list(case.walls.standing().select_related("person", "raised_by")) if may_raise_wall else [],
        opened=_opened(case),
        may_raise_wall=may_raise_wall,
        may_name_people=can_name_people(reader, case),
    )


def _opened(case: Case) -> list[Opened]:
    """Who opened the case's page, the latest first, from the trail."""
    views = (
        Entry.objects.filter(case_id=case.pk, verb="case.viewed")
        .values("by_id")
        .annotate(last_at=Max("at"), times=Count("pk"))
        .order_by("-last_at")
    )
    people = User.objects.in_bulk([view["by_id"] for view in views])
    return [Opened(people[view["by_id"]], view["last_at"], view["times"]) for view in views]
