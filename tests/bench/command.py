from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from casework.commands import OversightCommand, WrongArgument
from tests.bench.databases import MOST, archive_of
from tests.bench.journeys import Journey, floor, journeys
from tests.bench.timing import Measured, measure, no_worker_hears

SMALL = 100_000
KEPT = Path(settings.BASE_DIR) / "var" / "bench"


class Command(OversightCommand):
    help = "Time the journeys of the budget against a signed-in page of one query, in the same process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--complaints", type=int, default=SMALL, help="how many to time them over")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, complaints: int, json: bool, **options: Any) -> None:
        if not 1000 <= complaints <= MOST:
            raise WrongArgument(f"--complaints must be from 1,000 to {MOST:,}, not {complaints:,}.")
        with archive_of(complaints), no_worker_hears():
            floor_ms, measured = measure(floor(), journeys(at=timezone.now()))
        report = Report(complaints, floor_ms, measured, _kept(SMALL) if complaints > SMALL else {})
        report.keep(KEPT)
        self.stdout.write(report.as_json() if json else report.as_table())


class Report:
    """What was measured, held to the budgets. A larger archive is also held to the figures of 100,000."""

    def __init__(
        self,
        complaints: int,
        floor_ms: float,
        measured: dict[Journey, Measured],
        smaller: dict[str, float],
    ) -> None:
        self.complaints, self.floor_ms = complaints, floor_ms
        self.lines = [self._line(journey, figures, smaller) for journey, figures in measured.items()]

    def _line(self, journey: Journey, figures: Measured, smaller: dict[str, float]) -> dict[str, Any]:
        ratio = figures.median_ms / self.floor_ms
        growth = ratio / smaller[journey.name] if journey.name in smaller else None
        budget = journey.budget
        # At the larger size the law is how much it grew, where the smaller one was measured.
        within = growth <= budget.growth if growth else budget.holds(figures.median_ms, ratio)
        return {
            "name": journey.name,
            **{name: round(value, 2) for name, value in asdict(figures).items()},
            "ratio": round(ratio, 2),
            "budget": f"≤ {budget.growth} × at {SMALL:,}" if growth else str(budget),
            "growth": round(growth, 2) if growth else None,
            "ok": within and (budget.queries is None or figures.queries <= budget.queries),
        }

    def keep(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.complaints}.json").write_text(self.as_json())

    def as_json(self) -> str:
        whole = {
            "complaints": self.complaints,
            "floor_ms": round(self.floor_ms, 2),
            "journeys": self.lines,
        }
        return json.dumps(whole, indent=2, ensure_ascii=False)

    def as_table(self) -> str:
        head = ("journey", "median ms", "p95 ms", "queries", "× floor", "× small", "budget", "")
        rows = [head, *map(self._cells, self.lines)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
        ]
        title = f"{self.complaints:,} complaints; the floor is {self.floor_ms:.1f} ms"
        return "\n".join([title, "", *(line.rstrip() for line in lines)])

    @staticmethod
    def _cells(line: dict[str, Any]) -> tuple[str, ...]:
        return (
            line["name"],
            f"{line['median_ms']:.1f}",
            f"{line['p95_ms']:.1f}",
            str(line["queries"]),
            f"{line['ratio']:.1f}",
            f"{line['growth']:.2f}" if line["growth"] else "",
            line["budget"],
            "" if line["ok"] else "OVER",
        )


def _kept(complaints: int) -> dict[str, float]:
    file = KEPT / f"{complaints}.json"
    if not file.is_file():
        sys.stderr.write(f"Run script/bench --complaints {complaints} first to see how much each grows.\n")
        return {}
    return {line["name"]: line["ratio"] for line in json.loads(file.read_text())["journeys"]}
