"""What a page says, as its reader gets it, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pypdfium2
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase

SILENT = {"script", "style", "template"}


@dataclass
class Page(HTMLParser):
    """One answer: its words in reading order, its links, and what every page must have."""

    path: str = ""
    status: int = 0
    content_type: str = ""
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    summary: list[str] = field(default_factory=list)
    headings: int = 0
    language: str = ""
    title: str = ""
    has_summary: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def is_html(self) -> bool:
        return self.content_type.startswith("text/html")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        self.headings += tag == "h1"
        self.ids |= {given["id"]} if "id" in given else set()
        self.has_summary |= "govuk-error-summary" in given.get("class", "").split()
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "a" and "href" in given:
            href = given["href"]
            self.links.append(urljoin(self.path, href))
            if self.has_summary and href.startswith("#"):
                self.summary.append(href[1:])
        # What stands in a control is read as much as what stands beside it.
        if given.get("type") != "hidden":
            self.words += [given[name] for name in ("value", "alt", "aria-label", "title") if name in given]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open[-1:] and not self.title:
            self.title = " ".join(data.split())
        if not SILENT.intersection(self._open):
            self.words.append(data)


def read(path: str, response: HttpResponseBase) -> Page:
    content_type = response.headers.get("Content-Type", "")
    page = Page(path=path, status=response.status_code, content_type=content_type)
    body = response.content if isinstance(response, HttpResponse) else b"".join(response)  # type: ignore[arg-type]
    if page.is_html:
        page.feed(body.decode())
    elif content_type == "application/pdf":
        page.words = [text_of_pdf(body)]
    elif content_type.startswith("text/"):
        page.words = [body.decode("utf-8-sig")]
    # Where it sends the reader, and what it calls a file, are read too.
    page.words += [response.headers.get(name, "") for name in ("Location", "Content-Disposition")]
    return page


def text_of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    finally:
        document.close()


def is_here(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc and not parts.path.startswith("/static/")


@contextmanager
def undone() -> Iterator[None]:
    """Reading leaves traces, such as who opened a case; a second reading must not meet them."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
