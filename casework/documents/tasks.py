from datetime import timedelta
from typing import BinaryIO, cast

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.utils import timezone

from casework.documents import actions, inspection, scanning
from casework.documents.models import Document, HeldReason

# Younger ones were asked for when they arrived, and are on their way.
LOST_AFTER = timedelta(minutes=1)
# The scanner has a minute of it. What does not heed the first limit ends its worker at the second.
SECONDS, MOST_SECONDS = 90, 120
CUT_OFF_AFTER = timedelta(minutes=5)
UNFINISHED = inspection.Inspection("", HeldReason.UNFINISHED)


@shared_task(
    autoretry_for=(scanning.ScannerUnavailable,),
    retry_backoff=5,
    retry_backoff_max=600,
    max_retries=5,
    soft_time_limit=SECONDS,
    time_limit=MOST_SECONDS,
)
def check_document(document_id: int) -> None:
    """Check one file; delivered twice, or for a file that was taken back, it does nothing."""
    document = Document.objects.to_inspect().filter(pk=document_id).first()
    if document is None:
        return
    # No transaction is open while the scanner is spoken to. It sees the file before any parser does.
    with default_storage.open(document.path) as stored:
        file = cast(BinaryIO, stored)  # Django's File hands every call on to the one it wraps
        infected = scanning.is_infected(file) if scanning.has_scanner() else None
        file.seek(0)
        if not actions.begin_inspection(document, at=timezone.now()):
            return
        found = inspect(file, document.name) if not infected else inspection.Inspection("")
    actions.settle(document.pk, found, infected=infected, at=timezone.now())


def inspect(file: BinaryIO, name: str) -> inspection.Inspection:
    try:
        return inspection.inspect(file, name)
    except SoftTimeLimitExceeded:
        return UNFINISHED


@shared_task
def sweep_quarantine() -> None:
    """Ask again for every file that still waits, and hold each that its worker did not live to settle."""
    now = timezone.now()
    cut_off = Document.objects.in_quarantine().filter(inspection_began_at__lt=now - CUT_OFF_AFTER)
    for document_id in cut_off.values_list("pk", flat=True):
        # It had been scanned. Looked into again, it could end the next worker.
        actions.settle(document_id, UNFINISHED, infected=False, at=now)
    # Their message was lost, or the scanner was away.
    waiting = Document.objects.to_inspect().filter(added_at__lt=now - LOST_AFTER)
    for document_id in waiting.order_by("added_at").values_list("pk", flat=True)[:500]:
        # What no worker took within the minute, a later sweep asks for afresh.
        check_document.apply_async((document_id,), expires=60)
