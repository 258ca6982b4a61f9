"""What the letters of a complaint print that is computed, and what follows when one leaves."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from django.utils.timezone import make_aware

from casework.approvals.models import State as ApprovalState
from casework.deadlines.clocks import Clock
from casework.deadlines.queries import length_on
from casework.letters.models import Letter, Method, State
from casework.letters.purposes import LetterPurpose, Onward, PrintedDate, no_dates
from casework.people.models import User
from complaints.actions import hand_over, outcome, resumption, update, withdrawal
from complaints.actions.refused import Refused
from complaints.acts import Situation, allowed_actions, url_of
from complaints.deadlines import RESUMPTION_REPLY, REVIEW_APPLICATION, STAFF_APPEAL, WITHDRAWAL_REPLY
from complaints.models import Complaint
from complaints.queries import reader_named
from complaints.roads import update_clock
from complaints.workflow import Status
from complaints.writing_up import looked_up

Dates = Callable[[Letter, date], Mapping[str, PrintedDate]]


def _last_day(name: str, clock: Clock) -> Dates:
    def dates(letter: Letter, provided_on: date) -> Mapping[str, PrintedDate]:
        return {name: _counted(clock, provided_on)}

    return dates


def _next_update(letter: Letter, provided_on: date) -> Mapping[str, PrintedDate]:
    clock = update_clock(_complaint(letter))
    return {"next_update": _counted(clock, provided_on)} if clock else {}


def _counted(clock: Clock, day: date) -> PrintedDate:
    trigger = make_aware(datetime.combine(day, time(12)))
    return PrintedDate(clock.compute(trigger, number=length_on(clock, day)).due_on, clock.code, day)


def _addressed_as_now(letter: Letter) -> None:
    """What was drafted before somebody told us of another address does not go to the old one."""
    reader = reader_named(letter.case_id, letter.recipient)
    if reader is None:
        return
    by_email = letter.method == Method.EMAIL
    before, now = (letter.to_email, reader.email) if by_email else (letter.to_address, reader.address)
    if before != now:
        raise Refused(
            "The address was changed after this letter was drafted. Withdraw the letter and draft it again, "
            "so that it goes to the new one."
        )


def _outcome_may_leave(letter: Letter) -> None:
    """Whoever approved it: no outcome letter goes while an allegation has no finding."""
    complaint = _complaint(letter)
    if complaint.status not in (Status.HANDLING, Status.OUTCOME_PROPOSED, Status.OUTCOME_DECIDED):
        raise Refused("This complaint is not at a stage where an outcome can be given.")
    outcome.require_findings(complaint)


def _leaves_with_the_hand_over(letter: Letter) -> None:
    if _complaint(letter).status not in (Status.HANDING_OVER, Status.HANDED_OVER):
        raise Refused("This letter leaves when the complaint is handed over.")


def _stands_with_the_hand_over(letter: Letter, by: User | None, at: datetime) -> None:
    """Never a draft again once it was put with the other: a draft could leave with other words."""
    complaint = _complaint(letter)
    if complaint.status == Status.HANDING_OVER:
        raise Refused("The hand-over waits for approval with this letter. Take the hand-over back first.")
    kinds, asked_at = (hand_over.ORDINARY, hand_over.WITH_CRITERION), complaint.hand_over.asked_at
    asked = letter.case.approvals.filter(kind__in=kinds, state=ApprovalState.APPROVED, asked_at=asked_at)
    if letter.state == State.DRAFT and asked.exists():
        raise Refused("This letter was approved with the hand-over. Withdraw it, and write another one.")


def _updated(letter: Letter, by: User | None, at: datetime) -> None:
    update.letter_left(_complaint(letter), letter, by=by, at=at)


def _asked_about_withdrawal(letter: Letter, by: User | None, at: datetime) -> None:
    _updated(letter, by, at)
    withdrawal.start_reply_window(_complaint(letter), provided_at=at, by=by, at=at)


def _asked_whether_to_resume(letter: Letter, by: User | None, at: datetime) -> None:
    _updated(letter, by, at)
    resumption.start_reply_window(_complaint(letter), by=by, at=at)


def _may_ask_whether_to_resume(letter: Letter) -> None:
    resumption.require_unanswered(_complaint(letter))


def _complaint(letter: Letter) -> Complaint:
    return Complaint.objects.select_related("case").get(pk=letter.case_id)


def _looked_up(letter: Letter, on: date, took_part: Collection[int]) -> Mapping[str, str]:
    return looked_up(_complaint(letter), on, took_part, letter.approval)


def _to_the_proposal(letter: Letter, user: User) -> Onward | None:
    complaint = _complaint(letter)
    act = allowed_actions(Situation(complaint, user)).get("propose_outcome")
    return Onward(act.label, url_of(complaint, act.name)) if act else None


def _outcome(template_code: str, dates: Dates = no_dates) -> LetterPurpose:
    return LetterPurpose(
        template_code,
        looks_up=_looked_up,
        on_sent=outcome.letter_left,
        on_moved=outcome.letter_moved,
        on_reworked=outcome.letter_reworked,
        check=_outcome_may_leave,
        onward=_to_the_proposal,
        dates=dates,
    )


def _with_the_hand_over(template_code: str) -> LetterPurpose:
    return LetterPurpose(
        template_code,
        on_reworked=_stands_with_the_hand_over,
        check=_leaves_with_the_hand_over,
        needs_approval=False,
    )


def _to_where_they_are(purpose: LetterPurpose) -> LetterPurpose:
    def check(letter: Letter) -> None:
        _addressed_as_now(letter)
        purpose.check(letter)

    return replace(purpose, check=check)


_PURPOSES = (
    _outcome("resolution"),
    _outcome("not-resolved"),
    _outcome("chief-constable-outcome", dates=_last_day("review_last_day", REVIEW_APPLICATION)),
    _outcome("staff-outcome", dates=_last_day("appeal_last_day", STAFF_APPEAL)),
    _with_the_hand_over(hand_over.TO_FORCE),
    _with_the_hand_over(hand_over.TO_COMPLAINANT),
    LetterPurpose("delegated-command", needs_approval=False, on_sent=_updated),
    LetterPurpose(
        "iopc-referral",
        dates=_next_update,
        counts_from_sending=True,
        on_sent=_updated,
        needs_approval=False,
    ),
    LetterPurpose(
        update.UPDATE,
        dates=_next_update,
        counts_from_sending=True,
        on_sent=_updated,
        needs_approval=False,
    ),
    LetterPurpose("acknowledgement", dates=_next_update, counts_from_sending=True, needs_approval=False),
    LetterPurpose("free-letter", approval_kind="free-letter", on_sent=_updated),
    LetterPurpose(
        "withdrawal-question",
        dates=_last_day("last_day_to_reply", WITHDRAWAL_REPLY),
        counts_from_sending=True,
        on_sent=_asked_about_withdrawal,
        needs_approval=False,
    ),
    LetterPurpose(
        resumption.QUESTION,
        dates=_last_day("last_day_to_reply", RESUMPTION_REPLY),
        counts_from_sending=True,
        on_sent=_asked_whether_to_resume,
        check=_may_ask_whether_to_resume,
        needs_approval=False,
    ),
)
PURPOSES = tuple(map(_to_where_they_are, _PURPOSES))
