"""The rows of one complaint as the real actions would have left them, years ago or this morning.

The rows are made here, a million at a time, because the actions lock, check and record one by one. What
can be wrong is not made here: dates come from the clocks and seals from the trail, and a test holds the
rest to what the kernel would say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model

from casework.cases.models import Case, Confidentiality, Note
from casework.deadlines.clocks import Clock, Nature, clock_named
from casework.deadlines.clocks import Party as OwedBy
from casework.deadlines.models import Deadline, State
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.deadlines import FIRST_CONTACT, STAFF_ACKNOWLEDGEMENT
from complaints.kinds import COMPLAINT, heading, searched
from complaints.models import Allegation, Complaint, Contact, HandOver, Party, Referral, Role
from complaints.roads import RULES, Start
from complaints.workflow import FINDINGS, Channel, Finding, Outcome, Status, Subject
from demonstration.volume.archive import Archive
from demonstration.volume.chains import Event, sealed
from demonstration.volume.copying import Row, row
from demonstration.volume.numbers import LONDON
from demonstration.volume.shares import (
    CHANNELS,
    ENDS,
    OPEN_BY_AGE,
    OPEN_LATER,
    ROADS,
    STAGES,
    SUBJECTS,
    draw,
)

EVENTS_OF_A_BUSY_CASE = 50
WANTED = "I would like to know what happened, and somebody to say sorry if I am right."
SATISFIED = "Yes, that answers it. Thank you for coming back to me."
UNASSIGNED = 0.1
AT_FIRST_CONTACT = (FIRST_CONTACT, STAFF_ACKNOWLEDGEMENT)


class ComplaintRows:
    """One complaint, from what became of it back to how it began."""

    def __init__(self, archive: Archive, received_at: datetime, *, is_busy: bool) -> None:
        random = archive.random
        self.archive, self.random, self.invention = archive, random, archive.invention
        self.received_at, self.is_busy = received_at, is_busy
        self.subject = Subject.POLICE_PERSON if is_busy else draw(random, SUBJECTS)
        self.road = ROADS[self.subject]
        age = (archive.at - received_at).days
        share = next((share for days, share in OPEN_BY_AGE if age < days), OPEN_LATER)
        self.is_open = is_busy or random.random() < share
        self.status = self._status()
        self.outcome = "" if self.is_open else draw(random, ENDS[self.road])
        self.pk = next(archive.numbers.keys[Case])
        if is_busy:
            archive.busy.append(self.pk)
        self.handler = self._handler()
        self.logged_at = self._later(0.1, 1) if self.status != Status.RECEIVED else None
        self.contacted_at = self._later(0.2, 4) if self.logged_at and self.status != Status.LOGGED else None
        self.closed_at = None if self.is_open else self._later(5, 110)

    def __iter__(self) -> Iterator[Row]:
        case, complaint = self._case(), self._complaint()
        parties = list(self._parties())
        allegations = list(self._allegations(parties)) if self.status != Status.RECEIVED else []
        deadlines = list(self._deadlines(parties))
        case.heading = heading(complaint.what_happened)
        case.names = searched(party.name for party in parties)
        said = (complaint.what_happened, WANTED, complaint.where_it_happened)
        told = (*(party.name for party in parties), *(allegation.text for allegation in allegations))
        case.words = "\n".join(text for text in (*said, *told) if text)
        case.about = next((p.name for p in parties if p.role == Role.SUBJECT), Subject(self.subject).label)
        case.next_due_on = min(
            (row.due_on for row in deadlines if row.state == State.RUNNING and _is_ours(row)), default=None
        )
        yield case
        yield complaint
        yield from parties
        yield from allegations
        yield from deadlines
        yield from self._contacts(parties)
        yield from self._notes()
        yield from self._accesses()
        yield from self._with_others()
        yield from self._trail(case)

    def _case(self) -> Row:
        rules = RULES[self.road]
        return row(
            Case,
            id=self.pk,
            kind=COMPLAINT.code,
            reference=self.archive.numbers.reference(self.road, self.received_at),
            owner_post=rules.owner_post,
            handler_id=self.handler.pk if self.handler else None,
            confidentiality=rules.confidentiality,
            version=1,
            opened_on=self.received_at.astimezone(LONDON).date(),
            is_open=self.is_open,
            stream=self.road,
            status=self.status,
        )

    def _complaint(self) -> Row:
        channel = draw(self.random, CHANNELS)
        came_by_itself = channel in (Channel.ONLINE, Channel.EMAIL)
        before = timedelta(days=0 if came_by_itself else self.random.random() * 3)
        self.made_at = self.received_at - before
        account = self.invention.account()
        return row(
            Complaint,
            case_id=self.pk,
            submission_key=UUID(int=self.random.getrandbits(128)),
            subject=self.subject,
            road=self.road,
            complaint_model=2,
            status=self.status,
            outcome=self.outcome,
            channel=channel,
            what_happened=account,
            what_is_wanted=WANTED,
            where_it_happened=self.invention.place(),
            is_anonymous=False,
            made_at=self.made_at,
            received_at=self.received_at,
            logged_at=self.logged_at,
            logged_by_id=self._worker().pk if self.logged_at else None,
            contacted_at=self.contacted_at,
            closed_at=self.closed_at,
            closed_by_id=self._worker().pk if self.closed_at else None,
        )

    def _parties(self) -> Iterator[Row]:
        name = self.invention.name()
        self.complainant = row(
            Party,
            id=self._key(Party),
            complaint_id=self.pk,
            role=Role.COMPLAINANT,
            name=name,
            email=f"p{self.pk}@post.example",
            telephone=f"01632 960 {self.pk % 1000:03d}",
            contact_by="email",
            added_at=self.received_at,
        )
        yield self.complainant
        if self.subject == Subject.POLICE_PERSON and self.random.random() < 0.6:
            yield self._party(Role.SUBJECT, f"PC {self.invention.name()}")
        if self.random.random() < 0.1:
            yield self._party(Role.WITNESS, self.invention.name())

    def _party(self, role: Role, name: str) -> Row:
        return row(
            Party, id=self._key(Party), complaint_id=self.pk, role=role, name=name, added_at=self.received_at
        )

    def _allegations(self, parties: Sequence[Row]) -> Iterator[Row]:
        about = next((party.id for party in parties if party.role == Role.SUBJECT), None)
        for number in range(1, self.random.choice((2, 2, 2, 2, 3, 4))):
            finding = self._finding()
            yield row(
                Allegation,
                id=self._key(Allegation),
                complaint_id=self.pk,
                number=number,
                text=self.invention.sentence(),
                category_id=self.random.choice(self.archive.categories),
                about_id=about,
                finding=finding,
                done_to_resolve="We asked the force and passed on its apology." if finding else "",
                satisfied_words=SATISFIED if finding == Finding.RESOLVED else "",
                reasons="What was written at the time bears the account out in part." if finding else "",
                added_at=self.logged_at,
            )

    def _finding(self) -> str:
        match self.outcome:
            case "" | Outcome.WITHDRAWN | Outcome.FORCE_DECISION:
                return ""
            case Outcome.RESOLVED | Outcome.NOT_RESOLVED:
                return Finding(self.outcome)
        return self.random.choice(FINDINGS[self.road])

    def _deadlines(self, parties: Sequence[Row]) -> Iterator[Row]:
        for start in RULES[self.road].clocks:
            if start.for_complainant:
                yield from self._updates(start)
            elif start.clock in AT_FIRST_CONTACT and self.contacted_at:
                yield self._deadline(start.clock, self.made_at, start.event, done_at=self.contacted_at)
            elif self.closed_at:
                yield self._deadline(start.clock, self._trigger(start), start.event, done_at=self.closed_at)
            else:
                yield self._deadline(start.clock, self._trigger(start), start.event)

    def _updates(self, start: Start) -> Iterator[Row]:
        """The running one counts from the last update given; the ones before it were given."""
        trigger, event = self.received_at, start.event
        until = self.closed_at or self.archive.at
        kept = self._later(15, 30) if self.contacted_at else until
        while kept < until:
            yield self._deadline(start.clock, trigger, event, done_at=kept, to_complainant=True)
            trigger, event = kept, "Update given"
            kept += timedelta(days=self.random.uniform(20, 31) if self.is_open else 3650)
        yield self._deadline(start.clock, trigger, event, cancelled_at=self.closed_at, to_complainant=True)

    def _deadline(
        self,
        clock: Clock,
        trigger_at: datetime,
        event: str,
        *,
        done_at: datetime | None = None,
        cancelled_at: datetime | None = None,
        to_complainant: bool = False,
    ) -> Row:
        due_on, due_at = self.archive.due(clock.code, _midday(trigger_at))
        ended_at = done_at or cancelled_at
        state = State.SATISFIED if done_at else State.CANCELLED if cancelled_at else State.RUNNING
        return row(
            Deadline,
            id=self._key(Deadline),
            case_id=self.pk,
            clock=clock.code,
            clock_version=clock.version,
            recipient=f"{Role.COMPLAINANT}:{self.complainant.id}" if to_complainant else None,
            trigger_at=trigger_at,
            trigger_event=event,
            holidays_id=self.archive.holidays.pk if clock.calendar.holiday_list else None,
            length=clock.length.number,
            due_on=due_on,
            due_at=due_at,
            state=state,
            opened_at=trigger_at,
            ended_at=ended_at,
            done_at=done_at,
            reason="The complaint was closed." if cancelled_at else "",
            next_reminder_at=None if ended_at else self.archive.next_point(clock.code, due_on, due_at),
        )

    def _contacts(self, parties: Sequence[Row]) -> Iterator[Row]:
        if self.contacted_at is None:
            return
        for number in range(20 if self.is_busy else self.random.choice((1, 1, 2, 3))):
            at = min(self.contacted_at + timedelta(days=number), self.archive.at)
            yield row(
                Contact,
                id=self._key(Contact),
                complaint_id=self.pk,
                party_id=parties[0].id,
                method=Contact.Method.TELEPHONE,
                from_us=True,
                at=at,
                summary=self.invention.sentence(),
                written_at=at,
                written_by_id=self._worker().pk,
            )

    def _notes(self) -> Iterator[Row]:
        for _ in range(15 if self.is_busy else self.random.choice((0, 0, 1, 1, 2))):
            yield row(
                Note,
                id=self._key(Note),
                case_id=self.pk,
                text=self.invention.sentence(),
                written_at=self._later(1, 30),
                written_by_id=self._worker().pk,
            )

    def _accesses(self) -> Iterator[Row]:
        """Who was named, where the office as a whole does not see it."""
        if RULES[self.road].confidentiality != Confidentiality.NAMED:
            return
        owner = {
            Post.CHIEF_EXECUTIVE: self.archive.cast.chief_executive,
            Post.MONITORING_OFFICER: self.archive.cast.monitoring_officer,
        }[RULES[self.road].owner_post]
        for person in filter(None, (owner, self.handler)):
            yield self.archive.access(self.pk, person, since=self.received_at)

    def _with_others(self) -> Iterator[Row]:
        """The force's part in a complaint that was handed over, the IOPC's in one that was referred."""
        if self.status == Status.HANDED_OVER or self.outcome == Outcome.FORCE_DECISION:
            asked_at = self.contacted_at
            yield row(
                HandOver,
                id=self._key(HandOver),
                complaint_id=self.pk,
                triggers=["crime_or_discipline"],
                explanation="We have spoken to the complainant, who knows that the force decides this.",
                asked_at=asked_at,
                asked_by_id=self._worker().pk,
                handed_over_at=asked_at,
                force_reference=f"CO/{self.pk}",
                acknowledged_on=asked_at.date() if asked_at else None,
                outcome_on=self.closed_at.date() if self.closed_at else None,
                outcome_summary="The service provided was acceptable." if self.closed_at else "",
            )
        if self.status == Status.REFERRED:
            yield row(
                Referral,
                id=self._key(Referral),
                complaint_id=self.pk,
                criteria=["cannot_exclude"],
                first_clear_at=self.contacted_at,
                referred_at=self.contacted_at,
                referred_by_id=self._worker().pk,
                iopc_reference=f"2026/{self.pk}",
            )

    def _trail(self, case: Row) -> Iterator[Row]:
        """One entry; fifty on a case on which much happened."""
        received = Event("complaint.received", self.received_at, changes={"road": self.road.value})
        later = (
            Event(
                "complaint.contact_recorded",
                min(self.received_at + timedelta(hours=6 * number), self.archive.at),
                by_id=self._worker().pk,
            )
            for number in range(1, EVENTS_OF_A_BUSY_CASE if self.is_busy else 1)
        )
        return sealed(case, [received, *later], self.archive.numbers.keys[Entry])

    def _status(self) -> Status:
        if self.is_busy:
            return Status.HANDLING
        return draw(self.random, STAGES[self.road]) if self.is_open else Status.CLOSED

    def _handler(self) -> User | None:
        if self.status == Status.RECEIVED or self.is_open and self.random.random() < UNASSIGNED:
            return None
        return self.random.choice(self.archive.handlers)

    def _worker(self) -> User:
        return self.handler or self.archive.cast.manager

    def _later(self, at_least: float, at_most: float) -> datetime:
        moment = self.received_at + timedelta(days=self.random.uniform(at_least, at_most))
        return min(moment, self.archive.at)

    def _trigger(self, start: Start) -> datetime:
        return self.made_at if start.event == "The complaint was made" else self.received_at

    def _key(self, model: type[Model]) -> int:
        return next(self.archive.numbers.keys[model])


def _midday(at: datetime) -> datetime:
    """Only the day counts, for the clocks of complaints: one answer for all of it."""
    return at.astimezone(LONDON).replace(hour=12, minute=0, second=0, microsecond=0)


def _is_ours(deadline: Row) -> bool:
    clock = clock_named(deadline.clock)
    return clock.nature is Nature.DUTY and clock.owed_by is OwedBy.OFFICE
