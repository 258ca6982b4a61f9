"""Every address of the project, read from the resolver, with something in each of its blanks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# What stands in a blank where any value that fits will do.
FILLING = {
    "code": "received",
    "function": "hand_over",
    "key": "set-password",
    "provider_id": "office",
    "quarter": "2026-q1",
    "reference": "CMP-2026-000001",
    "slug": "about",
    "uidb36": "1",
    "app_label": "people",
    "url": "nothing/",
}
BLANK = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver: its name with its namespaces, its route, and the view it leads to."""

    name: str
    route: str
    view: Any

    @property
    def blanks(self) -> list[str]:
        return [named or plain for named, plain in BLANK.findall(self.route)]

    def path(self, **values: object) -> str:
        filling: dict[str, object] = {**FILLING, **values}
        return "/" + BLANK.sub(lambda blank: str(filling.get(blank[1] or blank[2], 1)), self.route)

    @property
    def is_ours(self) -> bool:
        return not self.route.startswith(("admin/", "account/"))


def every_address() -> Iterator[Address]:
    yield from _below(get_resolver(), "", [])


def _below(resolver: URLResolver, prefix: str, namespaces: list[str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + re.sub(r"^\^|\\Z$|\$$", "", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield Address(":".join([*namespaces, pattern.name or "any"]), route, pattern.callback)
        else:
            inner = [*namespaces, pattern.namespace] if pattern.namespace else namespaces
            yield from _below(pattern, route, inner)
