"""Letters that the case itself calls for, and to whom they go."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from django.utils.timezone import localdate

from casework.letters import actions as letters
from casework.letters.content import compose
from casework.letters.models import Letter, Method
from casework.people.models import User
from casework.people.queries import office_on
from complaints.models import Complaint, ContactBy, Party
from complaints.queries import complainant_of

FORCE = "force"


class Reader(TypedDict):
    """To whom a letter goes, and how."""

    recipient: str
    to_name: str
    to_email: str
    to_address: str
    method: Method


def can_be_written_to(party: Party | None) -> bool:
    return party is not None and bool(party.email or party.address)


def complainant_as_reader(complaint: Complaint) -> Reader | None:
    """Reached the way they asked to be; None when they left no way."""
    party = complainant_of(complaint)
    if party is None or not can_be_written_to(party):
        return None
    by_post = not party.email or (party.contact_by == ContactBy.POST and party.address)
    return {
        "recipient": party.recipient,
        "to_name": party.name,
        "to_email": party.email,
        "to_address": party.address,
        "method": Method.POST if by_post else Method.EMAIL,
    }


def force_as_reader(on: date) -> Reader:
    office = office_on(on)
    return {
        "recipient": FORCE,
        "to_name": office.force_name,
        "to_email": office.force_contact_email,
        "to_address": "",
        "method": Method.EMAIL,
    }


def draft_to_complainant(
    complaint: Complaint, template: str, fields: Mapping[str, Any], *, by: User, at: datetime
) -> Letter | None:
    """Draft a letter to the complainant; None when they left no way to be reached."""
    reader = complainant_as_reader(complaint)
    if reader is None:
        return None
    letter = compose(complaint.case, template, **reader, fields=fields, writer=by, on=localdate(at))
    return letters.draft(letter, by=by, at=at)


def tell_complainant(
    complaint: Complaint, template: str, fields: Mapping[str, Any], *, by: User, at: datetime
) -> Letter | None:
    """Write to the complainant now. What nobody can be told is told to nobody: None."""
    letter = draft_to_complainant(complaint, template, fields, by=by, at=at)
    if letter:
        letters.send(letter, by=by, at=at)
    return letter
