"""The journeys of the budget, each as the people it is slow or quick for."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from urllib.parse import urlencode

from django.core import signing
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from casework.cases.models import Case, CaseQuerySet
from casework.cases.queries import count_of, full_text, search_by_name
from casework.deadlines import reminders
from casework.deadlines.models import Deadline
from casework.people.models import User
from casework.trail.models import Chain
from complaints.models import Draft
from complaints.public_form.views import COOKIE
from demonstration.volume.complaint import EVENTS_OF_A_BUSY_CASE
from demonstration.volume.words import Invention
from reporting.quarters import Quarter

Go = Callable[[], object]

READERS = {
    "handler": "handler@office.example",
    "walled": "second.handler@office.example",
    "sees three": "commissioner@office.example",
}
MANAGER = "manager@office.example"
COMMON_WORD, COMMON_NAME = "officer", "Smith"
DUE = 1000


@dataclass(frozen=True)
class Budget:
    """The most a journey may take: times the floor or seconds, and times itself at the smaller size."""

    growth: float
    times_floor: float | None = None
    seconds: float | None = None
    queries: int | None = None

    def holds(self, median_ms: float, ratio: float) -> bool:
        return ratio <= self.times_floor if self.times_floor else median_ms <= 1000 * (self.seconds or 0)

    def __str__(self) -> str:
        most = f"≤ {self.times_floor:g} × floor" if self.times_floor else f"≤ {self.seconds:g} s"
        return f"{most}, ≤ {self.queries} queries" if self.queries else most


LIST = Budget(1.4, times_floor=3, queries=8)
FILTER = Budget(1.5, times_floor=4)
SEARCH = Budget(1.5, times_floor=5)
WORDS = Budget(2, times_floor=5)
DESK = Budget(1.4, times_floor=5, queries=12)
CASE_PAGE = Budget(1.4, times_floor=5, queries=15)
LAST_STEP = Budget(1.4, times_floor=5)
SWEEP = Budget(1.4, seconds=2)
REPORT = Budget(2, seconds=5)


@dataclass(frozen=True)
class Journey:
    """`ready` prepares what is not timed and gives what is; leaving it clears up."""

    name: str
    budget: Budget
    ready: Callable[[], AbstractContextManager[Go]] = field(hash=False, compare=False)


def floor() -> Journey:
    client = _signed_in(READERS["handler"])
    return _page("floor", LIST, client, f"/floor/{Case.objects.latest('pk').pk}/")


def journeys(at: datetime) -> list[Journey]:
    rare_word, rare_name = _rare_word(), _rare_name()
    found: list[Journey] = []
    for who, email in READERS.items():
        person, client = User.objects.get(email=email), _signed_in(email)
        for name, budget, address in _pages(person, rare_word, rare_name, at):
            found.append(_page(f"{name}, {who}", budget, client, address))
    manager = _signed_in(MANAGER)
    quarter = Quarter.of(localdate(at)).previous
    found.append(_page("desk with the team's load, manager", DESK, manager, "/desk/"))
    found.append(_page("committee report, one quarter", REPORT, manager, f"/reports/{quarter.slug}/live/"))
    found.append(Journey("public complaint, last step", LAST_STEP, _last_step))
    found.append(Journey("reminder sweep, 1,000 due", SWEEP, _sweep))
    return found


def _pages(person: User, rare_word: str, rare_name: str, at: datetime) -> Iterator[tuple[str, Budget, str]]:
    seen = Case.objects.visible_to(person)
    yield "list, first page", LIST, "/complaints/"
    for name, asked in _filters(at).items():
        yield f"list: {name}", FILTER, f"/complaints/?{urlencode(asked)}"
    reference = seen.order_by("pk").values_list("reference", flat=True)[0]
    searches = {
        "reference": (SEARCH, {"text": reference}),
        "common name": (SEARCH, {"text": COMMON_NAME}),
        "rare name": (SEARCH, {"text": rare_name}),
        "common word": (WORDS, {"text": COMMON_WORD, "search_in": "words"}),
        "rare word": (WORDS, {"text": rare_word, "search_in": "words"}),
    }
    for name, (budget, words) in searches.items():
        yield f"search: {name}", budget, f"/complaints/?{urlencode({**words, 'state': 'all'})}"
    yield "desk", DESK, "/desk/"
    yield f"case page, {EVENTS_OF_A_BUSY_CASE} events", CASE_PAGE, f"/complaints/{_busy(seen).reference}/"


def _filters(at: datetime) -> dict[str, dict[str, object]]:
    long_ago = localdate(at) - timedelta(days=1000)
    return {
        "oldest open": {"sort": "oldest"},
        "next date": {"sort": "next_date"},
        "mine by next date": {"handler": "me", "sort": "next_date"},
        "mine, newest": {"handler": "me"},
        "mine, closed, oldest": {"handler": "me", "state": "closed", "sort": "oldest"},
        "unassigned": {"handler": "nobody"},
        "past a date": {"due": "overdue", "sort": "next_date"},
        "due soon, newest": {"due": "soon"},
        "a rare road, both, oldest": {"road": "chief_constable", "state": "all", "sort": "oldest"},
        "a stage, newest": {"status": "handed_over"},
        "both, oldest": {"state": "all", "sort": "oldest"},
        "closed, received in a month": {
            "state": "closed",
            **_date("received_from", long_ago),
            **_date("received_to", long_ago + timedelta(days=30)),
        },
    }


def _date(name: str, day: date) -> dict[str, object]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def _signed_in(email: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    return client


def _page(name: str, budget: Budget, client: Client, address: str) -> Journey:
    def go() -> None:
        status = client.get(address).status_code
        assert status == 200, f"{address} answered {status}"

    return Journey(name, budget, lambda: nullcontext(go))


def _busy(seen: CaseQuerySet) -> Case:
    """The newest case the person sees on which fifty things have happened."""
    busy = Chain.objects.filter(sequence__gte=EVENTS_OF_A_BUSY_CASE, key__startswith="case:")
    cases = [int(key.partition(":")[2]) for key in busy.values_list("key", flat=True)]
    return seen.filter(pk__in=cases).latest("pk")


def _rare_word() -> str:
    """One that some complaints hold, and not many."""
    words = reversed(Invention(Random(1)).words.values)  # the rarest first
    most = _most_of_a_rare_one()
    return next(word for word in words if 1 <= _found(full_text(Case.objects.all(), word)) <= most)


def _rare_name() -> str:
    names, most = Invention(Random(1)).last_names.values[500:], _most_of_a_rare_one()
    return next(name for name in names if 1 <= _found(search_by_name(Case.objects.all(), name)) <= most)


def _found(cases: CaseQuerySet) -> int:
    return count_of(cases).number


def _most_of_a_rare_one() -> int:
    """One complaint in 1,600: words are as rare in a larger archive, so that more of it hold them."""
    return Case.objects.latest("pk").pk // 1600


# A sender may send so many an hour: each of these comes from an address of its own.
_addresses = count(1)
ANSWERS = {
    "who": {"subject": "police_person"},
    "person": {"name": "PC 4412", "description": "Tall, with a red beard"},
    "what-happened": {"what_happened": "I rang three times about my stolen bicycle. " * 20},
    "when-and-where": {"when": "27 March 2026", "where": "High Street"},
    "what-you-want": {"what_is_wanted": "An apology"},
    "who-it-happened-to": {"behalf": "myself"},
    "your-name": {"identity": "named", "name": "Gwen Pryce"},
    "reach-you": {"contact_by": "email", "email": "gwen@post.example"},
    "adjustments": {"adjustments": "Large print"},
    "evidence": {},
    "equality": {"ethnicity": "A1", "age": "25_34"},
}


@contextmanager
def _last_step() -> Iterator[Go]:
    """Send a form whose every page is answered; it is committed, and so makes the archive one larger."""
    now = timezone.now()
    draft = Draft.objects.create(key=uuid.uuid4(), answers=ANSWERS, begun_at=now, touched_at=now)
    number = next(_addresses)
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.{now.second}.{number // 256}.{number % 256}")
    client.cookies[COOKIE] = signing.get_cookie_signer(salt=COOKIE).sign(str(draft.key))

    def go() -> None:
        response = client.post("/complain/check/", {"website": ""})
        assert response.status_code == 302, response.content.decode()
        assert response["Location"].endswith("/sent/"), response["Location"]

    yield go


@contextmanager
def _sweep() -> Iterator[Go]:
    """Reach the moment at which the next thousand reminders are due; then undo it all."""
    with transaction.atomic():
        waiting = Deadline.objects.running().filter(next_reminder_at__isnull=False)
        first = list(waiting.order_by("next_reminder_at", "pk").values_list("pk", "next_reminder_at")[:DUE])
        at = first[-1][1]
        due = [pk for pk, _ in first]
        waiting.filter(next_reminder_at__lte=at).exclude(pk__in=due).update(next_reminder_at=None)

        def go() -> None:
            spoken_of = reminders.send_due(at=at)
            assert spoken_of == len(due), f"{spoken_of} of {len(due)} were due"

        yield go
        transaction.set_rollback(True)
