"""What the law or a target wants done on a complaint next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from casework.approvals.models import State as ApprovalState
from casework.deadlines.models import Deadline
from casework.letters.models import State as LetterState
from casework.letters.permissions import can_write_letters
from casework.people.posts import Post
from complaints.actions import resumption, timeliness
from complaints.acts import ACTS, REPORTS, Situation, allowed_actions, url_of
from complaints.criteria import CRITERIA, Duty
from complaints.kinds import MESSAGE_TO_READ
from complaints.models import Complaint, HandOver
from complaints.roads import is_only_passed_on, rules_of
from complaints.workflow import WITHDRAW, Road, Route, Status
from complaints.writing_up import OUTCOME_LETTERS

UPDATES = ("complainant-update", "staff-update")
NOTICES = ("outcome-notice", "staff-outcome-notice")
HAND_OVERS = ("hand-over-with-criterion", "hand-over-to-force")
# What the office owes while it works on a complaint; the nearest is the date of whatever is next.
OWED = ("staff-decision", "staff-resolution", "complaint-resolution", *REPORTS, *UPDATES)
PAGES = ("finding", "messages")  # offered as a next step, and no act of their own
BEFORE_A_MESSAGE = ("log", "assign", "take", "refer", "hand_over")
REPORT_SOON = timeliness.SOON
UPDATE_SOON = 7  # days before the last day on which an update becomes the next thing to do


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
    if _message_comes_first(situation, step, on):
        step = NextStep("Read the message and answer the complainant.", None, "messages", "Read the message")
    if step is None or not step.act:
        return step
    url = step.url or url_of(situation.complaint, step.act)
    label = step.label or next((act.label for act in ACTS if act.name == step.act), "")
    if step.act in allowed_actions(situation) or step.act in PAGES and situation.handles:
        return NextStep(step.sentence, step.due, step.act, label, url)
    return NextStep(step.sentence, step.due)


def _message_comes_first(s: Situation, step: NextStep | None, on: date) -> bool:
    """Nothing comes before an answer but what is due and what gets it to whoever handles it."""
    if s.complaint.case.calls_for != MESSAGE_TO_READ or s.must_now_be_recorded:
        return False
    return step is None or step.act not in BEFORE_A_MESSAGE and not (step.due and step.due.due_on <= on)


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
        return _suspended(s, on)
    asked = s.due("withdrawal-reply")
    if asked and complaint.status in WITHDRAW.sources:
        sentence = "Wait for the complainant to say whether they withdraw, then record the answer."
        return NextStep(sentence, asked, "withdrawal_reply")
    if s.must_now_be_recorded:
        return _to_record(s)
    match Status(complaint.status):
        case Status.RECEIVED:
            due, handler = s.due("first-contact", *HAND_OVERS), complaint.case.handler
            give = "" if handler else " and give it to a handler"
            return NextStep(f"Log this complaint{give}.", due, "log")
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
            return _to_post(s)
        case Status.HANDED_OVER:
            return _to_follow(s)
    return None


def _suspended(s: Situation, on: date) -> NextStep:
    complaint = s.complaint
    request = resumption.decision_asked(complaint)
    if request:
        return NextStep(f"Whether it goes on waits for the approval of the {Post(request.post).label}.")
    asked = s.due("resumption-reply")
    if complaint.resumption_declined_at or asked and asked.due_on < on:
        said = "does not want it to go on" if complaint.resumption_declined_at else "has not answered"
        sentence = f"The complainant {said}. Decide whether it is in the public interest that it goes on."
        return NextStep(sentence, asked, "decide_resumption")
    if asked:
        sentence = "Wait for the complainant to say whether it goes on, then record the answer."
        return NextStep(sentence, asked, "resume", "Record the answer")
    update = _update_soon(s, on)
    if update:
        sentence = (
            "Tell the complainant how their complaint stands. While it is suspended they are still told."
        )
        return NextStep(sentence, update, "update")
    return NextStep(f"Wait until this is over: {complaint.suspended_because}", s.due(*UPDATES), "resume")


def _update_soon(s: Situation, on: date) -> Deadline | None:
    update = s.due(*UPDATES)
    return update if update and (update.due_on - on).days <= UPDATE_SOON else None


def _to_record(s: Situation) -> NextStep:
    """PRA 2002 Sch 3 para 2(6A): who asks for it is owed it, whatever was decided before."""
    asks, due = "The complainant asks for it to be recorded.", s.due(*HAND_OVERS) or s.due(*UPDATES)
    match Status(s.complaint.status):
        case Status.CLOSED:
            waits = s.complaint.case.approvals.filter(state="waiting").first()
            if waits:
                return NextStep(f"{asks} Opening it again waits for the {Post(waits.post).label}.", due)
            act = "reopen" if s.reopens else "ask_to_reopen"
            return NextStep(f"{asks} Open it again, then assess it anew.", due, act)
        case Status.OUTCOME_PROPOSED | Status.OUTCOME_DECIDED:
            return NextStep(f"{asks} Take the outcome back, then assess it anew.", due, "take_back_outcome")
    record = "hand it over to the force" if s.complaint.road == Road.FORCE else "record it"
    return NextStep(f"{asks} Assess it again, then {record}.", due, "assess")


def _to_begin(s: Situation) -> NextStep:
    complaint = s.complaint
    if complaint.case.handler_id is None:
        taken = "assign" if s.assigns else "take"
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
        return NextStep("Write down what is alleged.", s.due(*OWED), "allegation")
    return NextStep("Assess the complaint.", s.due(*OWED), "assess")


def _to_handle(s: Situation, on: date) -> NextStep:
    if s.route == Route.HAND_OVER:
        return _to_hand_over(s)
    missing = next((allegation for allegation in s.allegations if not allegation.finding), None)
    back = given_back(s.complaint) if s.allegations and not missing else ""
    update = _update_soon(s, on)
    if update:
        return NextStep(f"{back}Tell the complainant how their complaint stands.", update, "update")
    target = s.due(*OWED)
    if not s.allegations:
        return NextStep("Write down what is alleged.", target, "allegation")
    if missing:
        return NextStep(
            f"Look into it, then record what was found on allegation {missing.number}.",
            target,
            "finding",
            "Record a finding",
            url_of(s.complaint, "finding", missing.number),
        )
    if not s.can_be_written_to:
        sentence = (
            f"{back}Propose the outcome. No letter can be sent, so the complainant reads it on their page."
        )
        return NextStep(sentence, target, "propose_outcome")
    drafted = s.complaint.case.letters.filter(
        template__code__in=OUTCOME_LETTERS,
        state=LetterState.DRAFT,
    )
    if drafted.exists():
        sentence = f"{back}Read the outcome letter once more, then propose the outcome."
        return NextStep(sentence, target, "propose_outcome")
    return NextStep(f"{back}Draft the outcome letter.", target, "draft_outcome")


def given_back(complaint: Complaint) -> str:
    """Who returned or refused the outcome, and why, until it is put again; to stand before what is next."""
    asked = complaint.case.approvals.filter(kind=rules_of(complaint).outcome_kind)
    last = asked.exclude(state=ApprovalState.VOID).select_related("decided_by").order_by("pk").last()
    if last is None or last.state not in (ApprovalState.RETURNED, ApprovalState.REFUSED):
        return ""
    assert last.decided_at
    done = "returned" if last.state == ApprovalState.RETURNED else "refused"
    return (
        f"{last.decided_by} {done} the outcome on {localdate(last.decided_at):%-d %B %Y}: “{last.comment}” "
    )


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


def _to_post(s: Situation) -> NextStep:
    sentence, due = "The outcome is decided. Its letter waits for the post.", s.due(*NOTICES)
    if not can_write_letters(s.user):
        return NextStep(sentence, due)
    return NextStep(sentence, due, label="Today’s post", url=reverse("todays_post"))


def _to_follow(s: Situation) -> NextStep:
    handed = HandOver.objects.filter(complaint=s.complaint.pk).first()
    if handed and not handed.force_reference:
        return NextStep(
            "Wait for the force to acknowledge it, then record its reference.", act="acknowledgement"
        )
    return NextStep("Wait for the force’s outcome letter, then record the outcome.", act="force_outcome")
