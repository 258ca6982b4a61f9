"""What a domain tells the letters it has templates for, registered in its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.letters.models import Letter
    from casework.people.models import User


@dataclass(frozen=True)
class PrintedDate:
    """A date printed in a letter, the clock that computed it and the trigger it was counted from."""

    on: date
    clock: str
    counted_from: date


@dataclass(frozen=True)
class Onward:
    """Where somebody goes on from a letter that is ready."""

    label: str
    url: str


def nowhere(letter: Letter, user: User) -> Onward | None:
    return None


def no_dates(letter: Letter, provided_on: date) -> Mapping[str, PrintedDate]:
    return {}


def nothing_looked_up(letter: Letter, on: date, took_part: Collection[int]) -> Mapping[str, str]:
    return {}


def nothing_more(letter: Letter, by: User | None, at: datetime) -> None:
    pass


def no_objection(letter: Letter) -> None:
    pass


@dataclass(frozen=True)
class LetterPurpose:
    """What belongs to the letters of one template.

    `dates` computes what the template prints as {date.name} from the day its reader is provided with it, or
    from the day it is sent where the law counts so.
    `looks_up` gives the fields that nobody types, with a dot in their names: they are worked out from who
    took part when it is put to approval, approved with the rest, and it may leave only while they hold.
    `check` raises when the letter may not leave, whoever approved it. `on_sent` runs in the transaction in
    which the letter leaves; `on_moved` when returned post moves the day it was provided; `on_reworked`
    when one that waited for approval, or had it, is a draft again or given up. `approval_kind` is
    the kind under which a letter written by hand is put to approval from its own page; without one, the
    domain puts it there itself, with the decision that the letter is about, and `onward` leads from the
    draft to where a person who may does so.
    """

    template_code: str
    dates: Callable[[Letter, date], Mapping[str, PrintedDate]] = no_dates
    looks_up: Callable[[Letter, date, Collection[int]], Mapping[str, str]] = nothing_looked_up
    on_sent: Callable[[Letter, User | None, datetime], None] = nothing_more
    on_moved: Callable[[Letter, User | None, datetime], None] = nothing_more
    on_reworked: Callable[[Letter, User | None, datetime], None] = nothing_more
    check: Callable[[Letter], None] = no_objection
    needs_approval: bool = True
    approval_kind: str = ""
    onward: Callable[[Letter, User], Onward | None] = nowhere
    counts_from_sending: bool = False


_purposes: dict[str, LetterPurpose] = {}


def register(*purposes: LetterPurpose) -> None:
    for purpose in purposes:
        if _purposes.setdefault(purpose.template_code, purpose) != purpose:
            raise ValueError(f"Two purposes are registered for letters from {purpose.template_code}")


def purpose_of(letter: Letter) -> LetterPurpose:
    code = letter.template.code
    return _purposes.get(code) or LetterPurpose(code)
