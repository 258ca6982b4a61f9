from datetime import timedelta
from threading import Event, Thread
from time import sleep

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from casework.documents.models import Document
from casework.outbox.models import Message
from casework.outbox.tasks import send_message
from casework.people.posts import Post
from complaints.models import Complaint, Draft
from complaints.public_form import drafts
from complaints.public_form.views import COOKIE
from tests.casework.documents import samples
from tests.complaints.public_form.conftest import NOW
from tests.factories.complaints import DraftFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_saving_keeps_even_an_answer_that_would_be_refused(client, office):
    client.post("/complain/your-name/", {"identity": "named", "name": "Gwen"})

    response = client.post("/complain/reach-you/", {"contact_by": "email", "email": "gwen@", "save": "yes"})

    assert response.url == "/complain/save/"
    assert 'value="gwen@"' in client.get("/complain/reach-you/").content.decode()
    assert client.get("/complain/check/").url == "/complain/who/"


@pytest.mark.parametrize(
    ("step", "typed", "shown"),
    [
        ("your-name", {"identity": "named\x00", "name": ""}, ""),
        ("when-and-where", {"when": "a\x00b" + "c" * 400}, "ab" + "c" * 400),
    ],
)
def test_saving_an_unfinished_page_drops_only_what_cannot_be_kept(client, office, step, typed, shown):
    response = client.post(f"/complain/{step}/", typed | {"save": "yes"})

    assert response.url == "/complain/save/"
    assert shown in client.get(f"/complain/{step}/").content.decode()


@pytest.mark.parametrize("step", ["adjustments", "evidence", "equality"])
def test_question_put_off_without_an_answer_comes_again(client, fill, step):
    fill(**{step.replace("-", "_"): None})

    response = client.post(f"/complain/{step}/", {"save": "yes"})

    assert response.url == "/complain/save/"
    assert client.get("/complain/check/").url == f"/complain/{step}/"


def test_code_opens_the_form_on_another_device(client, office):
    client.post("/complain/what-happened/", {"what_happened": "It was late."})
    code = client.get("/complain/save/").context["code"]
    elsewhere = Client()

    response = elsewhere.post("/complain/come-back/", {"code": code.lower().replace("-", " ")})

    assert response.url == "/complain/who/"
    assert "It was late." in elsewhere.get("/complain/what-happened/").content.decode()


def test_wrong_code_is_refused_in_words(client, office):
    page = client.post("/complain/come-back/", {"code": "0000-0000-0000-0000"}).content.decode()

    assert "We cannot find a form with that code" in page


def test_code_is_mailed_once_to_an_address_without_the_story(client, office):
    client.post("/complain/what-happened/", {"what_happened": "It was late."})

    client.post("/complain/save/", {"email": "gwen@post.example"})
    client.post("/complain/save/", {"email": "gwen@post.example"})

    message = Message.objects.get()
    assert "It was late" not in message.body + message.subject
    assert "Thursday 30 April 2026" in message.body


def test_the_address_for_the_code_is_kept_no_longer_than_the_mail_takes(client, office, mailoutbox):
    client.post("/complain/what-happened/", {"what_happened": "It was late."})
    client.post("/complain/save/", {"email": "gwen@post.example"})
    desk = Client()
    desk.force_login(UserFactory(post=Post.MANAGER))
    assert "gwen@post.example" in desk.get("/messages/?show=waiting").content.decode()

    send_message(Message.objects.get().pk)

    page = desk.get("/messages/?show=sent").content.decode()
    assert [mail.to for mail in mailoutbox] == [["gwen@post.example"]]
    assert "Your code to come back to your form" in page
    assert "gwen" not in page + str(Message.objects.values())


def test_form_needs_no_session_to_be_carried_on(client, fill):
    fill(what_you_want=None)
    key = client.cookies[COOKIE]
    client.cookies.clear()
    client.cookies[COOKIE] = key.value

    page = client.get("/complain/what-happened/")

    assert "stolen bicycle" in page.content.decode()


def test_tampered_cookie_opens_nothing(client, fill):
    fill()
    client.cookies[COOKIE] = client.cookies[COOKIE].value[:-1] + "x"

    assert client.get("/complain/check/").url == "/complain/"


def test_expired_token_shows_the_page_again_with_all_that_was_typed(office):
    careful = Client(enforce_csrf_checks=True)

    response = careful.post("/complain/what-happened/", {"what_happened": "A long story"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "Nothing is lost" in page
    assert "A long story" in page
    assert "csrfmiddlewaretoken" in page


def test_expired_token_on_the_last_page_sends_nothing_and_says_so(client, fill):
    fill()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies[COOKIE] = client.cookies[COOKIE].value

    for address in ("/complain/check/", "/complain/forget/"):
        page = careful.post(address, follow=True).content.decode()

        assert "Nothing is lost" in page
    assert not Complaint.objects.exists()
    assert Draft.objects.count() == 1


def test_robot_that_fills_in_the_hidden_box_is_told_in_words(client, fill):
    fill()

    page = client.post("/complain/check/", {"website": "http://spam.example"}).content.decode()

    assert "It is there to stop robots" in page
    assert not Complaint.objects.exists()


def test_one_address_may_send_twenty_complaints_an_hour(client, fill, clock):
    for _ in range(20):
        fill()
        client.post("/complain/check/")
        client.post("/complain/forget/")
    fill()

    refused = client.post("/complain/check/")

    assert refused.status_code == 429
    assert "What you had saved is still there" in refused.content.decode()
    clock.shift(timedelta(hours=1))
    assert client.post("/complain/check/").url == "/complain/sent/"
    assert Complaint.objects.count() == 21


def test_start_page_says_how_far_a_form_has_got(client, office):
    client.post("/complain/who/", {"subject": "chief_executive"})
    client.post("/complain/what-happened/", {"what_happened": "It was late."})

    page = client.get("/complain/")

    said = {part["title"]["text"]: part["status"]["text"] for part in page.context["progress"]}
    assert said["Who it is about"] == "Completed"
    assert said["What happened"] == "In progress"
    assert said["Evidence"] == "Not started"
    assert "Carry on with your form" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_comes_while_the_form_is_sent_is_on_the_complaint_or_refused_in_words(
    client, fill, reference_data
):
    """Two windows of one form: one sends it, the other adds a file."""
    fill()
    draft = Draft.objects.get()
    begun, may_go_on = Event(), Event()

    def send() -> None:
        with transaction.atomic():
            drafts.lock(draft.key)
            begun.set()
            may_go_on.wait(10)
            drafts.submit(draft, at=NOW)
        connection.close()

    sending = Thread(target=send)
    sending.start()
    begun.wait(10)
    adding = Thread(target=lambda: pages.append(add_a_file(client)))
    pages: list[str] = []
    adding.start()
    sleep(0.3)
    may_go_on.set()
    sending.join(20)
    adding.join(20)

    draft.refresh_from_db()
    assert draft.answers == {}
    assert not Document.objects.filter(draft_key=draft.key).exists()
    assert "You sent this form in another window" in pages[0]


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_somebody_comes_back_to_while_old_ones_are_deleted_is_kept():
    draft = DraftFactory(touched_at=NOW - timedelta(days=29))
    deleted: list[int] = []

    def delete() -> None:
        deleted.append(drafts.delete_old(at=NOW))
        connection.close()

    deleting = Thread(target=delete)
    with transaction.atomic():
        drafts.lock(draft.key)
        deleting.start()
        sleep(0.3)
        drafts.answer(draft, "what-happened", {"what_happened": "It was late."}, at=NOW)
    deleting.join(20)

    assert deleted == [0]
    assert Draft.objects.get().answers == {"what-happened": {"what_happened": "It was late."}}


def add_a_file(client: Client) -> str:
    try:
        given = {"uploads": [SimpleUploadedFile("log.pdf", samples.pdf())], "add": "yes"}
        return client.post("/complain/evidence/", given, follow=True).content.decode()
    finally:
        connection.close()
