"""What a complainant may expect or do by when, in their words: on the last page, in mail, on their page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casework.deadlines.explanation import Explanation, explain
from casework.deadlines.models import Deadline
from complaints.deadlines import (
    COMPLAINANT_UPDATE,
    COMPLAINT_RESOLUTION,
    FIRST_CONTACT,
    HAND_OVER_TO_FORCE,
    HAND_OVER_WITH_CRITERION,
    OUTCOME_NOTICE,
    RESUMPTION_REPLY,
    REVIEW_APPLICATION,
    STAFF_ACKNOWLEDGEMENT,
    STAFF_APPEAL,
    STAFF_DECISION,
    STAFF_OUTCOME_NOTICE,
    STAFF_RESOLUTION,
    STAFF_UPDATE,
    WITHDRAWAL_REPLY,
)
from complaints.models import Complaint
from complaints.queries import complainant_of
from complaints.workflow import Status

PROMISES = {
    FIRST_CONTACT.code: "We will contact you to talk about your complaint by",
    STAFF_ACKNOWLEDGEMENT.code: "We will tell you who is looking at your complaint by",
    STAFF_DECISION.code: "We will decide whether we can look into it by",
    COMPLAINANT_UPDATE.code: "We will write to you with our next news by",
    STAFF_UPDATE.code: "We aim to write to you with our next news by",
    COMPLAINT_RESOLUTION.code: "We aim to have put things right, or to tell you what happens instead, by",
    STAFF_RESOLUTION.code: "We aim to give you an answer by",
}
# Once the outcome is decided nothing else is news, and these say when it comes.
OUTCOME = {
    OUTCOME_NOTICE.code: "We will write to you with the outcome by",
    STAFF_OUTCOME_NOTICE.code: "We aim to write to you with the outcome by",
}
# That it goes to the force is the office's own business until it has gone, unless they asked for it.
ASKED_FOR = dict.fromkeys(
    (HAND_OVER_TO_FORCE.code, HAND_OVER_WITH_CRITERION.code),
    "We aim to pass your complaint to the police force by",
)
YOURS = {
    REVIEW_APPLICATION.code: "You can ask for a review of the outcome until the end of",
    STAFF_APPEAL.code: "You can appeal against the outcome until the end of",
    RESUMPTION_REPLY.code: "You can tell us whether your complaint should go on until the end of",
    WITHDRAWAL_REPLY.code: "You can answer our question about withdrawing until the end of",
}


@dataclass(frozen=True)
class NextStep:
    words: str
    deadline: Deadline
    is_late: bool

    @property
    def explanation(self) -> Explanation:
        return explain(self.deadline)


def next_steps(complaint: Complaint, *, on: date) -> list[NextStep]:
    """What the office owes the complainant, late or not, and what they may still do; soonest first.

    Clocks they have no part in stay out, and so does what they can no longer do. To whoever left no way to
    reach them nothing is promised that would need one: they read what comes of it on their page.
    """
    promised = _promised(complaint)
    running = Deadline.objects.running().filter(case=complaint.case_id, clock__in=promised | YOURS)
    return list(_steps(running.order_by("due_on", "pk"), promised, on))


def _promised(complaint: Complaint) -> dict[str, str]:
    if not _can_be_told(complaint):
        return {}
    if complaint.status == Status.OUTCOME_DECIDED:
        return OUTCOME
    return PROMISES | ASKED_FOR if complaint.recording_asked_at else PROMISES


def _can_be_told(complaint: Complaint) -> bool:
    complainant = complainant_of(complaint)
    if complainant is None:
        return not complaint.is_anonymous
    return bool(complainant.email or complainant.telephone or complainant.address)


def _steps(running: Iterable[Deadline], promised: Mapping[str, str], on: date) -> Iterator[NextStep]:
    for deadline in running:
        is_past = deadline.due_on < on
        if deadline.clock in promised:
            yield NextStep(promised[deadline.clock], deadline, is_late=is_past)
        elif not is_past:
            yield NextStep(YOURS[deadline.clock], deadline, is_late=False)
