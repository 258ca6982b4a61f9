from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from casework.outbox import actions, delivery, queue
from casework.outbox.models import Message

log = structlog.get_logger()


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def send_message(message_id: int) -> None:
    """Send one message once, however many times this task is delivered."""
    message = actions.claim(
        message_id, at=timezone.now(), lease=timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    )
    if message is None:
        return
    try:
        delivery.send(message)
    except delivery.Refused as error:
        actions.mark_failed(message, reason=str(error), is_final=error.is_final, at=timezone.now())
        log.warning(
            "outbox.refused", message=message.pk, reason=str(error), cause=type(error.__cause__).__name__
        )
    except delivery.Unknown as error:
        actions.mark_unconfirmed(message, reason=str(error), at=timezone.now())
        log.warning(
            "outbox.unconfirmed", message=message.pk, reason=str(error), cause=type(error.__cause__).__name__
        )
    else:
        actions.mark_sent(message, at=timezone.now())
        log.info("outbox.sent", message=message.pk)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def sweep() -> None:
    """Ask again for what is due, and set aside what a lost worker left: the database is the memory."""
    now = timezone.now()
    lapsed = actions.release_lapsed(at=now)
    if lapsed:
        log.warning("outbox.lapsed", messages=lapsed)
    due = Message.objects.due(now).order_by("next_attempt_at").values_list("pk", flat=True)
    for message_id in due[:5000]:
        # What no worker took within the minute, a later sweep asks for afresh.
        queue.ask(message_id, expires=60)
