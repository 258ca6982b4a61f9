"""Letters that tell somebody in a complaint how it stands."""

from datetime import datetime

from django.db import transaction

from casework.cases import actions as cases
from casework.letters.models import Letter
from casework.people.models import User
from complaints import permissions
from complaints.actions.begin import lock_visible
from complaints.actions.clocks import contacted, restart_updates
from complaints.actions.refused import Refused
from complaints.actions.writing import draft_to_complainant
from complaints.models import Complaint
from complaints.queries import complainant_of
from complaints.workflow import WORK, Status

UPDATE = "progress-update"
FREE = "free-letter"


@transaction.atomic
def draft_update(complaint: Complaint, *, done: str, next_: str, by: User, at: datetime) -> Letter:
    """Draft a letter about progress. It counts as an update, and restarts the clock, when it leaves."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WORK.check(complaint.status)
    fields = {"what_we_have_done": done, "what_happens_next": next_}
    return _drafted(draft_to_complainant(complaint, UPDATE, fields, by=by, at=at))


@transaction.atomic
def draft_letter(complaint: Complaint, *, about: str, text: str, by: User, at: datetime) -> Letter:
    """Draft a letter in one's own words to the complainant; it leaves when it is approved."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    fields = {"about": about, "text": text}
    return _drafted(draft_to_complainant(complaint, FREE, fields, by=by, at=at))


def _drafted(letter: Letter | None) -> Letter:
    if letter is None:
        raise Refused("The complainant left no address to write to.")
    return letter


def letter_left(complaint: Complaint, letter: Letter, *, by: User | None, at: datetime) -> None:
    complainant = complainant_of(complaint)
    if complainant and letter.recipient == complainant.recipient:
        contacted(complaint, at, by=by, at=at)
    if letter.template.counts_as_update and complaint.status != Status.CLOSED:
        event = "The last update was given"
        restart_updates(complaint, letter.recipient, given_at=at, event=event, by=by, at=at)
