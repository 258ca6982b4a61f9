"""The committee's figures as values: what is counted, and the cases behind each count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One number: things counted on cases, mostly one a case. Only when frozen does it keep the cases."""

    code: str
    label: str
    count: int
    cases: tuple[int, ...] = ()


@dataclass(frozen=True)
class Timing:
    """How long something took, in working days of England and Wales, the day it began not counted."""

    code: str
    label: str
    done: Figure
    not_yet: Figure
    mean: float | None
    median: float | None
    ninetieth: float | None


@dataclass(frozen=True)
class DutyLine:
    """Duties that fell due, by who owed them and by what authority."""

    owed_by: str
    authority: str
    met: Figure
    missed: Figure


@dataclass(frozen=True)
class Figures:
    open_at_start: Figure
    received: Figure
    closed: Figure
    by_road: tuple[Figure, ...]
    by_category: tuple[Figure, ...]
    outcomes: tuple[Figure, ...]
    handed_over: Figure
    open_at_end: Figure
    timings: tuple[Timing, ...]
    duties: tuple[DutyLine, ...]
    notes: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[Figure]:
        yield from self.totals
        yield from self.by_road
        yield from self.by_category
        yield from self.outcomes
        for timing in self.timings:
            yield timing.done
            yield timing.not_yet
        for line in self.duties:
            yield line.met
            yield line.missed

    @property
    def totals(self) -> tuple[Figure, ...]:
        """Open at the start, and received, less closed, is open at the end."""
        return self.open_at_start, self.received, self.closed, self.open_at_end, self.handed_over

    def named(self, code: str) -> Figure:
        """Raises KeyError for a code that no figure has."""
        for figure in self:
            if figure.code == code:
                return figure
        raise KeyError(code)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Figures:
        return cls(
            open_at_start=_read(data["open_at_start"]),
            received=_read(data["received"]),
            closed=_read(data["closed"]),
            by_road=tuple(map(_read, data["by_road"])),
            by_category=tuple(map(_read, data["by_category"])),
            outcomes=tuple(map(_read, data["outcomes"])),
            handed_over=_read(data["handed_over"]),
            open_at_end=_read(data["open_at_end"]),
            timings=tuple(
                Timing(**{**timing, "done": _read(timing["done"]), "not_yet": _read(timing["not_yet"])})
                for timing in data["timings"]
            ),
            duties=tuple(
                DutyLine(**{**line, "met": _read(line["met"]), "missed": _read(line["missed"])})
                for line in data["duties"]
            ),
            notes=tuple(data["notes"]),
        )


def sha256_of(data: dict[str, Any]) -> str:
    """The hash that proves frozen figures: SHA-256 of their canonical JSON."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _read(data: dict[str, Any]) -> Figure:
    return Figure(**{**data, "cases": tuple(data["cases"])})
