import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.people.posts import Post
from complaints.actions.messages import send_message
from complaints.models import Message
from tests.complaints.case_pages.visits import key_on
from tests.complaints.tracking.opened import NOW, received
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "clock")]


def test_complainant_writes_and_sends_a_file(client, complaint):
    note = SimpleUploadedFile("note.txt", b"This is what I saw.")

    client.post("/track/complaint/", {"text": "I found a witness.", "uploads": [note]})

    page = client.get("/track/complaint/").content.decode()
    assert "I found a witness." in page
    assert "note.txt" in page
    assert Message.objects.get().documents.get().case == complaint.case


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_was_asked_nothing_is_led_back_in_words(client, complaint, method):
    response = getattr(client, method)("/track/going-on/answer/", follow=True)

    assert response.redirect_chain == [("/track/complaint/", 302)]
    assert "We are not waiting for an answer from you" in response.content.decode()


def test_message_sent_four_times_from_one_page_is_kept_once_with_its_file(client, complaint):
    key = key_on(client.get("/track/complaint/"))

    answers = [
        client.post(
            "/track/complaint/",
            {
                "text": "I found a witness.",
                "uploads": [SimpleUploadedFile("note.txt", b"Seen.")],
                "once": key,
            },
        )
        for _ in range(4)
    ]

    assert [answer["Location"] for answer in answers] == ["/track/complaint/"] * 4
    assert Message.objects.get().documents.count() == 1


def test_message_corrected_while_the_answer_was_slow_is_kept_beside_the_first(client, complaint):
    key = key_on(client.get("/track/complaint/"))

    for text in ("Please ring me at home.", "Please NEVER ring me at home."):
        page = client.post("/track/complaint/", {"text": text, "once": key}, follow=True).content.decode()

    assert [message.text for message in Message.objects.order_by("pk")] == [
        "Please ring me at home.",
        "Please NEVER ring me at home.",
    ]
    assert "We have your message" in page


def test_second_file_of_the_same_name_is_not_taken_for_the_first(client, complaint):
    key = key_on(client.get("/track/complaint/"))

    for written in (b"The first page.", b"The other page."):
        given = {"once": key, "uploads": [SimpleUploadedFile("page.txt", written)]}
        client.post("/track/complaint/", given)

    assert complaint.case.documents.values("sha256").distinct().count() == 2


def test_message_sent_twice_is_said_to_be_done_once(client, complaint):
    given = {"text": "I found a witness.", "once": key_on(client.get("/track/complaint/"))}

    first, second = (client.post("/track/complaint/", given, follow=True).content.decode() for _ in range(2))

    assert "We have your message" in first
    assert "We have your message" not in second
    assert "You sent this form twice. It was done once." in second


def test_same_words_about_another_complaint_are_kept(client, complaint):
    given = {"text": "Is there any news?", "once": key_on(client.get("/track/complaint/"))}
    client.post("/track/complaint/", given)
    other = received()
    client.post("/track/", {"reference": other.complaint.case.reference, "code": other.access_code})

    client.post("/track/complaint/", given)

    assert other.complaint.messages.count() == 1


def test_message_that_was_refused_is_kept_when_it_is_sent_again(client, complaint):
    key = key_on(client.get("/track/complaint/"))
    client.post("/track/complaint/", {"text": " ", "once": key})

    client.post("/track/complaint/", {"text": "I found a witness.", "once": key})

    assert Message.objects.count() == 1


def test_message_with_a_file_too_large_keeps_what_was_typed(client, complaint, settings):
    settings.DOCUMENT_SIZE_LIMIT = 10

    page = client.post(
        "/track/complaint/", {"text": "A long story", "uploads": [SimpleUploadedFile("film.mp4", bytes(11))]}
    ).content.decode()

    assert "“film.mp4”: The file is larger than" in page
    assert "A long story" in page
    assert not Message.objects.exists()


def test_empty_message_is_refused_in_words(client, complaint):
    assert "Enter a message or add a file" in client.post("/track/complaint/", {}).content.decode()


def test_answer_of_the_office_is_shown_without_the_colleagues_name(client, complaint):
    handler = UserFactory(name="Wen Li", post=Post.COMPLAINT_HANDLER)
    complaint.case.handler = handler
    complaint.case.save()
    send_message(complaint, text="We have asked the force.", by=handler, at=NOW)

    page = client.get("/track/complaint/").content.decode()

    assert "We have asked the force." in page
    assert "Wen Li" not in page
    assert Message.objects.get().read_at == NOW


def test_a_message_takes_twenty_files_and_says_so(client, complaint):
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(21)]

    page = client.post("/track/complaint/", {"text": "Here they are.", "uploads": files}).content.decode()

    assert "You can add 20 files to a message" in page
    assert "Here they are." in page
    assert not Message.objects.exists()
