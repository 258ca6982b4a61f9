"""Messages between the complainant's page and the case page, and the files that come with them."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casework.cases import actions as cases
from casework.documents import actions as documents
from casework.documents.models import Origin
from casework.people.models import User
from complaints import notifications, permissions
from complaints.actions import begin
from complaints.actions.refused import Refused
from complaints.models import Complaint, Message


@transaction.atomic
def send_message(
    complaint: Complaint,
    *,
    text: str,
    uploads: Iterable[UploadedFile] = (),
    by: User | None,
    at: datetime,
) -> Message:
    """Write to the complainant's page; `by` is None when it is the complainant who writes.

    The other side is told by e-mail that there is something to read, and nothing of what it says. A message
    is not the update that the law asks for: that is a letter or a contact, which restarts its clock.
    """
    complaint = begin.lock_visible(complaint, by) if by else begin.lock(complaint)
    cases.require(by is None or permissions.can_handle(by, complaint))
    uploads = list(uploads)
    if not text.strip() and not uploads:
        raise Refused("Write a message or add a file.")

    message = Message.objects.create(
        complaint=complaint, from_complainant=by is None, text=text, sent_at=at, sent_by=by
    )
    origin = Origin.STAFF if by else Origin.COMPLAINANT
    for upload in uploads:
        message.documents.add(documents.receive(upload, origin=origin, at=at, by=by, case=complaint.case))
    if by:
        notifications.tell_complainant_of_message(message, at=at)
    else:
        notifications.tell_office_of_message(message, at=at)

    verb = "complaint.message_sent" if by else "complaint.message_received"
    begin.record(complaint, verb, by=by, at=at, changes={"message": message.pk})
    return message


@transaction.atomic
def mark_messages_read(complaint: Complaint, *, by: User | None, at: datetime) -> int:
    """Note when one side first saw what the other wrote; `by` is None when the complainant reads."""
    complaint = begin.lock_visible(complaint, by) if by else begin.lock(complaint)
    number = complaint.messages.filter(from_complainant=by is not None, read_at=None).update(read_at=at)
    if number:
        begin.record(complaint, "complaint.messages_read", by=by, at=at, changes={"messages": number})
    return number
