from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from casework.letters import content, fonts, rendering
from casework.letters.models import Letter
from casework.letters.tree import Node

register = template.Library()

# The page has two headings above the letter's subject, which is an h3.
TAGS = {
    "bullets": '<ul class="govuk-list govuk-list--bullet">{}</ul>',
    "numbers": '<ol class="govuk-list govuk-list--number">{}</ol>',
    "quote": '<div class="govuk-inset-text">{}</div>',
    "strong": "<strong>{}</strong>",
    "emphasis": "<em>{}</em>",
    "paragraph": '<p class="govuk-body">{}</p>',
}
HEADINGS = {
    2: '<h4 class="govuk-heading-s">{}</h4>',
    3: '<h5 class="govuk-heading-s govuk-!-margin-bottom-2">{}</h5>',
}


@register.filter
def heading(letter: Letter) -> str:
    return content.heading(letter)


@register.filter
def printed_otherwise(drawn: Mapping[str, Any]) -> str:
    """Which characters of a drawn letter its PDF has something else for, in words."""
    found = fonts.substitutes(rendering.words_printed(drawn))
    said = ", ".join(f"{typed} as {instead}" for typed, instead in found.items())
    return (
        said and f"These characters are printed as follows: {said}. Write them another way if that matters."
    )


@register.filter
def as_html(nodes: Sequence[Node]) -> SafeString:
    """A letter's tree in the markup of the pages. A recursive include would leave spaces between words."""
    return format_html_join("", "{}", ((element(node),) for node in nodes))


def element(node: Node) -> SafeString:
    match node["kind"]:
        case "text":
            return format_html("{}", node["text"])
        case "break":
            return SafeString("<br>")
        case "heading":
            return format_html(HEADINGS.get(node["level"], HEADINGS[3]), as_html(node["children"]))
        case "link":
            return format_html(
                '<a class="govuk-link" href="{}">{}</a>', node["address"], as_html(node["children"])
            )
        case "item":
            return format_html("<li>{}</li>", as_html(tight(node["children"])))
        case kind:
            return format_html(TAGS[kind], as_html(node["children"]))


def tight(children: Sequence[Node]) -> Sequence[Node]:
    """The one paragraph of a list's item without the space that a paragraph keeps around it."""
    return children[0]["children"] if [child["kind"] for child in children] == ["paragraph"] else children
