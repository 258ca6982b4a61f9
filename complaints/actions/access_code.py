"""Another access code for a complainant who lost theirs, or whose code somebody else has."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import models, transaction

from casework.cases import actions as cases
from casework.people.models import User
from complaints import notifications, permissions
from complaints.access_codes import Opens, code_for, mac_of
from complaints.actions.begin import lock_visible, record
from complaints.actions.refused import Refused
from complaints.models import Complaint


class Identified(models.TextChoices):
    """How it was made sure that a code which is read out or posted reaches the complainant."""

    RANG = "rang", "I rang them on the number we have"
    ANSWERED = "answered", "They told me what only they could know of the complaint"
    IN_PERSON = "in_person", "They showed me who they are"
    BY_POST = "by_post", "It goes in a letter to the address we have"


@transaction.atomic
def replace_access_code(
    complaint: Complaint,
    *,
    identified: Identified | None = None,
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> str:
    """End the old code and mail a new one to the complainant's own address.

    Where no mail may go there by itself, give the code back, to be read out or written in a letter. Of
    `key` alone it can be made again: without one, or mailed, nobody can.
    """
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    by_email = notifications.complainant_by_email(complaint) is not None
    if not by_email and identified is None:
        raise Refused("Say how you made sure that it is the complainant.")

    code = code_for((None if by_email else key) or uuid4(), Opens.COMPLAINT)
    complaint.access_code_mac = mac_of(code, Opens.COMPLAINT)
    complaint.save(update_fields=["access_code_mac"])
    if by_email:
        notifications.send_access_code(complaint, code, at=at)

    changes = {"by_email": True} if by_email else {"identified": identified}
    record(complaint, "complaint.access_code_replaced", by=by, at=at, changes=changes)
    return "" if by_email else code
