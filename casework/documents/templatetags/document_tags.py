from django import template

from casework.documents.models import Document, State
from casework.documents.warnings import warnings_for

register = template.Library()

COLOURS = {
    State.QUARANTINED: "grey",
    State.AVAILABLE: "green",
    State.NOT_SCANNED: "yellow",
    State.HELD: "red",
}


@register.filter
def warnings(document: Document) -> list[str]:
    return warnings_for(document)


@register.filter
def tag_colour(document: Document) -> str:
    return COLOURS[State(document.state)]
