"""Tells each story through the real actions, at the moments at which they would have been done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.cases import actions as cases
from casework.deadlines.counting import LONDON
from casework.people.models import User
from complaints.actions import (
    allegations,
    hand_over,
    handling,
    log,
    outcome,
    receive,
)
from complaints.actions.assess import Answered, assess
from complaints.actions.receive import Person
from complaints.criteria import criteria_for
from complaints.models import Answer, Category, Complaint, Contact
from complaints.models import Role as PartyRole
from complaints.workflow import Channel, Finding, Road, Route
from demonstration.office import Cast
from demonstration.stories import Story

BEGINS = time(9, 10)
WORDS_OF_SATISFACTION = "Yes, that answers it. Thank you for coming back to me."
WANTED = "I would like to know what happened, and somebody to say sorry if I am right."


@dataclass
class Telling:
    """One complaint on its way: `days` counts on from the day it was made, and never past now."""

    story: Story
    cast: Cast
    handler: User
    now: datetime
    number: int
    complaint: Complaint = field(init=False)

    def at(self, days: float) -> datetime:
        """The moment `days` after it was made; never in the future, and never before the step before it."""
        made_on = (self.now - timedelta(days=self.story.days_ago)).astimezone(LONDON).date()
        moment = datetime.combine(made_on, BEGINS, LONDON) + timedelta(days=days, minutes=7 * self.number)
        return min(moment, self.now - timedelta(minutes=max(0, 30 - 5 * days)))

    # Steps

    def receive(self) -> None:
        story, made_at = self.story, self.at(0)
        by_colleague = None if story.channel == Channel.ONLINE else self.cast.manager
        submission = receive.Submission(
            subject=story.subject,
            what_happened=story.account,
            what_is_wanted=WANTED,
            when_it_happened="A few days before I wrote",
            where_it_happened="Exampleton",
            subject_description=story.about,
            people=tuple(self._people()),
        )
        self.complaint = receive.receive(
            submission,
            submission_key=uuid5(NAMESPACE_URL, f"demonstration:{self.number}"),
            channel=story.channel,
            made_at=made_at,
            at=self.at(0.05),
            by=by_colleague,
        ).complaint

    def log(self) -> None:
        if self.complaint.road == Road.STAFF:
            cases.name_person(
                self.complaint.case,
                self.handler,
                reason="Looks into it for the Chief Executive.",
                by=self.cast.chief_executive,
                at=self.at(0.5),
            )
        if self.complaint.logged_at is None:
            log.log_complaint(self.complaint, handler=self.handler, by=self.handler, at=self.at(1))
        else:
            log.assign(self.complaint, self.handler, by=self.cast.manager, at=self.at(1))
        self._again()

    def contact(self) -> None:
        complainant = self.complaint.parties.get(role=PartyRole.COMPLAINANT)
        handling.record_contact(
            self.complaint,
            party=complainant,
            method=Contact.Method.TELEPHONE,
            from_us=True,
            contacted_at=self.at(2),
            summary="Rang to say who is handling it and to ask what would put it right.",
            views="Would like it dealt with simply, without a formal investigation.",
            by=self.handler,
            at=self.at(2.01),
        )
        self._again()

    def allege(self) -> None:
        allegations.add_allegation(
            self.complaint,
            text=self.story.account,
            category=Category.objects.filter(code=self.story.category).latest("valid_from"),
            by=self.handler,
            at=self.at(2.1),
        )
        self._again()

    def assess(self, route: Route, **met: str) -> None:
        road = Road(self.complaint.road)
        answers = {
            criterion.code: Answered(Answer.YES, met[criterion.code])
            if criterion.code in met
            else Answered(Answer.NO, "Nothing in the account suggests it.")
            for criterion in criteria_for(road)
        }
        assess(
            self.complaint,
            answers=answers,
            route=route,
            reasons="Taken from the account and from what the complainant said on the telephone.",
            agreed=True if route == Route.OUTSIDE_SCHEDULE_3 else None,
            by=self.handler,
            at=self.at(2.2),
        )
        self._again()

    def ask_force(self) -> None:
        wanted_by = (self.at(3) + timedelta(days=10)).date()
        handling.ask_force(
            self.complaint,
            question="Please send the incident log and say what was decided, by whom and why.",
            wanted_by=wanted_by,
            by=self.handler,
            at=self.at(3),
        )
        self._again()

    def force_answers(self) -> None:
        handling.record_reply(
            self.complaint.information_requests.get(),
            replied_on=self.at(11).date(),
            reply="The log shows that the call was graded wrongly. The supervisor has spoken to the team.",
            by=self.handler,
            at=self.at(11),
        )
        self._again()

    def update(self, days: float) -> None:
        handling.record_contact(
            self.complaint,
            party=self.complaint.parties.get(role=PartyRole.COMPLAINANT),
            method=Contact.Method.EMAIL,
            from_us=True,
            contacted_at=self.at(days),
            summary="Said what has been done so far and what comes next.",
            counts_as_update=True,
            by=self.handler,
            at=self.at(days + 0.01),
        )
        self._again()

    def suspend(self) -> None:
        handling.suspend(
            self.complaint,
            reason="A trial about the same event begins soon.",
            by=self.handler,
            at=self.at(15),
        )
        self._again()

    def find(self, finding: Finding) -> None:
        outside = finding in (Finding.RESOLVED, Finding.NOT_RESOLVED)
        outcome.record_finding(
            self.complaint.allegations.get(),
            finding=finding,
            done_to_resolve="We asked the force for its record, explained what went wrong and passed on "
            "the supervisor’s apology."
            if outside
            else "",
            satisfied_words=WORDS_OF_SATISFACTION if finding == Finding.RESOLVED else "",
            reasons="" if outside else "What was said and written at the time bears the account out in part.",
            remedy="" if outside else "A written apology.",
            version=self.complaint.case.version,
            by=self.handler,
            at=self.at(13),
        )
        self._again()

    def propose(self) -> ApprovalRequest:
        told = {
            "what_we_looked_at": "Your account, the record kept at the time and the letters that were sent.",
            "what_happens_next": "The apology follows with its own letter within ten working days.",
        }
        letter = outcome.draft_outcome(self.complaint, told=told, by=self.handler, at=self.at(13.5))
        request = outcome.propose_outcome(self.complaint, letter=letter, by=self.handler, at=self.at(13.6))
        self._again()
        return request

    def decide(self, request: ApprovalRequest, decider: User) -> None:
        approvals.approve(request, by=decider, at=self.at(14.5))
        self._again()

    def hand_over(self) -> None:
        hand_over.hand_over(
            self.complaint,
            explanation="We have spoken to the complainant, who knows that the force decides this.",
            by=self.handler,
            at=self.at(3),
        )
        self._again()

    def force_acknowledges(self) -> None:
        hand_over.record_acknowledgement(
            self.complaint,
            force_reference=f"CO/{410 + self.number}/26",
            acknowledged_on=self.at(6).date(),
            by=self.handler,
            at=self.at(6),
        )
        self._again()

    def _people(self) -> Iterator[Person]:
        name = self.story.complainant
        handle = "".join(
            c for c in name.lower().replace(" ", ".") if c.isascii() and (c.isalpha() or c == ".")
        )
        yield Person(
            role=PartyRole.COMPLAINANT,
            name=name,
            email=f"{handle}@post.example",
            telephone=f"01632 960 {200 + self.number:03d}",
            contact_by="email",
        )

    def _again(self) -> None:
        self.complaint = Complaint.objects.select_related("case").get(pk=self.complaint.pk)
