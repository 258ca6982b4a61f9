"""Whoever must not know of a case finds no word of it: on no page, in no export, search, file or mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import resolve

from casework.cases.models import Case
from casework.people.posts import Post
from tests.conventions.holdings import remove, words_only_in
from tests.conventions.into import addresses_into
from tests.conventions.pages import Page, is_here, read, undone

# From each pattern of address so many pages are read, and the ways into every secret besides.
OF_ONE_PATTERN = 2
SURNAMES = ["Quillfeather", "Larkspur", "Thistlewood", "Burdock"]
# What each person must not know of. An empty list is every case there is.
KEPT_FROM: dict[str, list[str]] = {
    "second.handler": ["walled", "colleague", "chief", "commissioner"],
    Post.MANAGER: ["walled", "chief", "commissioner"],
    Post.CHIEF_EXECUTIVE: ["chief", "commissioner"],
    Post.COMMISSIONER: ["walled", "colleague", "commissioner"],
    Post.ADMINISTRATOR: [],
    Post.DEPUTY: [],
    Post.JASC_MEMBER: [],
    Post.LEGITIMACY_LEAD: [],
    Post.DECLARANT: [],
}
# Whoever is not here has the permissions of somebody who is.
TRY_EVERY_WAY_IN = [
    ("second.handler", "walled"),
    ("second.handler", "colleague"),
    (Post.CHIEF_EXECUTIVE, "chief"),
    (Post.COMMISSIONER, "walled"),
    (Post.ADMINISTRATOR, "chief"),
    (Post.DEPUTY, "walled"),
]
DOORS = [
    "/",
    "/desk/",
    "/complaints/",
    "/approvals/",
    "/reports/",
    "/messages/",
    "/messages/local/",
    "/post/",
]
DOORS += ["/office/", "/admin/", "/complaints/new/", "/complaints/?state=all&sort=oldest"]


def kept_from(told, who: str) -> list[int]:
    complaints = Case.objects.filter(kind="complaint")
    return [told.secrets[name] for name in KEPT_FROM[who]] or list(complaints.values_list("pk", flat=True))


def crawl(client: Client) -> dict[str, Page]:
    """Every page that the doors lead to, some of each pattern."""
    found: dict[str, Page] = {}
    taken: Counter[str] = Counter()
    waiting = list(DOORS)
    while waiting:
        path = waiting.pop(0)
        name = resolve(urlsplit(path).path).view_name
        if path in found or path not in DOORS and taken[name] >= OF_ONE_PATTERN:
            continue
        taken[name] += 1
        found[path] = read(path, client.get(path))
        target = found[path].words[-2:][0] if found[path].status == 302 else ""
        links = [*found[path].links, *([target] if target else [])]
        waiting += [link.partition("#")[0] for link in links if is_here(link) and "logout" not in link]
    return found


def searches(words: Collection[str]) -> Iterator[str]:
    for word in sorted(words):
        for search_in in ("names", "words"):
            asked = f"text={quote(word)}&search_in={search_in}&state=all"
            yield f"/complaints/?{asked}"
            yield f"/complaints/export.csv?{asked}"


def pages_of(client: Client, paths: Collection[str]) -> dict[str, Page]:
    return {path: read(path, client.get(path)) for path in paths}


def answers_to(client: Client, paths: Collection[str]) -> dict[tuple[str, str], Page]:
    asked = {("GET", path): read(path, client.get(path)) for path in paths}
    return asked | {("POST", path): read(path, client.post(path)) for path in paths}


def differences(one: Mapping[Any, Page], other: Mapping[Any, Page]) -> dict[Any, list[str]]:
    """What only one of two readings of the same pages says, by page."""
    return {
        asked: [str(page.status), *(set(page.text.split()) ^ set(other[asked].text.split()))]
        for asked, page in one.items()
        if (page.status, page.text) != (other[asked].status, other[asked].text)
    }


@pytest.fixture(params=KEPT_FROM)
def who(request):
    return request.param


@pytest.fixture
def reader(told, who):
    return told.person(who)


@pytest.fixture
def client_of(told, reader, nothing_stays):
    with time_machine.travel(told.now + timedelta(seconds=1), tick=False):
        client = Client()
        client.force_login(reader)
        yield client


def test_nothing_tells_of_a_case_that_is_kept_from_somebody(told, who, client_of):
    """Each page says the same, to the word and the number, as if the case had never been."""
    secret = kept_from(told, who)
    words = words_only_in(secret, told.words)
    references = Case.objects.filter(pk__in=told.secrets.values()).values_list("reference", flat=True)
    asked = list(searches([*SURNAMES, *references]))

    with undone():
        with_it = crawl(client_of) | pages_of(client_of, asked)
    remove(secret)
    without_it = pages_of(client_of, with_it)

    assert len(words) > 20
    assert [
        (path, word)
        for path, page in with_it.items()
        for word in words
        if word in page.text and quote(word) not in path
    ] == []
    assert differences(with_it, without_it) == {}


@pytest.mark.parametrize(("who", "secret"), TRY_EVERY_WAY_IN, indirect=["who"])
def test_a_case_that_is_kept_from_somebody_is_as_unknown_as_one_that_never_was(told, secret, client_of):
    """Neither by the number of the case nor by that of anything in it, to read or to write."""
    case = Case.objects.get(pk=told.secrets[secret])
    ways_in = [path for address, path in addresses_into(case) if not address.name.startswith("track:")]

    with undone():
        with_it = answers_to(client_of, ways_in)
    unlike_unknown = {asked: page for asked, page in with_it.items() if page.status != 404}
    remove([case.pk])
    without_it = answers_to(client_of, {path for _, path in unlike_unknown})

    assert len(ways_in) > 50
    assert len({page.text for page in with_it.values() if page.status == 404}) == 1
    assert differences(unlike_unknown, without_it) == {}
