"""What depends on who a complaint is about: which post owns it, who sees it, which clocks run."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.cases.models import Confidentiality
from casework.deadlines.clocks import Clock
from casework.people.models import User
from casework.people.posts import SUCCESSION, Post
from casework.people.queries import holders, named_second
from complaints.deadlines import (
    COMPLAINANT_UPDATE,
    COMPLAINT_RESOLUTION,
    FIRST_CONTACT,
    HAND_OVER_TO_FORCE,
    OUTCOME_NOTICE,
    OWN_TIMELINESS_FIRST,
    STAFF_ACKNOWLEDGEMENT,
    STAFF_DECISION,
    STAFF_OUTCOME_NOTICE,
    STAFF_RESOLUTION,
    STAFF_UPDATE,
)
from complaints.models import Complaint
from complaints.workflow import Road, Subject


@dataclass(frozen=True)
class Start:
    """A clock that runs from the first day, what it is counted from, and for whom."""

    clock: Clock
    trigger: Callable[[Complaint], datetime]
    event: str
    for_complainant: bool = False


def _made(clock: Clock) -> Start:
    return Start(clock, lambda complaint: complaint.made_at, "The complaint was made")


def _received(clock: Clock) -> Start:
    return Start(clock, lambda complaint: complaint.received_at, "The complaint was received")


def _updates(clock: Clock) -> Start:
    """ "Start of handling" is not defined; the earliest safe day is the day the office received it."""
    return replace(_received(clock), for_complainant=True)


@dataclass(frozen=True)
class RoadRules:
    owner_post: Post
    confidentiality: Confidentiality
    clocks: tuple[Start, ...]
    outcome_notice: Clock = STAFF_OUTCOME_NOTICE
    # The approval kind its outcome goes under; the scheme of delegation says which post that is.
    outcome_kind: str = ""

    @property
    def update(self) -> Clock:
        return next(start.clock for start in self.clocks if start.for_complainant)


RULES = {
    Road.FORCE: RoadRules(
        owner_post=Post.COMPLAINT_HANDLER,
        confidentiality=Confidentiality.OFFICE,
        clocks=(_made(FIRST_CONTACT), _updates(COMPLAINANT_UPDATE), _made(COMPLAINT_RESOLUTION)),
        outcome_notice=OUTCOME_NOTICE,
        outcome_kind="resolution",
    ),
    Road.CHIEF_CONSTABLE: RoadRules(
        owner_post=Post.CHIEF_EXECUTIVE,
        confidentiality=Confidentiality.OFFICE,
        clocks=(_made(FIRST_CONTACT), _updates(COMPLAINANT_UPDATE), _made(OWN_TIMELINESS_FIRST)),
        outcome_notice=OUTCOME_NOTICE,
        outcome_kind="chief-constable-outcome",
    ),
    Road.STAFF: RoadRules(
        owner_post=Post.CHIEF_EXECUTIVE,
        # Until the person is identified nobody is walled, so nobody sees it who was not named.
        confidentiality=Confidentiality.NAMED,
        clocks=(
            _made(FIRST_CONTACT),
            _received(STAFF_ACKNOWLEDGEMENT),
            _received(STAFF_DECISION),
            _received(STAFF_RESOLUTION),
            _updates(STAFF_UPDATE),
        ),
        outcome_kind="staff-outcome",
    ),
    Road.OTHER: RoadRules(
        owner_post=Post.MONITORING_OFFICER,
        confidentiality=Confidentiality.NAMED,
        clocks=(_made(FIRST_CONTACT), _updates(STAFF_UPDATE)),
    ),
}


def rules_of(complaint: Complaint) -> RoadRules:
    return RULES[Road(complaint.road)]


def is_only_passed_on(complaint: Complaint) -> bool:
    """Under model 1 the force contacts, tells and resolves: PRA 2002 s.13A gives the office none of it."""
    return complaint.road == Road.FORCE and complaint.complaint_model == 1


def first_clocks(complaint: Complaint) -> tuple[Start, ...]:
    """What runs from the first day."""
    return (_received(HAND_OVER_TO_FORCE),) if is_only_passed_on(complaint) else rules_of(complaint).clocks


def update_clock(complaint: Complaint) -> Clock | None:
    return None if is_only_passed_on(complaint) else rules_of(complaint).update


@dataclass(frozen=True)
class InCharge:
    owner_post: Post
    named: list[User]


# Whose posts a complaint is about: whoever holds one sees nothing of it.
POSTS_ABOUT = {
    Subject.CHIEF_EXECUTIVE: (Post.CHIEF_EXECUTIVE,),
    Subject.COMMISSIONER: (Post.COMMISSIONER, Post.DEPUTY),
}


def owner_of(subject: Subject, road: Road) -> Post:
    """A concern about the Chief Executive goes to the Commissioner directly, never to a subordinate."""
    return Post.COMMISSIONER if subject == Subject.CHIEF_EXECUTIVE else RULES[road].owner_post


def subjects_by_post(subject: Subject, on: date) -> list[User]:
    """The people a complaint is about by the post they hold, who are walled off at once."""
    posts = POSTS_ABOUT.get(subject, ())
    return list(dict.fromkeys(person for post in posts for person in holders(post, on)))


def in_charge(subject: Subject, road: Road, *, barred: Collection[User], on: date) -> InCharge:
    """The owner, after those who must not see it, and who is named where the office as a whole does not."""
    owner = owner_of(subject, road)
    while barred and any(holder in barred for holder in holders(owner, on)) and owner in SUCCESSION:
        owner = SUCCESSION[owner]
    if RULES[road].confidentiality != Confidentiality.NAMED:
        return InCharge(owner, _named_though_open(owner, barred, on))
    second = named_second(on) if road == Road.OTHER else None
    people = [*holders(owner, on), *([second] if second else [])]
    return InCharge(owner, [person for person in dict.fromkeys(people) if person not in barred])


def _named_though_open(owner: Post, barred: Collection[User], on: date) -> list[User]:
    """The Commissioner sees what the office sees only if named: as its owner, or to lift walls on it."""
    if not barred:
        return []
    lifting = [*holders(Post.MONITORING_OFFICER, on), *holders(Post.CHIEF_EXECUTIVE, on)]
    if owner != Post.COMMISSIONER and any(person not in barred for person in lifting):
        return []
    return [person for person in holders(Post.COMMISSIONER, on) if person not in barred]
