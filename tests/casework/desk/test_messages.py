import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from casework.desk import message_urls
from casework.outbox import delivery
from casework.outbox.models import Message, State
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.outbox import MessageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return UserFactory(post=Post.MANAGER)


@pytest.fixture
def get(client: Client, manager: User) -> Callable[..., str]:
    client.force_login(manager)

    def read(path: str, status: int = 200) -> str:
        response = client.get(path)
        assert response.status_code == status
        return str(response.content, "utf-8")

    return read


def test_messages_that_need_a_person_are_shown_first_with_what_happened(get):
    MessageFactory(state=State.DEAD, subject="A dead letter", error="The mail server refused the address.")
    MessageFactory(state=State.UNCONFIRMED, subject="A letter in doubt")
    MessageFactory(state=State.SENT, subject="A letter that left")

    html = get("/messages/")

    assert "A dead letter" in html
    assert "The mail server refused the address." in html
    assert "A letter in doubt" in html
    assert html.count("/retry/") == 2
    assert "A letter that left" not in html


@pytest.mark.parametrize(
    ("show", "state"),
    [("waiting", State.WAITING), ("waiting", State.FAILED), ("waiting", State.SENDING), ("sent", State.SENT)],
)
def test_messages_that_need_nobody_are_listed_by_state_without_a_way_to_send_them_again(get, show, state):
    MessageFactory(state=state, subject="A reminder")

    html = get(f"/messages/?show={show}")

    assert "A reminder" in html
    assert "/retry/" not in html


@pytest.mark.parametrize("show", ["attention", "waiting", "sent", "nonsense"])
def test_an_empty_list_says_so(get, show):
    assert "govuk-inset-text" in get(f"/messages/?show={show}")


def test_messages_come_newest_first_in_pages_of_25(get):
    for number in range(27):
        MessageFactory(state=State.DEAD, subject=f"Reminder number {number:02}")

    first = get("/messages/")
    oldest_shown = Message.objects.get(subject="Reminder number 02")
    second = get(f"/messages/?show=attention&before={oldest_shown.pk}")

    assert first.index("number 26") < first.index("number 02")
    assert f"before={oldest_shown.pk}" in first
    assert "number 01" not in first
    assert "number 01" in second
    assert "number 00" in second
    assert "number 02" not in second


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 30])
def test_a_page_that_starts_nowhere_is_the_first(get, before):
    MessageFactory(state=State.DEAD, subject="A dead letter")

    assert "A dead letter" in get(f"/messages/?before={before}")


def test_messages_about_a_case_that_the_reader_may_not_see_are_not_there(get, manager):
    seen, walled = CaseFactory(), CaseFactory()
    WallFactory(case=walled, person=manager)
    MessageFactory(state=State.DEAD, subject="Of a case seen", case_id=seen.pk)
    hidden = MessageFactory(state=State.DEAD, subject="Of a case walled off", case_id=walled.pk)
    about_nothing = MessageFactory(state=State.DEAD, subject="Of a case that is gone", case_id=0)

    html = get("/messages/")

    assert "Of a case seen" in html
    assert seen.reference in html
    assert "Of a case walled off" not in html
    assert "Of a case that is gone" not in html
    get(f"/messages/{hidden.pk}/retry/", status=404)
    get(f"/messages/{about_nothing.pk}/retry/", status=404)


def test_the_list_asks_the_database_no_more_for_more_messages(get, django_assert_max_num_queries):
    for _ in range(25):
        MessageFactory(state=State.DEAD, case_id=CaseFactory().pk)

    with django_assert_max_num_queries(9):
        get("/messages/")


def test_a_message_in_doubt_is_sent_again_after_a_warning(get, client, manager):
    message = MessageFactory(state=State.UNCONFIRMED)

    assert "may already have arrived" in get(f"/messages/{message.pk}/retry/")
    response = client.post(f"/messages/{message.pk}/retry/", follow=True)

    assert "The message will be sent again" in str(response.content, "utf-8")
    message.refresh_from_db()
    assert message.state == State.WAITING
    assert Entry.objects.get(verb="message.retried").by_id == manager.pk


def test_a_message_that_somebody_else_retried_first_is_left_alone(get, client):
    message = MessageFactory(state=State.WAITING)

    get(f"/messages/{message.pk}/retry/", status=404)
    response = client.post(f"/messages/{message.pk}/retry/", follow=True)

    assert "Somebody else has already dealt with that message" in str(response.content, "utf-8")
    assert not Entry.objects.filter(verb="message.retried").exists()


@pytest.mark.parametrize("path", ["/messages/", "/messages/{pk}/retry/"])
def test_messages_are_only_for_those_who_may_retry_them(client, path):
    message = MessageFactory(state=State.DEAD)
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))

    assert client.get(path.format(pk=message.pk)).status_code == 403
    assert client.post(f"/messages/{message.pk}/retry/").status_code == 403


@pytest.fixture
def mail_as_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "casework.outbox.mailfiles.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.MEDIA_ROOT = tmp_path / "documents"


def sent(**fields: Any) -> Message:
    message = MessageFactory(state=State.SENT, **fields)
    delivery.send(message)
    return message


def test_mail_on_this_machine_can_be_read_with_its_attachments(get, client, mail_as_files):
    case = CaseFactory()
    path = default_storage.save("letter.pdf", ContentFile(b"%PDF-1.7"))
    message = sent(
        case_id=case.pk,
        subject="Your complaint",
        body="See https://office.example/track/ <b>soon</b>",
        attachments=[
            {
                "name": "Llythyr – £5.pdf",
                "content_type": "application/pdf",
                "path": path,
                "sha256": "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b",
            }
        ],
    )

    assert "Your complaint" in get("/messages/local/")
    html = get(f"/messages/local/{message.pk}/")
    download = client.get(f"/messages/local/{message.pk}/attachments/0/")

    assert '<a href="https://office.example/track/"' in html
    assert "&lt;b&gt;soon&lt;/b&gt;" in html
    assert "Llythyr – £5.pdf" in html
    assert download.content == b"%PDF-1.7"
    assert download["Content-Disposition"].startswith("attachment; filename*=utf-8''Llythyr")
    get(f"/messages/local/{message.pk}/attachments/1/", status=404)


def test_mail_on_this_machine_is_ones_own_or_of_cases_one_may_see(get, manager, mail_as_files):
    walled = CaseFactory()
    WallFactory(case=walled, person=manager)
    own = sent(person_id=manager.pk, subject="To me")
    others = sent(person_id=UserFactory().pk, subject="A digest to somebody else")
    hidden = sent(case_id=walled.pk, subject="Of a case walled off")

    html = get("/messages/local/")

    assert "To me" in html
    assert "A digest to somebody else" not in html
    assert "Of a case walled off" not in html
    get(f"/messages/local/{own.pk}/")
    get(f"/messages/local/{others.pk}/", status=404)
    get(f"/messages/local/{hidden.pk}/", status=404)


def test_mail_about_a_case_walled_off_since_is_not_shown_to_whom_it_was_written(get, manager, mail_as_files):
    walled = CaseFactory()
    before = sent(case_id=walled.pk, person_id=manager.pk, subject="Reminder about a case")
    WallFactory(case=walled, person=manager)

    assert "Reminder about a case" not in get("/messages/local/")
    get(f"/messages/local/{before.pk}/", status=404)


def test_mail_about_several_cases_is_not_shown_once_its_reader_is_walled_from_one(
    get, manager, mail_as_files
):
    walled, seen = CaseFactory(), CaseFactory()
    both, other = f"{seen.reference}: First contact\n\n{walled.reference}: An update", seen.reference
    before = sent(person_id=manager.pk, subject="Reminder about 2 dates", body=both)
    kept = sent(person_id=manager.pk, subject="Your dates for today", body=other)
    WallFactory(case=walled, person=manager)
    WallFactory(case=seen)

    html = get("/messages/local/")

    assert "Reminder about 2 dates" not in html
    assert "Your dates for today" in html
    get(f"/messages/local/{before.pk}/", status=404)
    assert seen.reference in get(f"/messages/local/{kept.pk}/")


def test_mail_whose_file_was_cleared_away_is_not_found(get, manager, mail_as_files):
    gone = MessageFactory(state=State.SENT, person_id=manager.pk)

    get(f"/messages/local/{gone.pk}/", status=404)


def test_mail_on_this_machine_has_no_address_in_production(settings):
    settings.PRODUCTION = True

    urls = runpy.run_path(message_urls.__file__)["urlpatterns"]

    assert [url.name for url in urls] == ["index", "retry"]
