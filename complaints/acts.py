"""What somebody may do to a complaint now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from casework.cases.permissions import can_work
from casework.deadlines.models import Deadline
from casework.people.models import User
from complaints import permissions as may
from complaints.actions import resumption, timeliness
from complaints.actions.writing import can_be_written_to
from complaints.models import Allegation, Assessment, Complaint, Referral
from complaints.queries import complainant_of, open_referral
from complaints.roads import is_only_passed_on
from complaints.workflow import (
    ALLEGE,
    ASSESS,
    END_SUSPENDED,
    LOG,
    OPEN,
    PROPOSE_HAND_OVER,
    PROPOSE_OUTCOME,
    REFER,
    REROUTE,
    RETURN_FROM_IOPC,
    RETURN_HAND_OVER,
    RETURN_OUTCOME,
    SUSPEND,
    WITHDRAW,
    WITHDRAW_CRITERION,
    Road,
    Route,
    Status,
)

REPORTS = timeliness.CODES


class Situation:
    """A complaint as one person finds it, each fact read once."""

    def __init__(self, complaint: Complaint, user: User, deadlines: list[Deadline] | None = None) -> None:
        self.complaint, self.user = complaint, user
        if deadlines is not None:
            self.deadlines = deadlines

    @cached_property
    def deadlines(self) -> list[Deadline]:
        return list(Deadline.objects.running().filter(case=self.complaint.case_id).order_by("due_on", "pk"))

    @cached_property
    def assessment(self) -> Assessment | None:
        return max(self.complaint.assessments.all(), key=lambda made: made.pk, default=None)

    @cached_property
    def referral(self) -> Referral | None:
        return open_referral(self.complaint)

    @cached_property
    def allegations(self) -> list[Allegation]:
        return list(self.complaint.allegations.select_related("category", "about"))

    @property
    def route(self) -> str:
        return self.assessment.route if self.assessment else ""

    @property
    def must_now_be_recorded(self) -> bool:
        """PRA 2002 Sch 3 para 2(6A): it was asked for, and the complaint has not been assessed anew."""
        return self.complaint.recording_asked_at is not None and self.route == Route.OUTSIDE_SCHEDULE_3

    @cached_property
    def can_be_written_to(self) -> bool:
        return can_be_written_to(complainant_of(self.complaint))

    @cached_property
    def handles(self) -> bool:
        return may.can_handle(self.user, self.complaint)

    @cached_property
    def assigns(self) -> bool:
        return may.can_assign(self.user, self.complaint)

    @cached_property
    def reroutes(self) -> bool:
        return may.can_reroute(self.user, self.complaint)

    @cached_property
    def reopens(self) -> bool:
        return may.can_reopen(self.user, self.complaint)

    def due(self, *codes: str) -> Deadline | None:
        return next((deadline for deadline in self.deadlines if deadline.clock in codes), None)


@dataclass(frozen=True)
class Act:
    """One thing to do: the page it is done on, and when it is offered. Its action checks all of it again."""

    name: str
    label: str
    stages: tuple[Status, ...]
    offered: Callable[[Situation], bool]


def _handles(s: Situation) -> bool:
    return s.handles


def _may_ask_for_recording(s: Situation) -> bool:
    return s.handles and s.route == Route.OUTSIDE_SCHEDULE_3 and not s.complaint.recording_asked_at


ACTS = (
    Act("log", "Log", LOG.sources, lambda s: may.can_log(s.user, s.complaint)),
    Act("assign", "Give it to somebody", tuple(OPEN), lambda s: s.assigns),
    Act(
        "take",
        "Take it",
        tuple(OPEN),
        lambda s: not s.assigns and may.can_take(s.user, s.complaint),
    ),
    Act("contact", "Record a contact", tuple(Status), lambda s: may.can_record_contact(s.user)),
    Act("assess", "Assess", ASSESS.sources, lambda s: s.handles and s.complaint.road != Road.OTHER),
    Act("allegation", "Add an allegation", ALLEGE.sources, _handles),
    Act("refer", "Record a referral", REFER.sources, lambda s: s.handles and _is_ours_to_refer(s)),
    Act("first_clear", "Put right when it became clear", WITHDRAW_CRITERION.sources, _handles),
    Act(
        "withdraw_criterion",
        "Withdraw the criterion",
        WITHDRAW_CRITERION.sources,
        lambda s: s.referral is not None and may.can_withdraw_criterion(s.user, s.referral),
    ),
    Act("iopc_decision", "Record the IOPC’s decision", RETURN_FROM_IOPC.sources, _handles),
    Act(
        "timeliness_report",
        "Record the report to the IOPC",
        tuple(OPEN),
        lambda s: s.handles and bool(s.due(*REPORTS)),
    ),
    Act(
        "hand_over",
        "Hand it over",
        PROPOSE_HAND_OVER.sources,
        lambda s: s.handles and s.route == Route.HAND_OVER,
    ),
    Act("take_back_hand_over", "Take the hand-over back", RETURN_HAND_OVER.sources, _handles),
    Act("acknowledgement", "Record the force’s reference", (Status.HANDED_OVER,), _handles),
    Act("force_outcome", "Record the force’s outcome", (Status.HANDED_OVER,), _handles),
    Act(
        "draft_outcome",
        "Draft the outcome letter",
        PROPOSE_OUTCOME.sources,
        lambda s: s.handles and _all_found(s) and s.can_be_written_to,
    ),
    Act(
        "propose_outcome",
        "Propose the outcome",
        PROPOSE_OUTCOME.sources,
        lambda s: s.handles and _all_found(s),
    ),
    Act("take_back_outcome", "Take the outcome back", RETURN_OUTCOME.sources, _handles),
    Act(
        "update",
        "Write an update",
        tuple(OPEN),
        lambda s: s.handles and not is_only_passed_on(s.complaint),
    ),
    Act("letter", "Write a letter", tuple(Status), _handles),
    Act("access_code", "Give a new access code", tuple(Status), _handles),
    Act("ask_force", "Ask the force", tuple(OPEN), lambda s: s.handles and s.complaint.road == Road.FORCE),
    Act("note", "Add a note", tuple(OPEN), lambda s: can_work(s.user)),
    Act("task", "Set a task", tuple(OPEN), lambda s: can_work(s.user)),
    Act("person", "Add a person", tuple(OPEN), _handles),
    Act("suspend", "Suspend", SUSPEND.sources, lambda s: s.handles and not s.complaint.suspended_at),
    Act("resume", "Resume", SUSPEND.sources, lambda s: s.handles and bool(s.complaint.suspended_at)),
    Act(
        "decide_resumption",
        "Decide whether it goes on",
        END_SUSPENDED.sources,
        lambda s: s.handles and resumption.governs(s.complaint),
    ),
    Act(
        "withdrawal",
        "Record a withdrawal",
        WITHDRAW.sources,
        lambda s: s.handles and not s.due("withdrawal-reply"),
    ),
    Act(
        "withdrawal_reply",
        "Record the answer about withdrawing",
        WITHDRAW.sources,
        lambda s: s.handles and bool(s.due("withdrawal-reply")),
    ),
    Act("reroute", "Change who it is about", REROUTE.sources, lambda s: s.reroutes),
    Act(
        "delegated_command",
        "Pass on: delegated command",
        REROUTE.sources,
        lambda s: s.reroutes and s.complaint.road == Road.CHIEF_CONSTABLE,
    ),
    Act(
        "ask_for_recording",
        "Record that they ask for it to be recorded",
        tuple(Status),
        _may_ask_for_recording,
    ),
    Act("reopen", "Reopen", (Status.CLOSED,), lambda s: s.reopens),
    Act(
        "ask_to_reopen",
        "Ask to reopen",
        (Status.CLOSED,),
        lambda s: s.handles and not s.reopens and s.complaint.road != Road.OTHER,
    ),
)


def allowed_actions(situation: Situation) -> dict[str, Act]:
    """What this person may do now, by the name of its page, in the order the buttons stand."""
    status = Status(situation.complaint.status)
    return {act.name: act for act in ACTS if status in act.stages and act.offered(situation)}


# Under which heading each act stands. What is in none is offered where it belongs, or as the next step.
GROUPS = {
    "Talk": ("contact", "update", "letter", "ask_force", "access_code"),
    "Write down": ("note", "task"),
    "Decide": (
        "log",
        "assess",
        "refer",
        "first_clear",
        "withdraw_criterion",
        "iopc_decision",
        "hand_over",
        "take_back_hand_over",
        "acknowledgement",
        "force_outcome",
        "draft_outcome",
        "propose_outcome",
        "take_back_outcome",
        "reroute",
        "delegated_command",
    ),
    "People": ("assign", "take"),
    "Pause and end": (
        "suspend",
        "resume",
        "withdrawal",
        "withdrawal_reply",
        "ask_for_recording",
        "reopen",
        "ask_to_reopen",
    ),
}


def grouped(allowed: Mapping[str, Act], *, leaving_out: str) -> list[tuple[str, list[Act]]]:
    """The buttons under their headings, less the one that stands in the next step."""
    groups = (
        (heading, [allowed[name] for name in names if name in allowed and name != leaving_out])
        for heading, names in GROUPS.items()
    )
    return [(heading, acts) for heading, acts in groups if acts]


def whose_it_is(situation: Situation) -> str:
    """Why somebody who does not handle the complaint is offered so little."""
    handler = situation.complaint.case.handler
    if situation.handles or situation.complaint.status == Status.CLOSED:
        return ""
    if not can_work(situation.user):
        return f"{handler or 'Nobody yet'} handles this complaint. You can read it."
    if handler is None:
        return ""
    return f"{handler} handles this complaint. You can record a contact, add a note or set a task."


def url_of(complaint: Complaint, act: str, *more: object) -> str:
    return reverse(f"complaints:{act}", args=[complaint.case.reference, *more])


def _is_ours_to_refer(s: Situation) -> bool:
    return s.complaint.road == Road.CHIEF_CONSTABLE


def _all_found(s: Situation) -> bool:
    found = bool(s.allegations) and all(allegation.finding for allegation in s.allegations)
    return found and s.route not in ("", Route.HAND_OVER) and not s.must_now_be_recorded
