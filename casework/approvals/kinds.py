"""What each kind of decision is and what follows from it, registered in its owner's AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from casework.approvals.models import ApprovalRequest
    from casework.people.models import User

Effect = Callable[["ApprovalRequest", "User", datetime], None]


def nothing_more(request: ApprovalRequest, on: date) -> SafeString:
    return SafeString()


@dataclass(frozen=True)
class ApprovalKind:
    """One kind of decision. `function` is what the scheme of delegation gives to a post.

    The effects run in the decider's own transaction, after the decision is recorded; one that raises
    undoes the decision. `reading` is what is put forward and what it rests on, as part of a page,
    drawn for the day it would be decided, or was.
    `must_be_approved` says why the law leaves no other answer, where it leaves none.
    """

    code: str
    function: str
    label: str
    if_approved: str
    if_nothing_is_done: str
    on_approve: Effect
    on_return: Effect
    on_refuse: Effect
    needs_two: bool = False
    must_be_approved: str = ""
    reading: Callable[[ApprovalRequest, date], SafeString] = nothing_more


_kinds: dict[str, ApprovalKind] = {}


def register(kind: ApprovalKind) -> None:
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"Two kinds of approval are called {kind.code}")


def kind_named(code: str) -> ApprovalKind:
    return _kinds[code]


def all_kinds() -> Iterable[ApprovalKind]:
    return _kinds.values()
