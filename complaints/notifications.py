"""Mail to complainants. A subject holds the reference and nothing else; no mail tells their story."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from casework.outbox import actions as outbox
from casework.people.queries import office_on
from complaints.models import Complaint, ContactBy, Role
from complaints.next_steps import next_steps


def acknowledge(complaint: Complaint, *, at: datetime) -> None:
    """Tell the complainant that we have it and what happens next, if they said that e-mail is safe."""
    complainant = complaint.parties.filter(role=Role.COMPLAINANT).first()
    if not complainant or not complainant.email or complainant.contact_by not in ("", ContactBy.EMAIL):
        return
    outbox.write(
        f"acknowledgement:{complaint.pk}",
        kind="acknowledgement",
        to=complainant.email,
        subject=f"We have your complaint {complaint.case.reference}",
        body=render_to_string(
            "complaints/mail/acknowledgement.txt",
            {
                "complainant": complainant,
                "reference": complaint.case.reference,
                "next_steps": next_steps(complaint),
                "office": office_on(localdate(at)),
                "address": settings.SITE_ADDRESS,
            },
        ),
        at=at,
        case_id=complaint.case_id,
    )
