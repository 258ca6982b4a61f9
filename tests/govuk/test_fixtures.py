"""Our partials draw what govuk-frontend's own macros draw, for every option we support."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from tests.govuk.html import tree

COMPONENTS = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
UNSUPPORTED = tomllib.loads(Path(__file__).with_name("unsupported_fixtures.toml").read_text())
NOT_DRAWN = {
    (component, name)
    for component, reasons in UNSUPPORTED["fixtures"].items()
    for names in reasons.values()
    for name in names
}
# Options that say the same thing twice, as text and as HTML: ours take one, which may be safe.
ONE_OF_TWO = re.compile(r"(title|summary|description|logo)_(text|html)")


def fixtures() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.parent.name, fixture)
        for path in sorted(COMPONENTS.glob("*/fixtures.json"))
        for fixture in json.loads(path.read_text())["fixtures"]
    ]


def ours(options: Any) -> Any:
    """The options of a macro as a partial of ours takes them."""
    if isinstance(options, list):
        return [ours(item) for item in options]
    if not isinstance(options, dict):
        return options
    taken: dict[str, Any] = {}
    for key, value in options.items():
        name = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", key)
        one = ONE_OF_TWO.fullmatch(name)
        if name == "attributes":
            taken[name] = value
        elif name == "html" or one and one[2] == "html":
            taken[one[1] if one else "text"] = mark_safe(value) if value else ""
            taken |= {} if one else {"html": taken["text"]}
        elif name == "text" or one:
            taken.setdefault(one[1] if one else "text", value)
        else:
            taken[name] = ours(value)
    return taken


DRAWN = [
    (component, fixture)
    for component, fixture in fixtures()
    if component not in UNSUPPORTED["components"] and (component, fixture["name"]) not in NOT_DRAWN
]


@pytest.mark.parametrize(
    ("component", "fixture"), DRAWN, ids=[f"{component}: {fixture['name']}" for component, fixture in DRAWN]
)
def test_partial_draws_what_the_macro_draws(component: str, fixture: dict[str, Any]) -> None:
    options = ours(fixture["options"])

    drawn = render_to_string(f"govuk/{component.replace('-', '_')}.html", options)

    assert tree(drawn) == tree(fixture["html"])


def test_only_fixtures_that_exist_are_listed_as_unsupported() -> None:
    known = {(component, fixture["name"]) for component, fixture in fixtures()}

    assert not NOT_DRAWN - known
    assert not set(UNSUPPORTED["components"]) - {component for component, _ in known}


def test_a_listed_fixture_is_really_not_drawn() -> None:
    """So that the list shrinks when a partial learns an option."""
    drawn_after_all = []
    for component, fixture in fixtures():
        if (component, fixture["name"]) in NOT_DRAWN:
            html = render_to_string(f"govuk/{component.replace('-', '_')}.html", ours(fixture["options"]))
            if tree(html) == tree(fixture["html"]):
                drawn_after_all.append(f"{component}: {fixture['name']}")

    assert drawn_after_all == []
