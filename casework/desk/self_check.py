"""What must hold whatever happens, asked of the stored rows themselves every night.

Each room that keeps a promise registers it in its AppConfig.ready(). A check reads and never mends: a
row that breaks a promise is a fault of ours that somebody has to understand first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice

from casework.desk.models import SelfCheckRun

EXAMPLES = 20


@dataclass(frozen=True)
class Looked:
    """How many rows were looked at, and which of them break the promise, as "deadline 12"."""

    checked: int
    broken: Iterable[str]


@dataclass(frozen=True)
class Invariant:
    """One promise: `rule` says in a sentence what always holds."""

    code: str
    rule: str
    look: Callable[[datetime], Looked]


@dataclass(frozen=True)
class Result:
    code: str
    rule: str
    checked: int
    broken: int
    examples: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.broken


_invariants: dict[str, Invariant] = {}


def register(*invariants: Invariant) -> None:
    for invariant in invariants:
        if _invariants.setdefault(invariant.code, invariant) != invariant:
            raise ValueError(f"Two invariants have the code {invariant.code}.")


def all_invariants() -> list[Invariant]:
    return list(_invariants.values())


def check(invariant: Invariant, *, at: datetime) -> Result:
    looked = invariant.look(at)
    broken = iter(looked.broken)
    examples = tuple(islice(broken, EXAMPLES))
    return Result(
        invariant.code, invariant.rule, looked.checked, len(examples) + sum(1 for _ in broken), examples
    )


def check_everything(*, at: datetime) -> SelfCheckRun:
    """Look at every promise and keep what was found."""
    results = [check(invariant, at=at) for invariant in all_invariants()]
    return SelfCheckRun.objects.create(run_at=at, results=[asdict(result) for result in results])
