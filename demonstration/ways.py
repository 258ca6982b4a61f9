"""The way each story goes, from where the last one stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.letters import actions as letters
from complaints.actions import (
    hand_over,
    referral,
    resumption,
    withdrawal,
)
from complaints.models import Complaint, Referral
from complaints.workflow import Finding, Road, Route
from demonstration.office import Cast
from demonstration.stories import Reached, Story
from demonstration.telling import Telling


def _received(telling: Telling) -> None:
    telling.receive()


def _logged(telling: Telling) -> None:
    _received(telling)
    telling.log()


def _contacted(telling: Telling) -> None:
    _logged(telling)
    telling.contact()


def _handled(telling: Telling) -> None:
    _contacted(telling)
    telling.allege()
    road = Road(telling.complaint.road)
    telling.assess(ROUTE[road], **MET.get(road, {}))


def _waiting_for_force(telling: Telling) -> None:
    _handled(telling)
    telling.ask_force()


def _answered_by_force(telling: Telling) -> None:
    _waiting_for_force(telling)
    telling.force_answers()


def _updated(telling: Telling) -> None:
    _answered_by_force(telling)
    for days in range(24, telling.story.days_ago, 24):
        telling.update(days)


def _suspended(telling: Telling) -> None:
    _handled(telling)
    telling.suspend()


def _asked_to_resume(telling: Telling) -> None:
    _suspended(telling)
    telling.update(25)
    letter = resumption.draft_question(telling.complaint, by=telling.handler, at=telling.at(40))
    letters.send(letter, by=telling.handler, at=telling.at(40.1))


def _proposed(telling: Telling) -> ApprovalRequest:
    _handled(telling)
    telling.find(FINDING[Road(telling.complaint.road)])
    return telling.propose()


def _returned(telling: Telling) -> None:
    request = _proposed(telling)
    comment = "Say in plain words why the call was graded wrongly."
    approvals.return_(request, comment=comment, by=telling.cast.manager, at=telling.at(14.5))


def _resolved(telling: Telling) -> None:
    telling.decide(_proposed(telling), telling.cast.manager)


def _not_resolved(telling: Telling) -> None:
    _answered_by_force(telling)
    telling.find(Finding.NOT_RESOLVED)
    telling.decide(telling.propose(), telling.cast.manager)


def _decided(telling: Telling) -> None:
    telling.decide(_proposed(telling), telling.cast.chief_executive)


def _withdrawn(telling: Telling) -> None:
    _contacted(telling)
    withdrawal.record_signed_withdrawal(telling.complaint, by=telling.handler, at=telling.at(4))


def _handed_over(telling: Telling) -> None:
    _contacted(telling)
    telling.allege()
    telling.assess(
        Route.HAND_OVER,
        crime_or_discipline="What is alleged, if proved, might justify disciplinary proceedings.",
    )
    telling.hand_over()


def _acknowledged(telling: Telling) -> None:
    _handed_over(telling)
    telling.force_acknowledges()


def _decided_by_force(telling: Telling) -> None:
    _acknowledged(telling)
    hand_over.record_force_outcome(
        telling.complaint,
        outcome_on=telling.at(75).date(),
        summary="The service provided was not acceptable. The officer will reflect on his practice.",
        by=telling.handler,
        at=telling.at(76),
    )


def _criterion_waits(telling: Telling) -> None:
    _contacted(telling)
    telling.allege()
    injury = "A broken jaw is a serious injury, and it is said to have been caused in custody."
    telling.assess(
        Route.HAND_OVER, death_or_serious_injury=injury, resulted_in_death_or_serious_injury=injury
    )
    telling.hand_over()


def _referral_due(telling: Telling) -> None:
    _contacted(telling)
    telling.allege()
    telling.assess(
        Route.SCHEDULE_3,
        cannot_exclude="If he used officers for his own dispute, disciplinary proceedings could follow.",
    )


def _referred(telling: Telling) -> None:
    _referral_due(telling)
    referral.record_referral(
        telling.complaint,
        referred_at=telling.at(3),
        iopc_reference=f"2026/{170_000 + telling.number}",
        by=telling.handler,
        at=telling.at(3.01),
    )


def _back_from_iopc(telling: Telling) -> None:
    _referred(telling)
    referral.record_iopc_decision(
        telling.complaint,
        decision=Referral.Decision.RETURNED,
        returned_on=telling.at(20).date(),
        by=telling.handler,
        at=telling.at(20.1),
    )


ROUTE = {
    Road.FORCE: Route.OUTSIDE_SCHEDULE_3,
    Road.CHIEF_CONSTABLE: Route.SCHEDULE_3,
    Road.STAFF: Route.LOCAL_POLICY,
}
MET = {Road.CHIEF_CONSTABLE: {"authority_decides": "What a Chief Constable did should be decided formally."}}
FINDING = {
    Road.FORCE: Finding.RESOLVED,
    Road.CHIEF_CONSTABLE: Finding.NOT_ACCEPTABLE,
    Road.STAFF: Finding.PARTLY_FOUNDED,
}
WAYS: dict[Reached, Callable[[Telling], object]] = {
    Reached.RECEIVED: _received,
    Reached.LOGGED: _logged,
    Reached.CONTACTED: _contacted,
    Reached.HANDLED: _handled,
    Reached.WAITING_FOR_FORCE: _waiting_for_force,
    Reached.ANSWERED_BY_FORCE: _answered_by_force,
    Reached.UPDATED: _updated,
    Reached.SUSPENDED: _suspended,
    Reached.ASKED_TO_RESUME: _asked_to_resume,
    Reached.PROPOSED: _proposed,
    Reached.RETURNED: _returned,
    Reached.RESOLVED: _resolved,
    Reached.NOT_RESOLVED: _not_resolved,
    Reached.WITHDRAWN: _withdrawn,
    Reached.HANDED_OVER: _handed_over,
    Reached.ACKNOWLEDGED: _acknowledged,
    Reached.DECIDED_BY_FORCE: _decided_by_force,
    Reached.CRITERION_WAITS: _criterion_waits,
    Reached.REFERRAL_DUE: _referral_due,
    Reached.REFERRED: _referred,
    Reached.BACK_FROM_IOPC: _back_from_iopc,
    Reached.DECIDED: _decided,
}


def tell(story: Story, cast: Cast, *, number: int, now: datetime) -> Complaint:
    """Bring one complaint as far as its story says, as of `now`."""
    handler = cast.manager if story.subject == "office_staff" else cast.handlers[number % 2]
    telling = Telling(story, cast, handler, now, number)
    WAYS[story.reached](telling)
    return telling.complaint
