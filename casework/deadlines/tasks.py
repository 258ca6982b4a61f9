from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from casework.deadlines import reminders


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def send_due_reminders() -> int:
    return reminders.send_due(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def send_morning_digests() -> int:
    return reminders.send_digests(at=timezone.now())
