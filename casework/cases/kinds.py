"""What each domain tells the kernel about its cases, registered in its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.cases.models import Case
    from casework.people.models import User


@dataclass(frozen=True)
class Listing:
    """What lists and searches show of a case; cases.record() copies it into the case's own columns."""

    status: str
    stream: str = ""
    heading: str = ""
    about: str = ""
    names: str = ""
    words: str = ""
    waits_for: str = ""  # "the force", "the IOPC", "approval": whom the work waits for, if not the handler
    calls_for: str = ""  # what somebody outside wants of whoever has it
    is_open: bool = True


def anybody(user: User, case: Case) -> bool:
    return True


def has_nothing(case: Case, person: User) -> str:
    return ""


def nothing_said(case: Case, recipient: str) -> str:
    return ""


@dataclass(frozen=True)
class CaseKind:
    """One kind of case. `prefix` names the series its reference comes from, `url` its page.

    `statuses` are the words for the codes that its listings put in the case's status. `how_to_reach` is
    what a recipient said of how to reach them safely, for whoever is about to write to them; `may_work`
    whether a person who sees the case and writes letters may write those of this one; `still_has` what a
    wall does not take from a person, and what to do about it.
    """

    code: str
    name: str
    prefix: Callable[[Case], str]
    url: Callable[[Case], str]
    listing: Callable[[Case], Listing]
    statuses: Mapping[str, str] = field(default_factory=dict)
    how_to_reach: Callable[[Case, str], str] = nothing_said
    may_work: Callable[[User, Case], bool] = anybody
    still_has: Callable[[Case, User], str] = has_nothing


_kinds: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> None:
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"Two kinds of case are called {kind.code}")


def kind_of(case: Case) -> CaseKind:
    return _kinds[case.kind]
