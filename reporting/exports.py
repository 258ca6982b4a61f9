"""The figures as a table of rows, for the CSV and the PDF alike."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from reporting.figures import Figures

HEADER = ("Section", "Measure", "Cases or duties", "Mean", "Median", "90th percentile", "Not yet", "Missed")
Row = tuple[str, str, int, float | None, float | None, float | None, int | None, int | None]


def rows(figures: Figures) -> Iterator[Row]:
    """Each figure once. Lengths are in working days; None where a measure has no such number."""
    for section, found in (
        ("Totals", figures.totals),
        ("Received, by who it is about", figures.by_road),
        ("Allegations received, by category", figures.by_category),
        ("Closed, by outcome", figures.outcomes),
    ):
        for figure in found:
            yield section, figure.label, figure.count, None, None, None, None, None
    for timing in figures.timings:
        yield (
            "Working days",
            timing.label,
            timing.done.count,
            timing.mean,
            timing.median,
            timing.ninetieth,
            timing.not_yet.count,
            None,
        )
    for line in figures.duties:
        measure = f"Owed by {line.owed_by.lower()}, set by {line.authority.lower()}"
        yield "Duties that fell due", measure, line.met.count, None, None, None, None, line.missed.count


def write_csv(figures: Figures, to: TextIO) -> None:
    writer = csv.writer(to)
    writer.writerow(HEADER)
    for row in rows(figures):
        writer.writerow(["" if cell is None else cell for cell in row])
    for note in figures.notes:
        writer.writerow(["Note", note])
