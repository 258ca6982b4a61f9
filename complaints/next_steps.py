"""What a complainant may expect or do by when, in their words: on the last page, in mail, on their page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.deadlines.explanation import Explanation, explain
from casework.deadlines.models import Deadline
from complaints.deadlines import (
    COMPLAINANT_UPDATE,
    COMPLAINT_RESOLUTION,
    FIRST_CONTACT,
    RESUMPTION_REPLY,
    REVIEW_APPLICATION,
    STAFF_ACKNOWLEDGEMENT,
    STAFF_APPEAL,
    STAFF_DECISION,
    STAFF_RESOLUTION,
    STAFF_UPDATE,
    WITHDRAWAL_REPLY,
)
from complaints.models import Complaint, Role

PROMISES = {
    FIRST_CONTACT.code: "We will contact you to talk about your complaint by",
    STAFF_ACKNOWLEDGEMENT.code: "We will tell you who is looking at your complaint by",
    STAFF_DECISION.code: "We will tell you whether we can look into it by",
    COMPLAINANT_UPDATE.code: "We will write to you with our next news by",
    STAFF_UPDATE.code: "We aim to write to you with our next news by",
    COMPLAINT_RESOLUTION.code: "We aim to have put things right, or to tell you what happens instead, by",
    STAFF_RESOLUTION.code: "We aim to give you an answer by",
}
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
    known = (PROMISES if _can_be_told(complaint) else {}) | YOURS
    running = Deadline.objects.running().filter(case=complaint.case_id, clock__in=known)
    return list(_steps(running.order_by("due_on", "pk"), on))


def _can_be_told(complaint: Complaint) -> bool:
    complainant = complaint.parties.filter(role=Role.COMPLAINANT).first()
    if complainant is None:
        return not complaint.is_anonymous
    return bool(complainant.email or complainant.telephone or complainant.address)


def _steps(running: Iterable[Deadline], on: date) -> Iterator[NextStep]:
    for deadline in running:
        is_past = deadline.due_on < on
        if deadline.clock in PROMISES:
            yield NextStep(PROMISES[deadline.clock], deadline, is_late=is_past)
        elif not is_past:
            yield NextStep(YOURS[deadline.clock], deadline, is_late=False)
