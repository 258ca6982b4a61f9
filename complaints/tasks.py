from celery import shared_task
from django.utils import timezone

from casework.cases import once
from complaints import rate_limits
from complaints.public_form import drafts, equality


@shared_task
def delete_old_drafts() -> None:
    """Delete forms left alone for 28 days with their files, counts of attempts, and keys of forms sent."""
    drafts.delete_old(at=timezone.now())
    rate_limits.forget_old(at=timezone.now())
    once.forget_old(at=timezone.now())


@shared_task
def shuffle_equality_answers() -> None:
    """Part the day's equality answers from the complaints that they came with."""
    equality.shuffle()
