import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory

from casework.cases.actions import add_note
from casework.cases.models import FormSent, Note
from casework.cases.once import SentBefore, forget_old, once, was_sent
from casework.cases.refused import Refused
from casework.people.models import User
from tests.factories.cases import CaseFactory, FormSentFactory, NoteFactory
from tests.factories.people import TenureFactory

AT = datetime(2026, 4, 2, 22, 30, tzinfo=UTC)
KEY = str(uuid.UUID(int=7))


def posted(
    key: str = KEY,
    *,
    address: str = "/",
    session: str = "a" * 32,
    file: bytes = b"A photograph.",
    **typed: str,
) -> HttpRequest:
    upload = SimpleUploadedFile("evidence.jpg", file)
    request = RequestFactory().post(address, {"once": key, "upload": upload, "text": "Rang back.", **typed})
    request.session = SessionStore(session)
    return request


@pytest.mark.usefixtures("cloned_database")
def test_a_double_click_writes_one_note_and_the_second_waits_for_the_first():
    case, person = CaseFactory(), TenureFactory().person

    def click(_: int) -> str:
        try:
            with once(posted(), at=AT):
                add_note(case, "Rang back.", by=User.objects.get(pk=person.pk), at=AT)
                time.sleep(0.3)
        except SentBefore:
            return "again"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(4) as threads:
        came = list(threads.map(click, range(4)))

    assert sorted(came) == ["again", "again", "again", "done"]
    assert Note.objects.count() == 1


@pytest.mark.django_db
def test_a_form_that_was_refused_may_be_sent_again():
    @once(posted(), at=AT)
    def refused() -> None:
        NoteFactory()
        raise Refused

    with pytest.raises(Refused):
        refused()
    with once(posted(), at=AT):
        NoteFactory()

    assert Note.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"text": "NEVER ring back."},
        {"file": b"Another photograph."},
        {"address": "/elsewhere/"},
        {"address": "/?of=another"},
        {"session": "b" * 32},
        {"key": str(uuid.UUID(int=8))},
    ],
)
def test_the_key_of_a_form_with_anything_else_in_it_is_another_form(other):
    with once(posted(), at=AT):
        NoteFactory()

    with once(posted(**other), at=AT):
        NoteFactory()

    assert Note.objects.count() == 2


@pytest.mark.django_db
def test_what_changes_each_time_a_page_is_drawn_does_not_make_it_another_form():
    with once(posted(csrfmiddlewaretoken="first"), at=AT):
        NoteFactory()

    assert was_sent(posted(csrfmiddlewaretoken="second"))


@pytest.mark.django_db
def test_a_file_is_read_from_its_beginning_after_the_form_was_told_apart():
    request = posted()

    with once(request, at=AT):
        assert request.FILES["upload"].read() == b"A photograph."


@pytest.mark.django_db
def test_nothing_that_was_sent_is_kept_with_the_key():
    with once(posted(), at=AT):
        NoteFactory()

    assert str(FormSent.objects.get().key) != KEY
    assert [field.name for field in FormSent._meta.fields] == ["key", "sent_at"]


@pytest.mark.django_db
def test_a_form_without_a_key_is_done_each_time():
    for _ in range(2):
        with once(posted(""), at=AT):
            NoteFactory()

    assert Note.objects.count() == 2


@pytest.mark.django_db
def test_keys_are_forgotten_after_four_weeks():
    old = FormSentFactory(sent_at=AT - timedelta(days=29))
    young = FormSentFactory(sent_at=AT - timedelta(days=27))

    forget_old(at=AT)

    assert list(FormSent.objects.values_list("pk", flat=True)) == [young.pk]
    assert old.pk != young.pk
