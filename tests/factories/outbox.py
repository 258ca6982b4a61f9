from datetime import UTC, datetime

import factory

from casework.outbox.models import Message, State


class MessageFactory(factory.django.DjangoModelFactory):
    """A message that waits to leave; another `state` brings the times that it needs."""

    class Meta:
        model = Message

    class Params:
        waits = factory.LazyAttribute(lambda row: row.state in (State.WAITING, State.FAILED))

    key = factory.Sequence(lambda n: f"reminder:{n}")
    kind = "reminder"
    to = "colleague@office.example"
    subject = "A reminder from PCC Oversight"
    body = "Something is due."
    message_id = factory.Sequence(lambda n: f"<{n}@office.example>")
    state = State.WAITING
    # The night before a bank holiday Monday.
    written_at = datetime(2026, 5, 24, 22, 45, tzinfo=UTC)
    next_attempt_at = factory.LazyAttribute(lambda row: row.written_at if row.waits else None)
    lease_until = factory.LazyAttribute(lambda row: row.written_at if row.state == State.SENDING else None)
    sent_at = factory.LazyAttribute(lambda row: row.written_at if row.state == State.SENT else None)
