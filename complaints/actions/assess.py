"""Assessing a complaint: every question answered, the route chosen, and what follows at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.deadlines.clocks import Clock
from casework.deadlines.queries import running_on
from casework.people.models import User
from complaints import permissions
from complaints.actions.allegations import NEEDS_ANSWER
from complaints.actions.begin import lock_visible, record
from complaints.actions.clocks import start_clocks
from complaints.actions.referral import require_referral, still_to_refer
from complaints.actions.refused import Refused
from complaints.criteria import ASKED_TO_RECORD, CRITERIA, Duty
from complaints.deadlines import (
    COMPLAINT_RESOLUTION,
    HAND_OVER_TO_FORCE,
    HAND_OVER_WITH_CRITERION,
    STAFF_DECISION,
)
from complaints.models import Answer, Assessment, Complaint, CriterionAnswer
from complaints.queries import latest_assessment
from complaints.roads import first_clocks
from complaints.rules import consequences, faults
from complaints.workflow import ASSESS, ROUTES, Road, Route


@dataclass(frozen=True)
class Answered:
    answer: Answer
    reason: str = ""


@transaction.atomic
def assess(
    complaint: Complaint,
    *,
    answers: Mapping[str, Answered],
    route: Route,
    reasons: str,
    agreed: bool | None = None,
    no_contact_reason: str = "",
    first_clear_at: datetime | None = None,
    version: int | None = None,
    by: User,
    at: datetime,
) -> Assessment:
    """Record the answers and the route. A met criterion on a Chief Constable complaint demands a referral.

    `first_clear_at` is when it became clear that a referral criterion applies, if that was before `at`.
    """
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    if version is not None:
        cases.check_version(complaint.case, version)
    ASSESS.check(complaint.status)
    _check(complaint, answers, route, agreed, no_contact_reason)

    before = latest_assessment(complaint)
    assessment = Assessment.objects.create(
        complaint=complaint,
        route=route,
        reasons=reasons,
        agreed_to_informal=agreed,
        no_contact_reason=no_contact_reason,
        decided_at=at,
        decided_by=by,
    )
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(assessment=assessment, criterion=code, answer=given.answer, reason=given.reason)
        for code, given in answers.items()
    )
    met = [code for code, given in answers.items() if given.answer == Answer.YES]
    mandatory = [code for code in met if CRITERIA[code].duty is Duty.REFER]
    to_refer = still_to_refer(complaint, mandatory)
    if to_refer:
        require_referral(complaint, to_refer, first_clear_at=first_clear_at or at, by=by, at=at)
    else:
        complaint.status = ASSESS.target
        complaint.save(update_fields=["status"])
    hand_over = HAND_OVER_WITH_CRITERION if mandatory else HAND_OVER_TO_FORCE
    wanted = hand_over if route == Route.HAND_OVER else None
    _settle_hand_over_clock(complaint, wanted, by=by, at=at)
    _settle_resolution_target(complaint, before, route, by=by, at=at)
    if complaint.road == Road.STAFF:
        deadlines.satisfy(complaint.case, STAFF_DECISION, done_at=at, by=by, at=at)

    changes = {"assessment": assessment.pk, "route": route, "met": met, "status": complaint.status}
    record(complaint, "complaint.assessed", by=by, at=at, changes=changes)
    return assessment


def _check(
    complaint: Complaint,
    answers: Mapping[str, Answered],
    route: Route,
    agreed: bool | None,
    no_contact_reason: str,
) -> None:
    road = Road(complaint.road)
    said = answers.get(ASKED_TO_RECORD.code)
    if complaint.recording_asked_at and said and said.answer != Answer.YES:
        raise Refused("The complainant has asked for it to be recorded: answer yes to that question.")
    if not ROUTES[road]:
        raise Refused("This office has no way yet to decide a complaint about them. Change who it is about.")
    if route not in ROUTES[road]:
        raise Refused(f"“{route.label}” is not open to a complaint about this subject.")
    given = {code: answered.answer for code, answered in answers.items()}
    missing = faults(road, given, {code: answered.reason for code, answered in answers.items()})
    if missing:
        raise Refused(*missing.values())
    _check_allegations(complaint, answers)
    found = consequences(
        road,
        model=complaint.complaint_model,
        answers=given,
        agreed=agreed,
        contacted=complaint.contacted_at is not None,
        no_contact_reason=no_contact_reason,
    )
    if found.refusals[route]:
        raise Refused(*found.refusals[route])


def _check_allegations(complaint: Complaint, answers: Mapping[str, Answered]) -> None:
    """An allegation of a kind that must be referred leaves its question neither open nor without reason."""
    for allegation in complaint.allegations.filter(category__code__in=NEEDS_ANSWER).select_related(
        "category"
    ):
        criterion = CRITERIA[NEEDS_ANSWER[allegation.category.code]]
        answered = answers.get(criterion.code)
        if answered and (answered.answer == Answer.NOT_KNOWN or not answered.reason.strip()):
            raise Refused(
                f"Allegation {allegation.number} is “{allegation.category}”. Answer yes or no and give a "
                f"reason: {criterion.question}"
            )


def _settle_hand_over_clock(complaint: Complaint, wanted: Clock | None, *, by: User, at: datetime) -> None:
    for clock in (HAND_OVER_TO_FORCE, HAND_OVER_WITH_CRITERION):
        running = running_on(complaint.case, clock) is not None
        if clock == wanted and not running:
            event = "It was decided that the force must record it"
            deadlines.start(complaint.case, clock, trigger_at=at, trigger_event=event, by=by, at=at)
        elif clock != wanted and running:
            reason = "The complaint was assessed again."
            deadlines.cancel(complaint.case, clock, reason=reason, by=by, at=at)


def _settle_resolution_target(
    complaint: Complaint, before: Assessment | None, route: Route, *, by: User, at: datetime
) -> None:
    """Our target to resolve it stops when it is to go to the force, and counts again if it is not."""
    if route == Route.HAND_OVER:
        reason = "It goes to the force to be recorded, so this office does not resolve it."
        deadlines.cancel(complaint.case, COMPLAINT_RESOLUTION, reason=reason, by=by, at=at)
    elif before and before.route == Route.HAND_OVER and not running_on(complaint.case, COMPLAINT_RESOLUTION):
        target = [start for start in first_clocks(complaint) if start.clock == COMPLAINT_RESOLUTION]
        start_clocks(complaint, target, by=by, at=at)
