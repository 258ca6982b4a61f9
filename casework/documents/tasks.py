from datetime import timedelta
from typing import BinaryIO, cast

from celery import shared_task
from django.core.files.storage import default_storage
from django.utils import timezone

from casework.documents import actions, inspection, scanning
from casework.documents.models import Document

# Younger ones were asked for when they arrived, and are on their way.
LOST_AFTER = timedelta(minutes=1)


@shared_task(
    autoretry_for=(scanning.ScannerUnavailable,), retry_backoff=5, retry_backoff_max=600, max_retries=5
)
def check_document(document_id: int) -> None:
    """Check one file; delivered twice, or for a file that was taken back, it does nothing."""
    document = Document.objects.in_quarantine().filter(pk=document_id).first()
    if document is None:
        return
    # No transaction is open while the scanner is spoken to. It sees the file before any parser does.
    with default_storage.open(document.path) as stored:
        file = cast(BinaryIO, stored)  # Django's File hands every call on to the one it wraps
        infected = scanning.is_infected(file) if scanning.has_scanner() else None
        file.seek(0)
        found = inspection.inspect(file, document.name) if not infected else inspection.Inspection("")
    actions.settle(document.pk, found, infected=infected, at=timezone.now())


@shared_task
def sweep_quarantine() -> None:
    """Ask again for every file that still waits: its message was lost, or the scanner was away."""
    waiting = Document.objects.in_quarantine().filter(added_at__lt=timezone.now() - LOST_AFTER)
    for document_id in waiting.order_by("added_at").values_list("pk", flat=True)[:500]:
        check_document.delay(document_id)
