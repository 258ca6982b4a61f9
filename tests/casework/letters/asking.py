"""A letter put to approval on the Thursday before Easter, for the tests of what becomes of it."""

from datetime import UTC, datetime

from casework.approvals.models import ApprovalRequest
from casework.letters import actions
from casework.letters.models import Letter
from casework.people.models import User

# The Thursday before Easter, with two bank holidays and a weekend before the next working day.
THURSDAY = datetime(2026, 4, 2, 14, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)


def put(letter: Letter, by: User, at: datetime = THURSDAY) -> ApprovalRequest:
    return actions.put_to_approval(
        letter, kind="sample_outcome_letter", question="May this letter go?", by=by, at=at
    )
