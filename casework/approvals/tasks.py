from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from casework.approvals import actions
from casework.approvals.models import ApprovalRequest, State


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def put_waiting_again() -> None:
    """See to it that nothing waits for somebody who left, or was walled from the case since."""
    for request in ApprovalRequest.objects.filter(state=State.WAITING).select_related("case"):
        actions.put_again(request, at=timezone.now())
