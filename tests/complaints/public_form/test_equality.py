import uuid

import pytest
from django.db import connection

from complaints.models import EqualityResponse
from complaints.public_form import drafts
from complaints.tasks import shuffle_equality_answers
from tests.complaints.public_form.conftest import NOW
from tests.factories.complaints import DraftFactory
from tests.factories.people import OfficeFactory

AGES = [f"an age {number}" for number in range(12)]
# Whoever queries the database directly has PostgreSQL's own columns too.
BY_TRANSACTION = """
    SELECT answer.answers ->> 'age' FROM complaints_equalityresponse answer
    JOIN complaints_draft draft ON draft.xmin = answer.xmin ORDER BY draft.complaint_id
"""
BY_PLACE = "SELECT answers ->> 'age' FROM complaints_equalityresponse ORDER BY ctid"


def asked(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [age for (age,) in cursor]


def keys() -> set[uuid.UUID]:
    return set(EqualityResponse.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("cloned_database")
def test_from_the_night_on_neither_transaction_nor_place_leads_from_an_answer_to_its_complaint():
    OfficeFactory()
    what = {"who": {"subject": "police_service"}, "what-happened": {"what_happened": "Nobody came."}}
    for age in AGES:
        drafts.submit(DraftFactory(answers={**what, "equality": {"age": age}}), at=NOW)
    assert asked(BY_TRANSACTION) == asked(BY_PLACE) == AGES
    before = keys()

    shuffle_equality_answers()

    assert asked(BY_TRANSACTION) == []
    assert asked(BY_PLACE) != AGES
    assert sorted(asked(BY_PLACE)) == sorted(AGES)
    assert not keys() & before
    assert set(EqualityResponse.objects.values_list("month", flat=True)) == {NOW.date().replace(day=1)}
