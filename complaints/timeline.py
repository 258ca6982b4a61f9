"""Everything that happened on a complaint in one order, the newest first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate

from casework.approvals.kinds import kind_named
from casework.deadlines.clocks import clock_named
from casework.deadlines.models import Deadline
from casework.letters import content, rendering
from casework.letters.models import Letter
from casework.people.models import Office, User
from casework.people.queries import office_on
from casework.trail.queries import entries_of_case
from complaints.models import Complaint

KINDS = {
    "contact": "Contacts",
    "letter": "Letters",
    "decision": "Decisions",
    "note": "Notes and tasks",
    "message": "Messages",
    "deadline": "Dates",
    "step": "Steps",
}

# What stands in the trail and nowhere else, in words. The rest is told by its own row.
STEPS = {
    "complaint.received": "Received",
    "complaint.logged": "Logged",
    "complaint.assessed": "Assessed",
    "complaint.rerouted": "Who it is about was changed",
    "complaint.party_added": "A person was added",
    "complaint.party_changed": "A person’s details were changed",
    "complaint.subject_identified": "The person complained about was identified as a colleague",
    "complaint.allegation_added": "An allegation was added",
    "complaint.allegation_changed": "An allegation was changed",
    "complaint.finding_recorded": "A finding was recorded",
    "complaint.referred": "Referred to the IOPC",
    "complaint.first_clear_changed": "When it first became clear was put right",
    "complaint.timeliness_reported": "The IOPC was told why it takes so long",
    "complaint.iopc_decided": "The IOPC’s decision was recorded",
    "complaint.criterion_withdrawn": "The referral criterion was withdrawn",
    "complaint.handed_over": "Handed over to the force",
    "complaint.hand_over_acknowledged": "The force acknowledged it",
    "complaint.hand_over_returned": "The hand-over came back to be worked on",
    "complaint.outcome_decided": "Outcome decided",
    "complaint.outcome_returned": "The outcome came back to be worked on",
    "complaint.suspended": "Suspended",
    "complaint.resumed": "Resumed",
    "complaint.resumption_asked": "The complainant was asked whether it goes on",
    "complaint.resumption_wanted": "The complainant wants it to go on: resumed",
    "complaint.resumption_declined": "The complainant does not want it to go on",
    "complaint.treated_as_conduct_matter": "Treated as a recordable conduct matter: resumed",
    "complaint.not_resumed": "Not resumed after criminal proceedings",
    "complaint.withdrawal_asked_about": "The complainant was asked whether they withdraw",
    "complaint.not_withdrawn": "The complainant goes on",
    "complaint.withdrawn": "Withdrawn",
    "complaint.closed": "Closed",
    "complaint.reopened": "Reopened",
    "complaint.access_code_replaced": "A new access code was given",
    "complaint.recording_asked_for": "The complainant asked for it to be recorded",
    "case.assigned": "Given to",
    "case.glass_broken": "Opened in an emergency",
}


Source = Callable[[Complaint], Iterable["Event"]]


@dataclass(frozen=True)
class Event:
    at: datetime
    kind: str
    title: str
    by: str = ""
    text: str = ""
    letter: Letter | None = None
    drawn: Any = None


def timeline(complaint: Complaint, deadlines: Iterable[Deadline], only: str = "") -> list[Event]:
    """The events of the complaint, or those of one kind of KINDS; as many queries however many events."""
    sources: dict[str, tuple[Source, ...]] = {
        "contact": (_contacts, _words),
        "letter": (_letters,),
        "decision": (_decisions,),
        "note": (_words,),
        "message": (_words,),
        "deadline": (lambda _: _deadlines(deadlines),),
        "step": (_steps,),
    }
    chosen = sources.get(only) or dict.fromkeys(source for some in sources.values() for source in some)
    events = [event for source in chosen for event in source(complaint)]
    wanted = [event for event in events if event.kind == only] if only in sources else events
    return sorted(wanted, key=lambda event: event.at, reverse=True)


def _contacts(complaint: Complaint) -> Iterator[Event]:
    for contact in complaint.contacts.select_related("party", "written_by"):
        whom = contact.party.get_role_display().lower() if contact.party else "somebody else"
        way = (
            f"{contact.get_method_display()} to"
            if contact.from_us
            else f"{contact.get_method_display()} from"
        )
        title = f"{way} the {whom}" if contact.party else f"{way} {whom}"
        text = (
            f"{contact.summary}\n\nThis counts as an update." if contact.counts_as_update else contact.summary
        )
        yield Event(contact.at, "contact", title, _name(contact.written_by), text)


def _letters(complaint: Complaint) -> Iterator[Event]:
    letters = list(
        complaint.case.letters.select_related("template", "sent_by", "drafted_by").prefetch_related(
            "renditions"
        )
    )
    office = office_on(localdate(complaint.received_at)) if letters else None
    for letter in letters:
        letter.case = complaint.case
        if letter.sent_at and office:
            drawn = _as_it_left(letter, office)
            yield Event(
                letter.sent_at,
                "letter",
                f"Letter: {letter.template.name}",
                _name(letter.sent_by),
                "",
                letter,
                drawn,
            )
        else:
            title = f"Letter ({letter.get_state_display().lower()}): {letter.template.name}"
            yield Event(letter.drafted_at, "letter", title, _name(letter.drafted_by), "", letter)


def _as_it_left(letter: Letter, office: Office) -> Any:
    """The words of a letter that left, with the dates that were printed in it on that day."""
    left = next((kept for kept in letter.renditions.all() if kept.left), None)
    dates = {name: date.fromisoformat(said["on"]) for name, said in left.dates.items()} if left else {}
    assert letter.sent_at
    day = localdate(letter.sent_at)
    return rendering.drawn(content.content_of(letter, day, office), dates, day)


def _decisions(complaint: Complaint) -> Iterator[Event]:
    for request in complaint.case.approvals.select_related("asked_by", "decided_by"):
        label = kind_named(request.kind).label
        yield Event(
            request.asked_at,
            "decision",
            f"Put to approval: {label}",
            _name(request.asked_by),
            request.question,
        )
        if request.decided_at:
            title = f"{request.get_state_display()}: {label}"
            yield Event(request.decided_at, "decision", title, _name(request.decided_by), request.comment)
    for assessment in complaint.assessments.all():
        title = f"Route: {assessment.get_route_display()}"
        yield Event(
            assessment.decided_at, "decision", title, _name(assessment.decided_by), assessment.reasons
        )


def _words(complaint: Complaint) -> Iterator[Event]:
    """What somebody wrote down, which needs nothing but its author: all of it in one query."""
    case, messages = complaint.case, complaint.messages
    rows = (
        _row("note", "Note", case.notes.all(), "written_at", "written_by", "text"),
        _row("note", "Task set", case.tasks.all(), "set_at", "set_by", "what"),
        _row("note", "Task done", case.tasks.exclude(done_at=None), "done_at", "done_by", "what"),
        _row("message", "Message from the complainant", messages.filter(from_complainant=True)),
        _row("message", "Message to the complainant", messages.filter(from_complainant=False)),
        _row(
            "contact",
            "Question to the force",
            complaint.information_requests.all(),
            "asked_at",
            "asked_by",
            "question",
        ),
    )
    first, *others = rows
    for row in first.union(*others, all=True):
        yield Event(*row)


def _row(
    kind: str, title: str, rows: QuerySet[Any], at: str = "sent_at", by: str = "sent_by", text: str = "text"
) -> QuerySet[Any]:
    name = Coalesce(f"{by}__name", Value(""))
    return rows.order_by().values_list(at, Value(kind), Value(title), name, text)


def _deadlines(deadlines: Iterable[Deadline]) -> Iterator[Event]:
    for deadline in deadlines:
        name = clock_named(deadline.clock).name
        due = f"Last day {deadline.due_on:%-d %B %Y}. {deadline.trigger_event}."
        yield Event(deadline.opened_at, "deadline", f"Date set: {name}", _name(deadline.opened_by), due)
        if deadline.ended_at:
            title = f"{deadline.get_state_display()}: {name}"
            yield Event(deadline.ended_at, "deadline", title, _name(deadline.ended_by), deadline.reason)


def _steps(complaint: Complaint) -> Iterator[Event]:
    handler = Cast(KeyTextTransform("1", KeyTransform("handler", "changes")), BigIntegerField())
    entries = entries_of_case(complaint.pk, verbs=STEPS).annotate(handler=handler)
    for entry in entries.annotate(by_name=_name_of("by_id"), handler_name=_name_of("handler")):
        title = STEPS[entry.verb]
        if entry.verb == "case.assigned":
            title = f"{title} {entry.handler_name or 'nobody'}"
        yield Event(entry.at, "step", title, entry.by_name or "")


def _name_of(person_id: str) -> Subquery:
    return Subquery(User.objects.filter(pk=OuterRef(person_id)).values("name"))


def _name(person: User | None) -> str:
    return person.name if person else ""
