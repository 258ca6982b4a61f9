"""The committee's figures as values: what is counted, and the cases behind each count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import mean, median, quantiles
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One number. It counts `count` things on `cases`; mostly one thing a case."""

    code: str
    label: str
    cases: tuple[int, ...]
    count: int = -1

    def __post_init__(self) -> None:
        if self.count < 0:
            object.__setattr__(self, "count", len(self.cases))


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

    @classmethod
    def of(cls, code: str, label: str, days: Sequence[tuple[int, int]], not_yet: Sequence[int]) -> Timing:
        """From (case, days) of what was done and the cases where it was not done yet."""
        lengths = [length for _, length in days]
        return cls(
            code=code,
            label=label,
            done=Figure(f"{code}-done", f"{label}: done", tuple(case for case, _ in days)),
            not_yet=Figure(f"{code}-not-yet", f"{label}: not yet", tuple(not_yet)),
            mean=round(mean(lengths), 1) if lengths else None,
            median=round(median(lengths), 1) if lengths else None,
            ninetieth=round(ninetieth_percentile(lengths), 1) if lengths else None,
        )


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
        return {
            "open_at_start": _figure(self.open_at_start),
            "received": _figure(self.received),
            "closed": _figure(self.closed),
            "by_road": [_figure(figure) for figure in self.by_road],
            "by_category": [_figure(figure) for figure in self.by_category],
            "outcomes": [_figure(figure) for figure in self.outcomes],
            "handed_over": _figure(self.handed_over),
            "open_at_end": _figure(self.open_at_end),
            "timings": [
                {
                    "code": timing.code,
                    "label": timing.label,
                    "done": _figure(timing.done),
                    "not_yet": _figure(timing.not_yet),
                    "mean": timing.mean,
                    "median": timing.median,
                    "ninetieth": timing.ninetieth,
                }
                for timing in self.timings
            ],
            "duties": [
                {
                    "owed_by": line.owed_by,
                    "authority": line.authority,
                    "met": _figure(line.met),
                    "missed": _figure(line.missed),
                }
                for line in self.duties
            ],
            "notes": list(self.notes),
        }

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


def ninetieth_percentile(lengths: Sequence[int]) -> float:
    """Linear interpolation between closest ranks, ends included (Hyndman and Fan 1996, definition 7)."""
    if len(lengths) == 1:
        return float(lengths[0])
    return quantiles(lengths, n=10, method="inclusive")[8]


def _figure(figure: Figure) -> dict[str, Any]:
    return {"code": figure.code, "label": figure.label, "cases": list(figure.cases), "count": figure.count}


def _read(data: dict[str, Any]) -> Figure:
    return Figure(data["code"], data["label"], tuple(data["cases"]), data["count"])
