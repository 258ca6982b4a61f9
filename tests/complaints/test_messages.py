from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.cases.models import Case
from casework.documents.models import Origin
from casework.outbox.models import Message as Mail
from casework.people.posts import Post
from complaints.actions.messages import mark_messages_read, send_message
from complaints.actions.refused import Refused
from complaints.models import ContactBy
from tests.factories.cases import WallFactory
from tests.factories.complaints import ComplaintFactory, MessageFactory, PartyFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

AT = datetime(2026, 4, 3, 21, 5, tzinfo=UTC)  # Good Friday, late


@pytest.fixture
def handler():
    return UserFactory(post=Post.COMPLAINT_HANDLER)


@pytest.fixture
def complaint(handler):
    return ComplaintFactory(case__handler=handler)


def test_complainant_writes_with_files_and_the_handler_is_told_nothing_but_the_reference(complaint, handler):
    note = SimpleUploadedFile("note.txt", b"This is what I saw.")

    message = send_message(complaint, text="I found a witness.", uploads=[note], by=None, at=AT)

    document = message.documents.get()
    assert (message.from_complainant, message.sent_by) == (True, None)
    assert (document.case, document.origin) == (complaint.case, Origin.COMPLAINANT)
    mail = Mail.objects.get()
    assert mail.to == handler.email
    assert complaint.case.reference in mail.subject
    assert "witness" not in mail.body + mail.subject


def test_message_on_a_complaint_nobody_handles_goes_to_whoever_is_free_to_act():
    barred, free = UserFactory(post=Post.COMPLAINT_HANDLER), UserFactory(post=Post.COMPLAINT_HANDLER)
    complaint = ComplaintFactory(case__owner_post=Post.COMPLAINT_HANDLER)
    WallFactory(case=complaint.case, person=barred)

    send_message(complaint, text="Is there any news?", by=None, at=AT)

    assert [mail.to for mail in Mail.objects.all()] == [free.email]


def test_handler_answers_and_the_complainant_is_told_to_look(complaint, handler):
    PartyFactory(complaint=complaint, email="gwen@post.example")

    message = send_message(complaint, text="We have asked the force.", by=handler, at=AT)

    assert (message.from_complainant, message.sent_by) == (False, handler)
    mail = Mail.objects.get()
    assert mail.to == "gwen@post.example"
    assert "asked the force" not in mail.body + mail.subject


def test_complainant_who_asked_for_letters_is_not_told_by_email(complaint, handler):
    PartyFactory(complaint=complaint, contact_by=ContactBy.POST, address="2 Low Street")

    send_message(complaint, text="We have asked the force.", by=handler, at=AT)

    assert not Mail.objects.exists()


def test_message_needs_words_or_a_file(complaint):
    with pytest.raises(Refused, match="Write a message or add a file"):
        send_message(complaint, text=" ", by=None, at=AT)


def test_send_message_refuses_somebody_who_does_not_handle_it(complaint):
    with pytest.raises(PermissionDenied):
        send_message(complaint, text="Hello", by=UserFactory(post=Post.COMPLAINT_HANDLER), at=AT)


def test_send_message_does_not_exist_for_somebody_behind_a_wall(complaint, handler):
    WallFactory(case=complaint.case, person=handler)

    with pytest.raises(Case.DoesNotExist):
        send_message(complaint, text="Hello", by=handler, at=AT)


def test_handler_reads_and_answers_on_the_case_page(client, complaint, handler):
    PartyFactory(complaint=complaint, email="gwen@post.example")
    MessageFactory(complaint=complaint, text="Is there any news?")
    client.force_login(handler)
    address = f"/complaints/{complaint.case.reference}/messages/"

    assert "Is there any news?" in client.get(address).content.decode()
    response = client.post(address, {"text": "We have asked the force."}, follow=True)

    assert "We have asked the force." in response.content.decode()
    assert complaint.messages.get(from_complainant=True).read_at
    assert complaint.messages.get(from_complainant=False).sent_by == handler


def test_colleague_who_does_not_handle_it_reads_and_cannot_answer(client, complaint):
    MessageFactory(complaint=complaint, text="Is there any news?")
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))
    address = f"/complaints/{complaint.case.reference}/messages/"

    page = client.get(address).content.decode()

    assert "Is there any news?" in page
    assert "Your message to the complainant" not in page
    assert client.post(address, {"text": "Hello"}).status_code == 403
    assert complaint.messages.get().read_at is None


def test_reading_marks_what_the_other_side_wrote_once(complaint, handler):
    theirs = MessageFactory(complaint=complaint, from_complainant=True)
    ours = MessageFactory(complaint=complaint, from_complainant=False, sent_by=handler)

    assert mark_messages_read(complaint, by=None, at=AT) == 1
    assert mark_messages_read(complaint, by=None, at=AT) == 0

    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert (theirs.read_at, ours.read_at) == (None, AT)
    assert mark_messages_read(complaint, by=handler, at=AT) == 1
