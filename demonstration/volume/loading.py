"""Filling an empty installation with as many complaints as a large office would have after years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from django.db.models import Model

from casework.cases.models import Case, CaseAccess, Note, Series, Wall
from casework.deadlines.models import Deadline
from casework.people.models import Tenure, User
from casework.people.posts import Post
from casework.trail.models import Chain, Entry
from complaints.models import Allegation, Category, Complaint, Contact, HandOver, Party, Referral
from demonstration.office import SINCE, Cast, open_office
from demonstration.volume.archive import Archive
from demonstration.volume.complaint import ComplaintRows
from demonstration.volume.copying import Row, Table, finish, indexes_built_afterwards
from demonstration.volume.words import FIRST_NAMES, LAST_NAMES

# A row comes after the rows that it points at.
MODELS: tuple[type[Model], ...] = (
    Case,
    Complaint,
    Party,
    Allegation,
    Deadline,
    Contact,
    Note,
    CaseAccess,
    HandOver,
    Referral,
    Wall,
    Chain,
    Entry,
)
BATCH = 5000
MORE_HANDLERS = 38
BUSY_CASES = 40
WALLS = 200
SEEN_BY_COMMISSIONER = 3


def load(complaints: int, *, seed: int, at: datetime, progress: Callable[[int], None]) -> None:
    """Load them in batches, each committed, so that memory holds one batch however many there are.

    `at` is the moment it is made to look as of; the same seed and moment give the same rows.
    """
    cast = open_office()
    handlers = [*cast.handlers, *_more_handlers(Random(seed))]  # noqa: S311 (nothing here is a secret)
    random = Random(seed)  # noqa: S311
    archive = Archive(random, cast, handlers, list(Category.objects.order_by("pk")), at)
    tables = {model: Table(model) for model in MODELS}
    rows, done = _complaints(archive, complaints, at), 0
    with indexes_built_afterwards(MODELS):
        while batch := list(islice(rows, BATCH)):
            _write(tables, (row for complaint in batch for row in complaint))
            done += len(batch)
            progress(done)
        Series.objects.bulk_create(archive.numbers.rows())
        _write(tables, _who_sees_what(archive, cast, at))
    finish([model for model in MODELS if model is not Chain])


def _complaints(archive: Archive, number: int, at: datetime) -> Iterator[list[Row]]:
    """Evenly over the years since the office opened, oldest first, as their numbers are given."""
    first = datetime.combine(SINCE + timedelta(2), datetime.min.time(), at.tzinfo)
    step = (at - timedelta(hours=1) - first) / number
    for place in range(number):
        is_busy = number - 40 * BUSY_CASES < place < number and place % 40 == 0
        yield list(ComplaintRows(archive, first + place * step, is_busy=is_busy))


def _write(tables: dict[type[Model], Table], rows: Iterable[Row]) -> None:
    by_model: dict[type[Model], list[Row]] = defaultdict(list)
    for row in rows:
        by_model[row.model].append(row)
    with transaction.atomic():
        for model, table in tables.items():
            if by_model[model]:
                table.write(by_model[model])


def _who_sees_what(archive: Archive, cast: Cast, at: datetime) -> Iterator[Row]:
    """Somebody who is walled from many cases, and somebody who sees three and no more."""
    office = Case.objects.filter(confidentiality="office").order_by("-pk")
    for case in office.values_list("pk", flat=True)[:WALLS]:
        yield archive.wall(case, cast.handlers[1], since=at)
    for case in archive.busy[-SEEN_BY_COMMISSIONER:]:
        yield archive.access(case, cast.commissioner, since=at)


def _more_handlers(random: Random) -> list[User]:
    people = User.objects.bulk_create(
        User(
            email=f"handler{number}@office.example",
            name=f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}",
            password="!",  # noqa: S106 (no password fits it: nobody signs in as these)
            is_demonstration=True,
        )
        for number in range(1, MORE_HANDLERS + 1)
    )
    Tenure.objects.bulk_create(
        Tenure(person=person, post=Post.COMPLAINT_HANDLER, from_on=SINCE) for person in people
    )
    return people


def is_empty() -> bool:
    return not User.objects.exists() and not Case.objects.exists()
