"""What somebody may do to a complaint now, and what the law or a target wants done next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from casework.cases.permissions import can_work
from casework.deadlines.models import Deadline
from casework.letters.models import State as LetterState
from casework.people.models import User
from casework.people.posts import Post
from complaints import permissions as may
from complaints.actions import timeliness
from complaints.criteria import CRITERIA, Duty
from complaints.models import Allegation, Assessment, Complaint, HandOver, Referral
from complaints.queries import open_referral
from complaints.roads import is_only_passed_on
from complaints.workflow import (
    ALLEGE,
    ASSESS,
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
from complaints.writing_up import OUTCOME_LETTERS

UPDATES = ("complainant-update", "staff-update")
NOTICES = ("outcome-notice", "staff-outcome-notice")
REPORTS = timeliness.CODES
HAND_OVERS = ("hand-over-with-criterion", "hand-over-to-force")
REPORT_SOON = timeliness.SOON
UPDATE_SOON = 7  # days before the last day on which an update becomes the next thing to do


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
    def handles(self) -> bool:
        return may.can_handle(self.user, self.complaint)

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


ACTS = (
    Act("log", "Log", LOG.sources, lambda s: may.can_log(s.user)),
    Act("assign", "Give it to somebody", tuple(OPEN), lambda s: may.can_assign(s.user)),
    Act(
        "take",
        "Take it",
        tuple(OPEN),
        lambda s: not may.can_assign(s.user) and may.can_take(s.user, s.complaint),
    ),
    Act("contact", "Record a contact", tuple(OPEN), lambda s: may.can_record_contact(s.user)),
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
        lambda s: s.handles and _all_found(s),
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
    Act("ask_force", "Ask the force", tuple(OPEN), lambda s: s.handles and s.complaint.road == Road.FORCE),
    Act("note", "Add a note", tuple(OPEN), lambda s: can_work(s.user)),
    Act("task", "Set a task", tuple(OPEN), lambda s: can_work(s.user)),
    Act("person", "Add a person", tuple(OPEN), _handles),
    Act("suspend", "Suspend", SUSPEND.sources, lambda s: s.handles and not s.complaint.suspended_at),
    Act("resume", "Resume", SUSPEND.sources, lambda s: s.handles and bool(s.complaint.suspended_at)),
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
    Act("reroute", "Change who it is about", REROUTE.sources, lambda s: may.can_reroute(s.user)),
    Act(
        "delegated_command",
        "Pass on: delegated command",
        REROUTE.sources,
        lambda s: may.can_reroute(s.user) and s.complaint.road == Road.CHIEF_CONSTABLE,
    ),
    Act("reopen", "Reopen", (Status.CLOSED,), lambda s: may.can_reopen(s.user)),
)


def allowed_actions(situation: Situation) -> dict[str, Act]:
    """What this person may do now, by the name of its page, in the order the buttons stand."""
    status = Status(situation.complaint.status)
    return {act.name: act for act in ACTS if status in act.stages and act.offered(situation)}


# Under which heading each act stands. What is in none is offered where it belongs, or as the next step.
GROUPS = {
    "Talk": ("contact", "update", "letter", "ask_force"),
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
    "Pause and end": ("suspend", "resume", "withdrawal", "withdrawal_reply", "reopen"),
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


@dataclass(frozen=True)
class NextStep:
    """What is wanted now. Without a url it is somebody else's turn."""

    sentence: str
    due: Deadline | None = None
    act: str = ""
    label: str = ""
    url: str = ""


def next_step(situation: Situation, on: date) -> NextStep | None:
    """The act that the law or a target wants now; None once the complaint is closed."""
    step = _wanted(situation, on)
    if step is None or not step.act:
        return step
    url = step.url or url_of(situation.complaint, step.act)
    label = step.label or next((act.label for act in ACTS if act.name == step.act), "")
    if step.act in allowed_actions(situation) or step.act == "finding" and situation.handles:
        return NextStep(step.sentence, step.due, step.act, label, url)
    return NextStep(step.sentence, step.due)


def url_of(complaint: Complaint, act: str, *more: object) -> str:
    return reverse(f"complaints:{act}", args=[complaint.case.reference, *more])


def _wanted(s: Situation, on: date) -> NextStep | None:
    complaint, report = s.complaint, s.due(*REPORTS)
    if (
        report
        and on >= report.due_on - REPORT_SOON
        and complaint.status not in (Status.REFERRAL_DUE, Status.CLOSED)
    ):
        sentence = "Tell the IOPC in a report why this complaint takes so long, then record that you did."
        return NextStep(sentence, report, "timeliness_report")
    if complaint.suspended_at:
        return NextStep(f"Suspended: {complaint.suspended_because}", s.due(*UPDATES), "resume")
    asked = s.due("withdrawal-reply")
    if asked and complaint.status in WITHDRAW.sources:
        sentence = "Wait for the complainant to say whether they withdraw, then record the answer."
        return NextStep(sentence, asked, "withdrawal_reply")
    match Status(complaint.status):
        case Status.RECEIVED:
            due = s.due("first-contact", *HAND_OVERS)
            return NextStep("Log this complaint and give it to a handler.", due, "log")
        case Status.LOGGED:
            return _to_begin(s)
        case Status.HANDLING:
            return _to_handle(s, on)
        case Status.REFERRAL_DUE:
            sentence = (
                "Refer this complaint to the IOPC, then record its reference. Nothing else may be decided."
            )
            return NextStep(sentence, s.due("iopc-referral", "iopc-call-in"), "refer")
        case Status.REFERRED:
            return NextStep("Wait for the IOPC, then record what it decided.", act="iopc_decision")
        case Status.HANDING_OVER | Status.OUTCOME_PROPOSED:
            return _waits_for_approval(s)
        case Status.OUTCOME_DECIDED:
            return NextStep("The outcome is decided. Its letter waits for the post.", s.due(*NOTICES))
        case Status.HANDED_OVER:
            return _to_follow(s)
    return None


def _to_begin(s: Situation) -> NextStep:
    complaint = s.complaint
    if complaint.case.handler_id is None:
        taken = "assign" if may.can_assign(s.user) else "take"
        return NextStep("Give this complaint to a handler.", s.due("first-contact", *HAND_OVERS), taken)
    if is_only_passed_on(complaint):
        sentence = "Assess this complaint, then hand it over. The force contacts the complainant."
        return NextStep(sentence, s.due(*HAND_OVERS), "assess")
    if complaint.contacted_at is None and not complaint.is_anonymous:
        sentence = "Contact the complainant and ask how they would like it handled."
        return NextStep(sentence, s.due("first-contact"), "contact")
    if complaint.road == Road.OTHER:
        return NextStep("This office has no road yet for a complaint about them. Change who it is about.")
    if not s.allegations:
        return NextStep("Write down what is alleged.", act="allegation")
    return NextStep("Assess the complaint.", s.due("staff-decision", "complaint-resolution"), "assess")


def _to_handle(s: Situation, on: date) -> NextStep:
    if s.route == Route.HAND_OVER:
        return _to_hand_over(s)
    update = s.due(*UPDATES)
    if update and (update.due_on - on).days <= UPDATE_SOON:
        return NextStep("Tell the complainant how their complaint stands.", update, "update")
    target = s.due("staff-resolution", "complaint-resolution", *REPORTS)
    if not s.allegations:
        return NextStep("Write down what is alleged.", target, "allegation")
    missing = next((allegation for allegation in s.allegations if not allegation.finding), None)
    if missing:
        return NextStep(
            f"Look into it, then record what was found on allegation {missing.number}.",
            target,
            "finding",
            "Record a finding",
            url_of(s.complaint, "finding", missing.number),
        )
    drafted = s.complaint.case.letters.filter(
        template__code__in=OUTCOME_LETTERS,
        state=LetterState.DRAFT,
    )
    if drafted.exists():
        return NextStep(
            "Read the outcome letter once more, then propose the outcome.", target, "propose_outcome"
        )
    return NextStep("Draft the outcome letter.", target, "draft_outcome")


def _to_hand_over(s: Situation) -> NextStep:
    assert s.assessment
    met = s.assessment.answers.filter(answer="yes").values_list("criterion", flat=True)
    mandatory = next((CRITERIA[code] for code in met if CRITERIA[code].duty is Duty.REFER), None)
    if mandatory:
        sentence = f"Hand this complaint over to the force today, because {mandatory.because}."
    else:
        sentence = "Hand this complaint over to the force to be recorded."
    return NextStep(sentence, s.due(*HAND_OVERS), "hand_over")


def _waits_for_approval(s: Situation) -> NextStep:
    request = s.complaint.case.approvals.filter(state="waiting").first()
    what = "hand-over" if s.complaint.status == Status.HANDING_OVER else "outcome"
    if request is None:
        act = f"take_back_{what.replace('-', '_')}"
        return NextStep(
            f"The {what} was changed after it was put to approval. Take it back and put it again.", act=act
        )
    return NextStep(f"The {what} waits for the approval of the {Post(request.post).label}.")


def _to_follow(s: Situation) -> NextStep:
    handed = HandOver.objects.filter(complaint=s.complaint.pk).first()
    if handed and not handed.force_reference:
        return NextStep(
            "Wait for the force to acknowledge it, then record its reference.", act="acknowledgement"
        )
    return NextStep("Wait for the force’s outcome letter, then record the outcome.", act="force_outcome")


def _is_ours_to_refer(s: Situation) -> bool:
    return s.complaint.road == Road.CHIEF_CONSTABLE


def _all_found(s: Situation) -> bool:
    found = bool(s.allegations) and all(allegation.finding for allegation in s.allegations)
    return found and s.route not in ("", Route.HAND_OVER)
