from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, localtime

from casework.outbox import actions as outbox
from casework.people.queries import office_on
from complaints.models import Draft
from complaints.public_form import drafts


def send_code(draft: Draft, code: str, *, to: str, at: datetime) -> None:
    """Send the code to come back with, once to each address; nothing of what was typed goes with it."""
    address = salted_hmac("draft code", to.casefold()).hexdigest()[:16]
    outbox.write(
        f"draft-code:{draft.key}:{address}",
        kind="draft_code",
        opens_something=True,
        forgets_address=True,
        to=to,
        subject="Your code to come back to your form",
        body=render_to_string(
            "complaints/mail/draft_code.txt",
            {
                "code": code,
                "until": localtime(draft.touched_at + drafts.KEPT),
                "office": office_on(localdate(at)),
                "address": settings.SITE_ADDRESS,
            },
        ),
        at=at,
    )
