import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from complaints.actions.receive import Submission, receive
from complaints.workflow import Channel, Subject
from tests.factories.people import OfficeFactory

MADE = datetime(2026, 4, 2, 22, 30, tzinfo=UTC)


def send(submission_key: UUID) -> str:
    submission = Submission(subject=Subject.POLICE_SERVICE, what_happened="Nobody came.")
    try:
        received = receive(
            submission, submission_key=submission_key, channel=Channel.ONLINE, made_at=MADE, at=MADE
        )
    finally:
        connection.close()
    return str(received.complaint.case.reference)


@pytest.mark.usefixtures("cloned_database")
def test_form_sent_twice_at_once_is_one_complaint_and_leaves_no_gap():
    OfficeFactory()
    same = uuid.uuid4()

    with ThreadPoolExecutor(2) as threads:
        references = list(threads.map(send, [same, same]))

    assert references == ["CMP-2026-000001"] * 2
    assert send(uuid.uuid4()) == "CMP-2026-000002"
