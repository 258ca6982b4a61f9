"""How what is known of a complaint is put into the fields of its letters."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from casework.approvals.models import ApprovalRequest
from casework.cases.models import Case
from casework.cases.queries import first_to_act
from casework.cases.refused import Refused
from casework.documents.models import Document
from casework.letters.models import Letter
from casework.people.posts import SUCCESSION, Post
from casework.people.queries import deciding_post, holders
from complaints.criteria import (
    ASKED_TO_RECORD,
    AUTHORITY_DECIDES,
    CRITERIA,
    DEATH_OR_SERIOUS_INJURY,
    RESULTED_IN_DEATH,
    Criterion,
    Duty,
)
from complaints.models import Allegation, Complaint, Party, Referral, Role
from complaints.workflow import Finding, Road, Route

Fields = dict[str, Any]
# The letter speaks to its reader; every other finding reads the same to everybody.
TO_THE_COMPLAINANT = {Finding.RESOLVED: "Resolved to your satisfaction"}
NOT_SAID = "The complainant did not say anything about this."
TOLD = "A letter that leaves with this one tells the complainant."
NOT_TOLD = "The complainant has not been told: we have no address to write to."
TOLD_TO_REFER = (
    "We told the force that the law requires it to refer your complaint to the Independent Office for Police "
    "Conduct (IOPC). The IOPC is independent of the police and of us. It decides whether your complaint must "
    "be investigated, and by whom."
)
QUOTED = ' \n“”"'  # around words that are put between marks of our own
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


def outcome_fields(complaint: Complaint, on: date, took_part: Collection[int] = ()) -> Fields:
    return {"findings": findings(complaint), **looked_up(complaint, on, took_part)}


def looked_up(
    complaint: Complaint, on: date, took_part: Collection[int], request: ApprovalRequest | None = None
) -> dict[str, str]:
    """What an outcome letter says of the case and of the office's posts, and nobody types."""
    found = {"complaint.made_on": _day(complaint.made_at)}
    if complaint.road == Road.STAFF:
        found |= who_hears_an_appeal(complaint.case, on, took_part, request)
    elif complaint.road == Road.CHIEF_CONSTABLE:
        _, deciding = _who_decides(complaint.case, "chief_constable_outcome", on, took_part, request)
        found["decision.made_by"] = (
            "The Commissioner decided it"
            if deciding == Post.COMMISSIONER
            else f"The {deciding.label} decided it on the Commissioner’s behalf"
            if deciding
            else ""
        )
    return found


def who_hears_an_appeal(
    case: Case, on: date, took_part: Collection[int], request: ApprovalRequest | None = None
) -> dict[str, str]:
    """Who decides an appeal, and whether they have a part in this decision already.

    When nobody in the named post is free, the decision itself falls to the post that hears appeals.
    """
    named, deciding = _who_decides(case, "staff_outcome", on, took_part, request)
    appeal = SUCCESSION.get(named)
    if appeal is None:
        return {"appeal.decided_by": "", "appeal.part_in_the_decision": ""}
    if deciding == appeal:
        part = f"They also made this decision, in place of the {named.label}"
    elif deciding == named and not any(person.pk in took_part for person in holders(appeal, on)):
        part = "They have had no part in this decision"
    else:
        part = "They did not make this decision"
    return {"appeal.decided_by": f"The {appeal.label}", "appeal.part_in_the_decision": part}


def _who_decides(
    case: Case, function: str, on: date, took_part: Collection[int], request: ApprovalRequest | None
) -> tuple[Post, Post | None]:
    """The post that the scheme names, and the one that decides.

    Once the decision was asked for, it stays with the post that was asked, whatever becomes of the scheme.
    """
    if request:
        return Post(request.replaced_post or request.post), Post(request.post)
    named = deciding_post(function, on)
    deciding, _ = first_to_act(case, named, on, line=SUCCESSION, leaving_out=took_part)
    return named, deciding


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
    complaint: Complaint, met: Sequence[str], explanation: str, documents: Sequence[Document], *, told: bool
) -> Fields:
    """The whole complaint: it is from this letter that the force must record it."""
    contacts = complaint.contacts.order_by("at", "pk")
    parties = complaint.parties.order_by("pk")
    complainant = parties.filter(role=Role.COMPLAINANT).first()
    said = None if complaint.is_anonymous else complainant
    return {
        "received_on": _day(complaint.received_at),
        "who_is_told": TOLD if told else NOT_TOLD,
        **must_be_referred(met),
        "why_handed_over": why_recorded(met),
        "what_to_know": explanation,
        "complainant": _details(said) if said else "The complainant did not say who they are.",
        "safe_contact": complainant.safe_contact if complainant and complainant.safe_contact else NOT_SAID,
        "allegations": "\n\n".join(
            f"{allegation.number}. {allegation.category}: {allegation.text}"
            for allegation in complaint.allegations.select_related("category")
        )
        or complaint.what_happened,
        "account": _account(complaint, [party.name for party in parties if party.role == Role.SUBJECT]),
        "other_people": "\n\n".join(
            f"{party.get_role_display()}:\n{_details(party, safely=True)}"
            for party in parties.exclude(role=Role.COMPLAINANT)
        )
        or "Nobody else was named.",
        "done_so_far": "\n\n".join(
            f"{_day(contact.at)}, {contact.get_method_display().lower()}: {contact.summary}"
            for contact in contacts
        )
        or "Nothing has been done yet.",
        "what_was_sent": _names(documents) or "No documents come with this letter.",
    }


def must_be_referred(met: Sequence[str]) -> Fields:
    """The force's duty towards the IOPC, where a mandatory criterion is met."""
    criteria = [CRITERIA[code] for code in met if CRITERIA[code].duty is Duty.REFER]
    if not criteria:
        return {}
    return {
        "why_referred": " ".join(f"{_because(criterion)} ({criterion.citation})." for criterion in criteria),
        "refer_it": "Refer it to the IOPC without delay, and tell us when you have.",
    }


def told_of_hand_over(met: Sequence[str], documents: Sequence[Document]) -> Fields:
    return {
        "why_handed_over": why_recorded(met, to_complainant=True),
        "must_be_referred": TOLD_TO_REFER if must_be_referred(met) else "",
        "what_was_sent": _names(documents) or "We have sent your complaint, without documents.",
    }


def referral_fields(referral: Referral) -> Fields:
    assert referral.referred_at
    chosen = "We decided to refer it although the law does not require it."
    return {
        "referred_on": _day(referral.referred_at),
        "why_referred": why_recorded(referral.criteria, to_complainant=True) if referral.criteria else chosen,
    }


def why_recorded(met: Sequence[str], *, to_complainant: bool = False) -> str:
    if not met:
        who = "You do" if to_complainant else "The complainant does"
        return f"{who} not want it resolved informally."
    if not to_complainant:
        recorded = [CRITERIA[code] for code in met if CRITERIA[code].duty is Duty.RECORD]
        said = [f"{_because(criterion)} ({criterion.citation})." for criterion in recorded]
        return "\n\n".join(said) or "What must be referred must also be recorded (PRA 2002 Sch 3 para 2(6B))."
    # Asked twice, once to record it and once to refer it; its reader is told once.
    once = [code for code in met if code != RESULTED_IN_DEATH.code or DEATH_OR_SERIOUS_INJURY.code not in met]
    return "\n\n".join(f"{_because(CRITERIA[code], to_complainant)}." for code in once)


def _because(criterion: Criterion, to_complainant: bool = False) -> str:
    """A criterion's own words speak to the handler who answers it."""
    if criterion is AUTHORITY_DECIDES:
        return "We decided that it should be recorded"
    if criterion is ASKED_TO_RECORD and to_complainant:
        return "You asked for it to be recorded"
    return f"{criterion.because[0].upper()}{criterion.because[1:]}"


def _said_of(allegation: Allegation) -> Iterator[str]:
    yield f"You complained: {allegation.text}"
    finding = Finding(allegation.finding)
    yield f"{TO_THE_COMPLAINANT.get(finding, finding.label)}."
    if allegation.done_to_resolve:
        yield f"What was done: {allegation.done_to_resolve}"
    if allegation.satisfied_words:
        yield f"You told us: “{allegation.satisfied_words.strip(QUOTED)}”"
    if allegation.reasons:
        yield f"Our reasons: {allegation.reasons}"
    if allegation.remedy:
        yield f"What will be done: {allegation.remedy}"


def _account(complaint: Complaint, subjects: Sequence[str]) -> list[dict[str, str]]:
    """What the complainant gave, in their own words, as the letter prints it."""
    told = {
        "Who or what it is about": "\n".join(
            part
            for part in (complaint.get_subject_display(), complaint.subject_description, *subjects)
            if part
        ),
        "What happened": complaint.what_happened,
        "When": complaint.when_it_happened,
        "Where": complaint.where_it_happened,
        "What the complainant would like to happen": complaint.what_is_wanted,
        "How the complainant would like it dealt with": complaint.views_on_handling,
    }
    return [{"heading": question, "text": said} for question, said in told.items() if said]


def _details(party: Party, *, safely: bool = False) -> str:
    """Who somebody is and how to reach them; `safely` adds their own note, where it has no section."""
    labelled = {
        "Relationship to the person it happened to": party.part,
        "Makes it easier for them": party.adjustments,
        "How it is safe to reach them": party.safe_contact if safely else "",
    }
    known = (party.name, party.address, party.email, party.telephone)
    return "\n".join(
        [part for part in known if part] + [f"{label}: {said}" for label, said in labelled.items() if said]
    )


def _names(documents: Sequence[Document]) -> str:
    return "\n".join(document.name for document in documents)


def _day(at: datetime) -> str:
    return f"{localdate(at):%-d %B %Y}"
