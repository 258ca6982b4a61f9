from datetime import date

import pytest

from casework.approvals import actions as approvals
from casework.letters import actions
from casework.letters.models import Method, State
from casework.outbox.models import Message
from casework.trail.models import Entry
from tests.casework.letters.asking import THURSDAY, TUESDAY, put
from tests.factories.letters import LetterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def test_a_letter_for_the_post_waits_for_its_envelope(handler, manager, hooks_called):
    letter = LetterFactory(method=Method.POST)

    approvals.approve(put(letter, handler), by=manager, at=THURSDAY)

    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == (State.APPROVED, None)
    assert not Message.objects.filter(kind="letter").exists()
    assert hooks_called == []


def test_a_posted_letter_is_provided_two_working_days_later(handler, manager, hooks_called):
    letter = LetterFactory(method=Method.POST)
    approvals.approve(put(letter, handler), by=manager, at=THURSDAY)

    actions.mark_posted(letter, proof="Certificate 1", by=handler, at=THURSDAY)

    letter.refresh_from_db()
    assert (letter.state, letter.posting_proof) == (State.SENT, "Certificate 1")
    # Good Friday, the weekend and Easter Monday are left out.
    assert letter.provided_on == date(2026, 4, 8)
    assert letter.renditions.get(left=True).dates["last_day"]["on"] == "2026-05-06"
    assert hooks_called == [("sent", letter.pk)]


def test_a_letter_printed_on_another_day_carries_that_days_dates(handler, manager):
    letter = LetterFactory(method=Method.POST)
    approvals.approve(put(letter, handler), by=manager, at=THURSDAY)

    rendition = actions.print_for_post(letter, by=handler, at=TUESDAY)

    assert rendition.day == date(2026, 4, 7)
    assert rendition.dates["last_day"]["on"] == "2026-05-07"


def test_a_returned_letter_moves_the_day_it_was_provided(handler, manager, hooks_called):
    letter = LetterFactory()
    approvals.approve(put(letter, handler), by=manager, at=THURSDAY)

    actions.mark_returned(letter, provided_on=date(2026, 4, 20), by=handler, at=TUESDAY)

    letter.refresh_from_db()
    assert letter.provided_on == date(2026, 4, 20)
    assert hooks_called[-1] == ("moved", letter.pk)
    entry = Entry.objects.get(verb="letter.returned")
    assert entry.changes["before"] == "2026-04-02"


def test_a_letter_is_not_provided_before_it_left(handler, manager):
    letter = LetterFactory()
    approvals.approve(put(letter, handler), by=manager, at=THURSDAY)

    with pytest.raises(actions.LetterNotReady, match="before the day it left"):
        actions.mark_returned(letter, provided_on=date(2026, 4, 1), by=handler, at=TUESDAY)
