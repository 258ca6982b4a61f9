from datetime import date
from pathlib import Path
from typing import Any

from casework.letters import fonts
from casework.letters.rendering import typeset
from casework.people.models import Office
from reporting.figures import Figure, Figures
from reporting.meanings import MEANINGS
from reporting.models import Report
from reporting.quarters import Quarter

SHEET = Path(__file__).parent / "typst" / "report.typ"


def render_report(
    quarter: Quarter, figures: Figures, report: Report | None, *, office: Office, day: date
) -> bytes:
    """The figures as PDF/UA. The same figures and day give the same bytes."""
    return typeset(SHEET, {"report": _drawn(quarter, figures, report, office, day)}, day)


def _drawn(
    quarter: Quarter, figures: Figures, report: Report | None, office: Office, day: date
) -> dict[str, Any]:
    return {
        "title": f"Complaints, {quarter}",
        "office": {"name": office.name, "brand_colour": office.brand_colour},
        "fonts": list(fonts.FAMILIES.values()),
        "standing": [_standing(quarter, report, day), *figures.notes],
        "sections": _sections(figures),
        "meanings": MEANINGS,
        "proof": report.figures_sha256 if report else "",
    }


def _standing(quarter: Quarter, report: Report | None, day: date) -> str:
    year = quarter.financial_year.capitalize()
    if report is None:
        return f"{year}. Live figures on {day:%-d %B %Y}; they may still change."
    return f"{year}. Report {report.case.reference}, frozen on {day:%-d %B %Y}."


def _sections(figures: Figures) -> list[dict[str, Any]]:
    return [
        _counts("Totals", "Measure", "Complaints", figures.totals),
        _counts("Received, by who it is about", "About", "Complaints", figures.by_road),
        _counts("Allegations received", "National category", "Allegations", figures.by_category),
        _counts("Closed, by outcome", "Outcome", "Complaints", figures.outcomes),
        {
            "title": "How long it took",
            "note": "In working days of England and Wales. The day it was made is not counted.",
            "head": ["Measure", "Mean", "Median", "90th percentile", "Measured on", "Not yet"],
            "rows": [
                [
                    timing.label,
                    *(
                        "–" if length is None else f"{length:g}"
                        for length in (timing.mean, timing.median, timing.ninetieth)
                    ),
                    str(timing.done.count),
                    str(timing.not_yet.count),
                ]
                for timing in figures.timings
            ],
        },
        {
            "title": "Duties that fell due",
            "note": "Only a duty that the law puts on the office can be out of time. "
            "A missed target of our own is late, not unlawful.",
            "head": ["Owed by, and set by", "Met", "Missed"],
            "rows": [
                [f"{line.owed_by}: {line.authority.lower()}", str(line.met.count), str(line.missed.count)]
                for line in figures.duties
            ],
        },
    ]


def _counts(title: str, column: str, unit: str, found: tuple[Figure, ...]) -> dict[str, Any]:
    rows = [[figure.label, str(figure.count)] for figure in found]
    return {"title": title, "note": "", "head": [column, unit], "rows": rows}
