from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from casework.approvals.models import ApprovalRequest
from casework.cases.models import Case
from casework.deadlines.clocks import UnknownClock, clock_named
from casework.letters import content, delivery, permissions, tree
from casework.letters.models import Letter, Method, Rendition, State
from casework.letters.purposes import Onward, PrintedDate, purpose_of
from casework.letters.readability import reading_age
from casework.people.models import User
from casework.trail.queries import who_did


def letters_of(case: Case) -> QuerySet[Letter]:
    """The case's letters, newest first, ready for its Letters tab."""
    return case.letters.select_related("template", "sent_by", "drafted_by").order_by("-drafted_at", "-pk")


def authors_of(letter: Letter) -> set[int]:
    """Everybody who wrote its words: the trail keeps also those whose words were changed again."""
    return who_did(letter.case_id, "letter.drafted", "letter.edited", changes={"letter": letter.pk})


def letters_put(request: ApprovalRequest) -> QuerySet[Letter]:
    """Those that one decision is about, in the order in which they were drafted and are shown."""
    return Letter.objects.filter(approval=request).select_related("case", "template").order_by("pk")


def todays_post(user: User) -> QuerySet[Letter]:
    """What is approved and waits for an envelope, on cases the person may see, longest first."""
    return (
        Letter.objects.visible_to(user)
        .filter(state=State.APPROVED, method=Method.POST)
        .select_related("case", "template")
        .order_by("approval__decided_at", "pk")
    )


SENT = "The period in the letter is counted from the day it was sent."
PROVIDED = "Periods in the letter are counted from the day it was provided."


@dataclass(frozen=True)
class DateShown:
    """A date in a letter and where it comes from."""

    name: str
    on: date
    clock: str
    citation: str
    counted_from: date


@dataclass(frozen=True)
class Shown:
    """A letter as its page shows it: how it prints, what stands against it, what this person may do."""

    drawn: dict[str, Any]
    missing: Sequence[str]
    reading_age: int
    dates: Sequence[DateShown]
    delivery: str
    counting: str
    renditions: Sequence[Rendition]
    offers: frozenset[str]
    onward: Onward | None

    @property
    def missing_in_words(self) -> str:
        return ", ".join(self.missing)

    @property
    def reading_age_in_words(self) -> str:
        """The aim is what most adults read with ease."""
        advice = ". Aim for 14 or younger: shorter sentences, plainer words" if self.reading_age > 14 else ""
        return f"{self.reading_age} years{advice}"

    @property
    def only_dates_differ(self) -> bool:
        """The one that left is not the one that was approved."""
        return any(kept.left and not kept.approved for kept in self.renditions) and any(
            kept.approved for kept in self.renditions
        )


def shown(letter: Letter, user: User, today: date) -> Shown:
    """One that has left is shown as it left, any other as it would leave today."""
    day = localdate(letter.sent_at) if letter.sent_at else today
    drawn = content.drawn(letter, day)
    missing = content.missing(letter, day)
    offers, purpose = permissions.offers(user, letter), purpose_of(letter)
    is_ready = letter.state == State.DRAFT and not missing
    if missing:
        offers -= {"put_to_approval", "send"}
    return Shown(
        drawn=drawn,
        missing=missing,
        reading_age=reading_age(tree.words(drawn["body"])),
        dates=[date_shown(name, printed) for name, printed in content.dates_of(letter, day).items()],
        delivery=delivery.DELIVERY[Method(letter.method)].reason,
        counting=SENT if purpose.counts_from_sending else PROVIDED,
        renditions=list(letter.renditions.order_by("day", "pk")),
        offers=offers,
        onward=purpose.onward(letter, user) if is_ready else None,
    )


def date_shown(name: str, printed: PrintedDate) -> DateShown:
    try:
        clock = clock_named(printed.clock)
    except UnknownClock:
        return DateShown(tree.in_words(name), printed.on, printed.clock, "", printed.counted_from)
    return DateShown(tree.in_words(name), printed.on, clock.name, clock.citation, printed.counted_from)
