"""A complaint made on the Saturday before Easter, for the tests of its complainant's page."""

import uuid
from datetime import UTC, datetime

from complaints.actions.receive import Person, Received, Submission, receive
from complaints.models import Role
from complaints.workflow import Channel, Subject

NOW = datetime(2026, 4, 4, 11, 0, tzinfo=UTC)


def received(subject: Subject = Subject.POLICE_PERSON) -> Received:
    gwen = Person(role=Role.COMPLAINANT, name="Gwen Pryce", email="gwen@post.example", contact_by="email")
    return receive(
        Submission(subject=subject, what_happened="Nobody rang back.", people=(gwen,)),
        submission_key=uuid.uuid4(),
        channel=Channel.ONLINE,
        made_at=NOW,
        at=NOW,
    )
