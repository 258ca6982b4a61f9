"""How what is known of a complaint is put into the fields of its letters."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from casework.cases.refused import Refused
from casework.documents.models import Document
from casework.letters.models import Letter
from casework.people.posts import SUCCESSION
from casework.people.queries import deciding_post
from complaints.criteria import CRITERIA
from complaints.models import Allegation, Complaint, Referral, Role
from complaints.workflow import Finding, Road, Route

Fields = dict[str, Any]
# The letter speaks to its reader; every other finding reads the same to everybody.
TO_THE_COMPLAINANT = {Finding.RESOLVED: "Resolved to your satisfaction"}
OUTCOME_LETTERS = ("resolution", "not-resolved", "chief-constable-outcome", "staff-outcome")


class LetterSaysSomethingElse(Refused):
    def __init__(self) -> None:
        super().__init__(
            "The findings changed after this letter was drafted. Draft the letter again, so that it says "
            "what was found."
        )


def outcome_template(complaint: Complaint, route: Route) -> str:
    """The letters outside Schedule 3 name no review body; the others name theirs and the last day."""
    if route == Route.OUTSIDE_SCHEDULE_3:
        unresolved = complaint.allegations.exclude(finding=Finding.RESOLVED).exists()
        return "not-resolved" if unresolved else "resolution"
    return "chief-constable-outcome" if complaint.road == Road.CHIEF_CONSTABLE else "staff-outcome"


def outcome_fields(complaint: Complaint, on: date) -> Fields:
    fields: Fields = {"made_on": _day(complaint.made_at), "findings": findings(complaint)}
    if complaint.road == Road.STAFF:
        appeal = SUCCESSION.get(deciding_post("staff_outcome", on))
        fields["appeal_decided_by"] = f"The {appeal.label}" if appeal else ""
    return fields


def findings(complaint: Complaint) -> list[dict[str, str]]:
    """One section an allegation, as the letter prints it."""
    return [
        {"heading": f"Allegation {allegation.number}", "text": "\n\n".join(_said_of(allegation))}
        for allegation in complaint.allegations.all()
    ]


def check_says_the_findings(letter: Letter, complaint: Complaint) -> None:
    if letter.fields.get("findings") != findings(complaint):
        raise LetterSaysSomethingElse


def hand_over_fields(
    complaint: Complaint, met: Sequence[str], explanation: str, documents: Sequence[Document]
) -> Fields:
    contacts = complaint.contacts.order_by("at", "pk")
    return {
        "received_on": _day(complaint.received_at),
        "why_handed_over": f"{why_recorded(met)}\n\n{explanation}",
        "complainant": _complainant(complaint),
        "allegations": "\n\n".join(
            f"{allegation.number}. {allegation.category}: {allegation.text}"
            for allegation in complaint.allegations.select_related("category")
        )
        or complaint.what_happened,
        "done_so_far": "\n\n".join(
            f"{_day(contact.at)}, {contact.get_method_display().lower()}: {contact.summary}"
            for contact in contacts
        )
        or "Nothing has been done yet.",
        "what_was_sent": "\n".join(document.name for document in documents)
        or "No documents come with this letter.",
    }


def referral_fields(referral: Referral) -> Fields:
    assert referral.referred_at
    chosen = "We decided to refer it although the law does not require it."
    return {
        "referred_on": _day(referral.referred_at),
        "why_referred": why_recorded(referral.criteria) if referral.criteria else chosen,
    }


def why_recorded(met: Sequence[str]) -> str:
    if not met:
        return "The complainant does not want it resolved informally."
    return "\n\n".join(
        f"{criterion.because[0].upper()}{criterion.because[1:]} ({criterion.citation})."
        for criterion in (CRITERIA[code] for code in met)
    )


def _said_of(allegation: Allegation) -> Iterator[str]:
    yield f"You complained: {allegation.text}"
    finding = Finding(allegation.finding)
    yield f"{TO_THE_COMPLAINANT.get(finding, finding.label)}."
    if allegation.done_to_resolve:
        yield f"What was done: {allegation.done_to_resolve}"
    if allegation.satisfied_words:
        yield f"You told us: “{allegation.satisfied_words}”"
    if allegation.reasons:
        yield f"Our reasons: {allegation.reasons}"
    if allegation.remedy:
        yield f"What will be done: {allegation.remedy}"


def _complainant(complaint: Complaint) -> str:
    party = complaint.parties.filter(role=Role.COMPLAINANT).first()
    if party is None or complaint.is_anonymous:
        return "The complainant did not say who they are."
    return "\n".join(part for part in (party.name, party.address, party.email, party.telephone) if part)


def _day(at: datetime) -> str:
    return f"{localdate(at):%-d %B %Y}"
