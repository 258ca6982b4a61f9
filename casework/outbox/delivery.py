"""Handing one message to the mail server, and telling "refused" from "not known"."""

import hashlib
import smtplib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection

from casework.outbox.models import Message


class Sender(NamedTuple):
    """In whose name mail leaves, and where an answer to it goes; both empty before there is an office."""

    name: str
    replies_to: str


_sender: list[Callable[[datetime], Sender]] = []


def register_sender(sender: Callable[[datetime], Sender]) -> None:
    """Let the room above that knows the office say who sends."""
    _sender[:] = [sender]


class Refused(Exception):
    """The message certainly did not leave. `is_final` when trying again cannot help."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Unknown(Exception):
    """The conversation broke off after the message was offered: it may have been taken."""


def send(message: Message) -> None:
    """Hand over the message once. What goes wrong is told by code only: replies quote addresses."""
    mail = _mail(message)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Refused("The mail server could not be reached.") from error
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _refusal("the address", code) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal("the message", error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unknown("The mail server broke off without an answer.") from error
    finally:
        # The outcome is known by now; how the connection ends does not change it.
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def _refusal(what: str, code: int) -> Refused:
    # A greylisting or busy server answers 4xx and means "later"; 5xx means "never" (RFC 5321, 4.2.1).
    return Refused(f"The mail server refused {what} (code {code}).", is_final=code >= 500)


def _mail(message: Message) -> EmailMessage:
    product, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    office = _sender[0](message.written_at) if _sender else Sender("", "")
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((office.name or product, address)),
        reply_to=[office.replies_to] if office.replies_to else None,
        to=[message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    for attachment in message.attachments:
        try:
            with default_storage.open(attachment["path"]) as file:
                content = file.read()
        except FileNotFoundError as error:
            raise Refused("An attachment is no longer there.", is_final=True) from error
        if hashlib.sha256(content).hexdigest() != attachment["sha256"]:
            raise Refused("An attachment is not the file that was written.", is_final=True)
        mail.attach(attachment["name"], content, attachment["content_type"])
    return mail
