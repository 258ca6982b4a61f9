"""Where a complaint is, as its complainant is told: nothing that only the office should know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from complaints.models import Complaint, Role
from complaints.workflow import Outcome, Route, Status

ASKED_TO_RECORD = "You asked for your complaint to be recorded, and it must be"
LOOKING = "We are looking into your complaint"

# A criterion that must be referred, and anything that waits for approval, is the office's own business
# until it is settled: to the complainant the complaint is being looked into.
NOW = {
    Status.RECEIVED: "We have your complaint and will read it",
    Status.LOGGED: "We are deciding who has to deal with your complaint",
    Status.HANDLING: LOOKING,
    Status.REFERRAL_DUE: LOOKING,
    Status.REFERRED: "Your complaint is with the Independent Office for Police Conduct",
    Status.HANDING_OVER: LOOKING,
    Status.HANDED_OVER: "The police force is dealing with your complaint, and we follow what it does",
    Status.OUTCOME_PROPOSED: LOOKING,
    Status.OUTCOME_DECIDED: "We are writing to you with the outcome",
    Status.CLOSED: "Your complaint is closed",
}


@dataclass(frozen=True)
class Event:
    title: str
    at: datetime


def stage_now(complaint: Complaint) -> str:
    if complaint.outcome == Outcome.WITHDRAWN:
        return "Your complaint was withdrawn"
    if complaint.recording_asked_at and complaint.outcome in (Outcome.RESOLVED, Outcome.NOT_RESOLVED):
        return ASKED_TO_RECORD
    if complaint.suspended_at:
        return "Our work on your complaint is paused. We still write to you"
    return NOW[Status(complaint.status)]


def so_far(complaint: Complaint) -> list[Event]:
    """What has happened, first things first. Within a day things stand in the order that they happen in.

    Only days are shown, and the time of a contact is typed by whoever made it.
    """
    return sorted(_events(complaint), key=lambda event: localdate(event.at))


def as_told(complaint: Complaint) -> list[tuple[str, str]]:
    """What the complainant wrote, or somebody for them when they rang: theirs to read again."""
    # Whoever was added later was named by the office and not by them.
    named = complaint.parties.filter(role=Role.SUBJECT, added_at=complaint.received_at).exclude(name="")
    told = (
        ("Who or what it is about", complaint.get_subject_display()),
        ("Their name or number, as you gave it", ", ".join(named.values_list("name", flat=True))),
        ("Who they are, as you described them", complaint.subject_description),
        ("What happened", complaint.what_happened),
        ("When", complaint.when_it_happened),
        ("Where", complaint.where_it_happened),
        ("What you would like to happen", complaint.what_is_wanted),
    )
    return [(question, said) for question, said in told if said]


def _events(complaint: Complaint) -> Iterator[Event]:
    yield Event("We received your complaint", complaint.received_at)
    if complaint.logged_at:
        yield Event("We wrote it into our log of complaints", complaint.logged_at)
    if complaint.contacted_at:
        yield Event("We first spoke or wrote to you about it", complaint.contacted_at)
    recorded_at = _recorded_at(complaint)
    if recorded_at:
        yield Event("We recorded it, which means that we deal with it formally", recorded_at)
    for referred_at in complaint.referrals.values_list("referred_at", flat=True):
        if referred_at:
            yield Event("We sent it to the Independent Office for Police Conduct", referred_at)
    asked = complaint.recording_asked_at
    asked_at_the_end = asked and complaint.closed_at and complaint.closed_at < asked
    if asked and not asked_at_the_end:
        yield Event("You asked for it to be recorded", asked)
    hand_over = getattr(complaint, "hand_over", None)
    if hand_over and hand_over.handed_over_at:
        yield Event("We handed it over to the police force", hand_over.handed_over_at)
    if complaint.suspended_at:
        yield Event("We paused our work", complaint.suspended_at)
    if complaint.closed_at:
        yield Event("We closed it", complaint.closed_at)
    if asked and asked_at_the_end:
        yield Event("You asked for it to be recorded", asked)


def _recorded_at(complaint: Complaint) -> datetime | None:
    """When a complaint that is ours to deal with was recorded; assessed once more, it stays recorded."""
    made = list(complaint.assessments.order_by("pk"))
    if not made or made[-1].route != Route.SCHEDULE_3:
        return None
    return next(assessment.decided_at for assessment in made if assessment.route == Route.SCHEDULE_3)
