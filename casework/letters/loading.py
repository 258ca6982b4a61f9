"""Letter templates: Markdown files of a domain, kept in the database as versions."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from casework.letters.models import Template
from casework.trail import actions as trail


class BadTemplate(ValueError):
    """The file is not a template; the message says why."""


@transaction.atomic
def load_templates(folder: Path, *, on: date, at: datetime) -> list[Template]:
    """Keep each file in `folder` as a new version, from `on`, if its words changed; return those."""
    return [template for path in sorted(folder.glob("*.md")) if (template := keep(path, on=on, at=at))]


def keep(path: Path, *, on: date, at: datetime) -> Template | None:
    """The file's name is the template's code. The same text makes no new version."""
    read = parse(path)
    newest = Template.objects.filter(code=read.code).order_by("-version").first()
    if newest and all(getattr(newest, name) == getattr(read, name) for name in WORDS):
        return None
    read.version = newest.version + 1 if newest else 1
    read.from_on = on
    read.save(force_insert=True)
    trail.record(
        "letters:templates",
        "template.added",
        by=None,
        at=at,
        changes={"template": read.code, "version": read.version},
    )
    return read


WORDS = ("name", "subject", "body", "counts_as_update")


def parse(path: Path) -> Template:
    """A head of `name: value` lines between two rules, then the body."""
    _, separator, rest = path.read_text(encoding="utf-8").partition("---\n")
    head, closing, body = rest.partition("\n---\n")
    if not (separator and closing):
        raise BadTemplate(f"{path.name} has no head between two lines of three hyphens")
    values = dict(line.split(": ", 1) for line in head.splitlines() if line)
    try:
        return Template(
            code=path.stem,
            name=values["name"],
            subject=values["subject"],
            body=body.strip() + "\n",
            counts_as_update=values["counts_as_update"] == "yes",
        )
    except KeyError as error:
        raise BadTemplate(f"{path.name} does not say its {error.args[0]}") from error
