"""Mail as files, one .eml a message, where an installation has no mail server: the local default."""

import email
import email.policy
import re
from collections.abc import Sequence
from email.message import EmailMessage as Mail
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    """Writes each message under EMAIL_FILE_PATH, named by its Message-ID."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        Path(settings.EMAIL_FILE_PATH).mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            mail = message.message()
            path = _path(str(mail["Message-ID"]))
            # Beside it first: a reader never meets half a message.
            part = path.with_suffix(".part")
            part.write_bytes(mail.as_bytes())
            part.rename(path)
        return len(email_messages)


def mail_with_id(message_id: str) -> Mail | None:
    """The message that was written under this Message-ID."""
    try:
        content = _path(message_id).read_bytes()
    except FileNotFoundError:
        return None
    return email.message_from_bytes(content, policy=email.policy.default)


def _path(message_id: str) -> Path:
    name = re.sub(r"[^A-Za-z0-9.@_-]", "", message_id).lstrip(".")
    return Path(settings.EMAIL_FILE_PATH) / f"{name}.eml"
