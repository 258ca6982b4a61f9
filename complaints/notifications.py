"""Mail to complainants. A subject holds the reference and nothing else; no mail tells their story."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from casework.cases.queries import first_to_act
from casework.outbox import actions as outbox
from casework.people.posts import NEXT_POST_UP, Post
from casework.people.queries import office_on
from complaints.models import Complaint, ContactBy, Message, Party
from complaints.next_steps import next_steps
from complaints.queries import complainant_of


def acknowledge(complaint: Complaint, *, at: datetime) -> None:
    """Tell the complainant that we have it and what happens next, if they said that e-mail is safe."""
    complainant = complainant_by_email(complaint)
    if complainant is None:
        return
    _write(
        f"acknowledgement:{complaint.pk}",
        complaint,
        kind="acknowledgement",
        to=complainant.email,
        subject=f"We have your complaint {complaint.case.reference}",
        context={"complainant": complainant, "next_steps": next_steps(complaint, on=localdate(at))},
        at=at,
    )


def send_access_code(complaint: Complaint, code: str, *, at: datetime) -> None:
    """Without the reference, which they have: neither opens anything by itself."""
    complainant = complainant_by_email(complaint)
    assert complainant
    _write(
        f"access-code:{complaint.pk}:{at.isoformat()}",
        complaint,
        kind="access_code",
        to=complainant.email,
        subject="Your new access code",
        context={"complainant": complainant, "code": code},
        at=at,
        opens_something=True,
    )


def tell_complainant_of_message(message: Message, *, at: datetime) -> None:
    complaint = message.complaint
    complainant = complainant_by_email(complaint)
    if complainant is None:
        return
    _write(
        f"message-for-complainant:{message.pk}",
        complaint,
        kind="message_for_complainant",
        to=complainant.email,
        subject=f"There is a message about your complaint {complaint.case.reference}",
        context={"complainant": complainant},
        at=at,
    )


def tell_office_of_message(message: Message, *, at: datetime) -> None:
    """Tell the handler, or with none whoever acts for the post that owns the case and is free to."""
    complaint = message.complaint
    case = complaint.case
    told = [case.handler] if case.handler else []
    if not told:
        _, told = first_to_act(case, Post(case.owner_post), localdate(at), line=NEXT_POST_UP)
    for person in told:
        _write(
            f"message-for-office:{message.pk}:{person.pk}",
            complaint,
            kind="message_for_office",
            to=person.email,
            subject=f"A message came in on {case.reference}",
            context={"person": person},
            at=at,
            person_id=person.pk,
        )


def complainant_by_email(complaint: Complaint) -> Party | None:
    """The complainant, if mail may go to them by itself: by e-mail, and with nothing said about safety.

    Somebody who told us how to reach them safely is written to by a person who has read it.
    """
    complainant = complainant_of(complaint)
    if complainant is None or complainant.safe_contact or not complainant.email:
        return None
    return complainant if complainant.contact_by in ("", ContactBy.EMAIL) else None


def _write(
    key: str,
    complaint: Complaint,
    *,
    kind: str,
    to: str,
    subject: str,
    context: dict[str, Any],
    at: datetime,
    person_id: int | None = None,
    opens_something: bool = False,
) -> None:
    surroundings = {
        "complaint": complaint,
        "reference": complaint.case.reference,
        "office": office_on(localdate(at)),
        "address": settings.SITE_ADDRESS,
    }
    outbox.write(
        key,
        kind=kind,
        to=to,
        subject=subject,
        body=render_to_string(f"complaints/mail/{kind}.txt", surroundings | context),
        at=at,
        person_id=person_id,
        case_id=complaint.case_id,
        opens_something=opens_something,
    )
