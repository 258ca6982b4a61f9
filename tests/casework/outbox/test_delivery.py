import hashlib
import socket
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from casework.outbox import delivery, mailfiles
from casework.outbox.models import Message
from tests.factories.outbox import MessageFactory
from tests.fixtures.mail_server import MailServer

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a letter"


@pytest.fixture
def by_smtp(mail_server: MailServer, settings: Any) -> MailServer:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    settings.EMAIL_TIMEOUT = 1
    return mail_server


@pytest.fixture
def message() -> Message:
    return MessageFactory.build(message_id="<the-rows-own@office.example>")


@pytest.fixture
def letter(settings: Any, tmp_path: Path) -> dict[str, str]:
    settings.MEDIA_ROOT = tmp_path
    return {
        "name": "Ein Brief – £5.pdf",
        "content_type": "application/pdf",
        "path": default_storage.save("letter.pdf", ContentFile(PDF)),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }


def test_mail_comes_from_the_office_by_its_name(by_file, message, office):
    delivery.send(message)

    mail = mailfiles.mail_with_id(message.message_id)
    assert mail["From"] == f"{office.name} <office@office.example>"


def test_answer_to_mail_goes_to_the_offices_own_address(by_file, message, office):
    delivery.send(message)

    assert mailfiles.mail_with_id(message.message_id)["Reply-To"] == office.email


def test_mail_before_there_is_an_office_asks_for_no_answer(by_file, message):
    delivery.send(message)

    assert mailfiles.mail_with_id(message.message_id)["Reply-To"] is None


def test_send_hands_the_message_over_once_under_the_rows_own_message_id(by_smtp, message):
    delivery.send(message)

    assert by_smtp.taken == {"<the-rows-own@office.example>": 1}
    assert "QUIT" in [line.upper() for line in by_smtp.lines]


@pytest.mark.parametrize(
    ("code", "is_final"), [(451, False), (450, False), (550, True)], ids=["busy", "greylisted", "unknown"]
)
def test_send_tells_a_refused_address_by_its_code_only(by_smtp, message, code, is_final):
    by_smtp.reply_to_recipient = f"{code} no such person colleague@office.example"

    with pytest.raises(delivery.Refused) as refused:
        delivery.send(message)

    assert str(refused.value) == f"The mail server refused the address (code {code})."
    assert refused.value.is_final is is_final
    assert not by_smtp.taken


def test_send_tells_a_refused_message_by_its_code_only(by_smtp, message):
    by_smtp.reply_to_data = "452 out of room"

    with pytest.raises(delivery.Refused, match=r"refused the message \(code 452\)") as refused:
        delivery.send(message)

    assert not refused.value.is_final
    assert not by_smtp.taken


def test_send_tells_a_server_that_cannot_be_reached_from_one_that_broke_off(by_smtp, message, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]

    with pytest.raises(delivery.Refused, match="could not be reached") as refused:
        delivery.send(message)

    assert not refused.value.is_final


def test_send_does_not_know_whether_a_message_was_taken_when_the_server_breaks_off(by_smtp, message):
    by_smtp.hangs_up_after_data = True

    with pytest.raises(delivery.Unknown, match="broke off without an answer"):
        delivery.send(message)


def test_send_does_not_know_whether_a_message_was_taken_when_the_server_falls_silent(by_smtp, message):
    by_smtp.may_confirm.clear()

    with pytest.raises(delivery.Unknown, match="broke off without an answer"):
        delivery.send(message)

    assert by_smtp.taken == {"<the-rows-own@office.example>": 1}


@pytest.fixture
def by_file(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "casework.outbox.mailfiles.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def test_a_message_becomes_one_file_with_its_attachments(by_file, message, letter):
    message.subject, message.body = "Your complaint – £5", "Annwyl Siân,\n.\nFrom the office 😀\n"
    message.attachments = [letter]

    delivery.send(message)

    assert [path.name for path in by_file.iterdir()] == ["the-rows-own@office.example.eml"]
    mail = mailfiles.mail_with_id(message.message_id)
    assert mail["Subject"] == "Your complaint – £5"
    assert mail["To"] == "colleague@office.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body().get_content().splitlines() == ["Annwyl Siân,", ".", "From the office 😀"]
    [attachment] = mail.iter_attachments()
    assert attachment.get_filename() == "Ein Brief – £5.pdf"
    assert attachment.get_content() == PDF


def test_send_refuses_an_attachment_that_is_not_the_file_that_was_written(by_file, message, letter):
    message.attachments = [{**letter, "sha256": hashlib.sha256(b"another letter").hexdigest()}]

    with pytest.raises(delivery.Refused, match="not the file that was written") as refused:
        delivery.send(message)

    assert refused.value.is_final
    assert not by_file.exists()


def test_send_refuses_an_attachment_that_is_gone(by_file, message, letter):
    default_storage.delete(letter["path"])
    message.attachments = [letter]

    with pytest.raises(delivery.Refused, match="no longer there"):
        delivery.send(message)

    assert not by_file.exists()


def test_a_message_that_was_never_written_has_no_file(by_file):
    assert mailfiles.mail_with_id("<../../etc/passwd>") is None
