"""What we have promised a complainant by when, in their words: on the last page, in mail, on their page."""

from dataclasses import dataclass

from casework.deadlines.explanation import Explanation, explain
from casework.deadlines.models import Deadline
from complaints.deadlines import (
    COMPLAINANT_UPDATE,
    COMPLAINT_RESOLUTION,
    FIRST_CONTACT,
    STAFF_ACKNOWLEDGEMENT,
    STAFF_DECISION,
    STAFF_RESOLUTION,
)
from complaints.models import Complaint

PROMISES = {
    FIRST_CONTACT.code: "We will contact you to talk about your complaint by",
    STAFF_ACKNOWLEDGEMENT.code: "We will tell you who is looking at your complaint by",
    STAFF_DECISION.code: "We will tell you whether we can look into it by",
    COMPLAINANT_UPDATE.code: "We will write to you with our next news by",
    COMPLAINT_RESOLUTION.code: "We aim to have put things right, or to tell you what happens instead, by",
    STAFF_RESOLUTION.code: "We aim to give you an answer by",
}


@dataclass(frozen=True)
class NextStep:
    promise: str
    deadline: Deadline

    @property
    def explanation(self) -> Explanation:
        return explain(self.deadline)


def next_steps(complaint: Complaint) -> list[NextStep]:
    """What the office still owes the complainant, soonest first; clocks they have no part in stay out."""
    running = Deadline.objects.running().filter(case=complaint.case_id, clock__in=PROMISES)
    return [NextStep(PROMISES[deadline.clock], deadline) for deadline in running.order_by("due_on", "pk")]
