"""What leaves the pages: mail tells nobody of a case kept from them, and no log names a complainant."""

from datetime import timedelta

import pytest

from casework.approvals.tasks import put_waiting_again
from casework.deadlines import reminders
from casework.outbox.models import Message
from complaints.models import Allegation, Complaint, Party
from complaints.models import Message as OnThePage
from tests.conventions.holdings import words_only_in
from tests.conventions.test_leaks import KEPT_FROM, kept_from

# As far ahead as a target, a reminder and the post above it reach.
DAYS = range(1, 100, 11)


@pytest.fixture
def months_later(told, nothing_stays):
    """Every reminder and digest of the months to come has been written."""
    put_waiting_again()
    for days in DAYS:
        at = (told.now + timedelta(days)).replace(hour=11)
        reminders.send_due(at=at)
        reminders.send_digests(at=at)


def test_no_mail_tells_anybody_of_a_case_that_is_kept_from_them(told, months_later):
    later = Message.objects.filter(pk__gt=told.walls_up_after, person_id__isnull=False)

    told_by = [
        (who, message.key, word)
        for who in KEPT_FROM
        for word in words_only_in(kept_from(told, who), told.words)
        for message in later.filter(person_id=told.person(who).pk)
        if word in f"{message.subject} {message.body}"
    ]

    assert later.count() > 20
    assert told_by == []


def test_the_subject_of_a_mail_names_nobody(told, months_later):
    names = set(" ".join(Party.objects.values_list("name", flat=True)).split())
    telling = {name for name in names if len(name) > 4}

    assert [
        subject
        for subject in Message.objects.values_list("subject", flat=True)
        if telling.intersection(subject.split())
    ] == []


def test_no_log_names_a_complainant_or_says_what_they_wrote(told):
    written = [
        *Party.objects.exclude(name="").values_list("name", flat=True),
        *Party.objects.exclude(email="").values_list("email", flat=True),
        *Complaint.objects.values_list("what_happened", flat=True),
        *Allegation.objects.values_list("text", flat=True),
        *OnThePage.objects.exclude(text="").values_list("text", flat=True),
    ]
    logs = "\n".join(told.logs)

    assert len(told.logs) > 50
    assert [words for words in written if words in logs] == []
