import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from casework.cases.actions import add_note
from casework.cases.models import FormSent, Note
from casework.cases.once import SentBefore, forget_old, once
from casework.cases.refused import Refused
from casework.people.models import User
from tests.factories.cases import CaseFactory, FormSentFactory, NoteFactory
from tests.factories.people import TenureFactory

AT = datetime(2026, 4, 2, 22, 30, tzinfo=UTC)
KEY = str(uuid.UUID(int=7))


def posted(key: str = KEY):
    return RequestFactory().post("/", {"once": key} if key else {})


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
@pytest.mark.parametrize("key", ["", "no key at all"])
def test_a_form_without_a_key_is_done_each_time(key):
    for _ in range(2):
        with once(posted(key), at=AT):
            NoteFactory()

    assert Note.objects.count() == 2


@pytest.mark.django_db
def test_keys_are_forgotten_after_four_weeks():
    old = FormSentFactory(sent_at=AT - timedelta(days=29))
    young = FormSentFactory(sent_at=AT - timedelta(days=27))

    forget_old(at=AT)

    assert list(FormSent.objects.values_list("pk", flat=True)) == [young.pk]
    assert old.pk != young.pk
