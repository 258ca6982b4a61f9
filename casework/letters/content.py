"""What a letter says, apart from the dates computed for the day it leaves: this is what is approved."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from casework.approvals.content import sha256_of
from casework.cases.models import Case
from casework.letters import delivery, rendering, tree
from casework.letters.models import Letter, Method, Template
from casework.letters.purposes import PrintedDate, purpose_of
from casework.people.models import Office, User
from casework.people.posts import Post
from casework.people.queries import office_on, posts_on

SIGNATURE = ("signed_by", "signed_as")
PRINTED_OF_OFFICE = (
    "name",
    "area",
    "body_title",
    "force_name",
    "force_contact_email",
    "address",
    "email",
    "telephone",
    "brand_colour",
)


def compose(
    case: Case,
    template_code: str,
    *,
    recipient: str,
    to_name: str,
    to_email: str = "",
    to_address: str = "",
    method: Method | str,
    fields: Mapping[str, Any],
    writer: User | None,
    on: date,
) -> Letter:
    """A letter from the newest version of a template, as it would be drafted that day, kept nowhere yet.

    `writer` signs it; None is the office.
    """
    return Letter(
        case=case,
        template=Template.objects.filter(code=template_code, from_on__lte=on).latest("version"),
        recipient=recipient,
        to_name=to_name,
        to_email=to_email,
        to_address=to_address,
        method=method,
        fields=signature(writer, on) | without_nulls(fields),
    )


def signature(writer: User | None, day: date) -> dict[str, str]:
    """Who signs it, unless the fields say otherwise."""
    if writer is None:
        return {"signed_by": office_on(day).name, "signed_as": ""}
    held = posts_on(writer, day)
    post = next((post for post in Post if post in held), None)
    return {"signed_by": writer.name, "signed_as": post.label if post else ""}


def without_nulls(value: Any) -> Any:
    """PostgreSQL keeps no NUL, and nobody can see one."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {name: without_nulls(part) for name, part in value.items()}
    return [without_nulls(part) for part in value]


def content_of(letter: Letter, day: date, office: Office | None = None) -> dict[str, Any]:
    """Template version, fields, reader and letterhead: all that is printed but computed dates and the day."""
    return {
        "template": {
            "code": letter.template.code,
            "version": letter.template.version,
            "subject": letter.template.subject,
            "body": letter.template.body,
        },
        "fields": letter.fields,
        "to": {"name": letter.to_name, "address": letter.to_address, "email": letter.to_email},
        "method": letter.method,
        "reference": letter.case.reference or "",
        "office": printed_of(office or office_on(day)),
    }


def printed_of(office: Office) -> dict[str, str]:
    return {name: getattr(office, name) for name in PRINTED_OF_OFFICE}


def content_of_all(letters: Iterable[Letter], day: date) -> dict[str, Any]:
    """What is approved at once: the first letter, and those that leave with it."""
    first, *others = letters
    with_it = [{"letter": other.pk, **content_of(other, day)} for other in others]
    return content_of(first, day) | ({"with_it": with_it} if with_it else {})


def content_sha256(letters: Iterable[Letter], day: date) -> str:
    return sha256_of(content_of_all(letters, day))


def dates_of(letter: Letter, day: date) -> Mapping[str, PrintedDate]:
    """The dates it prints if it leaves on `day`: most periods run from when its reader has it."""
    purpose = purpose_of(letter)
    counted_from = day if purpose.counts_from_sending else delivery.provided_on(letter.method, day)
    return purpose.dates(letter, counted_from)


def drawn(letter: Letter, day: date, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The letter as data for `day`; with `content`, as it was when that was kept."""
    dates = {f"date.{name}": printed.on for name, printed in dates_of(letter, day).items()}
    dates |= {"letter.day": day, "letter.provided": delivery.provided_on(letter.method, day)}
    return rendering.drawn(content or content_of(letter, day), dates, day)


def heading(letter: Letter) -> str:
    """The letter's own heading, as its reader knows it."""
    known = {"case.reference": letter.case.reference or "", "to.name": letter.to_name}
    if "{office." in letter.template.subject:
        office = office_on(localdate(letter.sent_at or letter.drafted_at))
        known |= {f"office.{name}": value for name, value in printed_of(office).items()}
    return tree.line(letter.template.subject, letter.fields | known)


def missing(letter: Letter, day: date) -> list[str]:
    """What must be filled in before it can be put to anybody, in words."""
    template = letter.template
    given = {f"date.{name}" for name in dates_of(letter, day)} | {
        name for name, value in letter.fields.items() if value
    }
    known = {"to.name", "case.reference", "letter.day", "letter.provided"} | {
        f"office.{name}" for name in PRINTED_OF_OFFICE
    }
    needed = tree.placeholders(f"{template.subject}\n\n{template.body}")
    return [tree.in_words(name) for name in needed if name not in given | known]


def covering_note(letter: Letter, day: date) -> str:
    office = office_on(day)
    return (
        f"There is a letter for you in the attached PDF, about {letter.case.reference}.\n\n"
        f"If you cannot open it, or would like it in another format, write to {office.email} or "
        f"call {office.telephone}.\n\n{office.name}\n"
    )
