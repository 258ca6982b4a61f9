"""Complaints as rows of a spreadsheet."""

from casework.cases.models import Case
from complaints.workflow import Road, Status

HEADER = (
    "Reference",
    "Received",
    "About",
    "Road",
    "Stage",
    "What it is",
    "Handled by",
    "Waits for",
    "Next date",
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def row_of(case: Case) -> tuple[str, ...]:
    return tuple(
        safe(cell)
        for cell in (
            str(case),
            case.opened_on.isoformat(),
            case.about,
            Road(case.stream).label,
            Status(case.status).label,
            case.heading,
            case.handler.name if case.handler else "",
            case.waits_for,
            case.next_due_on.isoformat() if case.next_due_on else "",
        )
    )


def safe(cell: str) -> str:
    """A cell that a spreadsheet cannot take for a formula, whatever a member of the public typed."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
