"""Every write to the outbox. What became of a message is decided under a lock on its row."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from casework.outbox import queue
from casework.outbox.models import Attachment, Message, State
from casework.outbox.permissions import Permitted, can_retry
from casework.trail import actions as trail

# After the first refusal a minute, then four times as long each time: the seventh comes about a day later.
FIRST_PAUSE = timedelta(minutes=1)
LAST_ATTEMPT = 7


class RetryNotAllowed(Exception):
    """Only a message that needs a person can be tried again by one."""


@transaction.atomic(savepoint=False)
def write(
    key: str,
    *,
    kind: str,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    person_id: int | None = None,
    case_id: int | None = None,
    attachments: Iterable[Attachment] = (),
    opens_something: bool = False,
    forgets_address: bool = False,
) -> Message:
    """Keep a message in the caller's transaction, to leave once that commits.

    `key` says what the message is; written again under the same key, the first one is returned as it is.
    """
    written = Message(
        key=key,
        kind=kind,
        to=to,
        person_id=person_id,
        case_id=case_id,
        # A line break in a subject would be refused when the message leaves, long after this.
        subject=" ".join(subject.split()),
        body=body,
        opens_something=opens_something,
        forgets_address=forgets_address,
        attachments=[asdict(attachment) for attachment in attachments],
        message_id=f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
        written_at=at,
        next_attempt_at=at,
    )
    Message.objects.bulk_create([written], ignore_conflicts=True)
    message = Message.objects.get(key=key)
    if message.message_id == written.message_id:
        _record(message, "message.written", by=None, at=at)
        transaction.on_commit(partial(queue.ask, message.pk), robust=True)
    return message


@transaction.atomic
def claim(message_id: int, *, at: datetime, lease: timedelta) -> Message | None:
    """Take the message for sending, or None if it is not due or somebody else has it."""
    message = Message.objects.due(at).select_for_update(skip_locked=True).filter(pk=message_id).first()
    if message is None:
        return None
    message.attempts += 1
    _move(message, State.SENDING, lease_until=at + lease)
    _record(message, "message.attempted", by=None, at=at)
    return message


@transaction.atomic
def mark_sent(claimed: Message, *, at: datetime) -> None:
    """The mail server took it, even if meanwhile the lease ran out or a person put it back to wait."""
    message = _same_attempt(claimed, State.SENDING, State.UNCONFIRMED, State.WAITING)
    if message:
        if message.opens_something:
            message.body = ""
        if message.forgets_address:
            message.to = ""
        message.save(update_fields=["body", "to"])
        _move(message, State.SENT, sent_at=at)
        _record(message, "message.sent", by=None, at=at)


@transaction.atomic
def mark_failed(claimed: Message, *, reason: str, is_final: bool, at: datetime) -> None:
    """It was certainly not taken: try again later, or leave it to a person after the last attempt."""
    message = _same_attempt(claimed, State.SENDING, State.UNCONFIRMED)
    if message is None:
        return
    if is_final or message.attempts >= LAST_ATTEMPT:
        _move(message, State.DEAD, error=reason)
        _record(message, "message.given_up", by=None, at=at)
    else:
        pause = FIRST_PAUSE * 4 ** (message.attempts - 1)
        _move(message, State.FAILED, error=reason, next_attempt_at=at + pause)
        _record(message, "message.failed", by=None, at=at)


@transaction.atomic
def mark_unconfirmed(claimed: Message, *, reason: str, at: datetime) -> None:
    """It may or may not have been taken; only a person may decide to send it again."""
    message = _same_attempt(claimed, State.SENDING)
    if message:
        _move(message, State.UNCONFIRMED, error=reason)
        _record(message, "message.unconfirmed", by=None, at=at)


@transaction.atomic
def release_lapsed(*, at: datetime) -> int:
    """Set aside as unconfirmed what was being sent when its worker was lost."""
    lapsed = list(Message.objects.lapsed(at).select_for_update(skip_locked=True)[:500])
    for message in lapsed:
        _move(message, State.UNCONFIRMED, error="The sending was cut off.")
        _record(message, "message.unconfirmed", by=None, at=at)
    return len(lapsed)


@transaction.atomic
def retry(message: Message, *, by: Permitted, at: datetime) -> Message:
    """Let a message that needs a person leave again: the person answers for its perhaps arriving twice."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not can_retry(by):
        raise PermissionDenied
    if not message.needs_a_person:
        raise RetryNotAllowed(message.get_state_display())
    _move(message, State.WAITING, next_attempt_at=at)
    _record(message, "message.retried", by=by, at=at)
    transaction.on_commit(partial(queue.ask, message.pk), robust=True)
    return message


def _same_attempt(claimed: Message, *states: State) -> Message | None:
    """The row locked, if it still waits for the outcome of this very attempt."""
    return (
        Message.objects.select_for_update()
        .filter(pk=claimed.pk, attempts=claimed.attempts, state__in=states)
        .first()
    )


def _move(
    message: Message,
    state: State,
    *,
    error: str = "",
    lease_until: datetime | None = None,
    next_attempt_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> None:
    message.state = state
    message.error = error
    message.lease_until = lease_until
    message.next_attempt_at = next_attempt_at
    message.sent_at = sent_at
    message.save(update_fields=["state", "attempts", "error", "lease_until", "next_attempt_at", "sent_at"])


def _record(message: Message, verb: str, *, by: Permitted | None, at: datetime) -> None:
    chain = f"case:{message.case_id}" if message.case_id else f"message:{message.pk}"
    changes = {"message": message.pk, "kind": message.kind, "attempts": message.attempts}
    trail.record(chain, verb, by=by, at=at, case_id=message.case_id, changes=changes)
