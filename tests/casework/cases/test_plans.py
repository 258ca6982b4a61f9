"""The planner's answer to the questions that lists ask, on enough rows for an index to be worth it."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.db.models import F

from casework.cases import queries
from casework.cases.models import Case, CaseQuerySet
from casework.people.posts import Post
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.people import UserFactory

NAME_1234 = sha256(b"1234").hexdigest()[:9]

pytestmark = pytest.mark.django_db


@pytest.fixture
def many_cases():
    Case.objects.bulk_create(
        Case(
            kind="sample",
            reference=f"OLD-2020-{n}",
            owner_post=Post.COMPLAINT_HANDLER,
            opened_on=date(2020, 2, 29) + timedelta(days=n % 2000),
            names=f"Person {sha256(str(n).encode()).hexdigest()}",
            words=f"word{n}",
        )
        for n in range(20_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")


def plan(cases: CaseQuerySet) -> str:
    return cases.explain()


def newest(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.filter(kind="sample").order_by(F("opened_on").desc(), F("id").desc())[:26]


def test_the_newest_cases_of_an_office_wide_person_come_from_the_index(many_cases):
    cases = newest(Case.objects.visible_to(UserFactory(post=Post.MANAGER)))

    assert "case_newest_first" in plan(cases)
    assert "Seq Scan on cases_case" not in plan(cases)


def test_somebody_who_sees_one_case_never_walks_the_office(many_cases):
    access = CaseAccessFactory(case=CaseFactory(), person=UserFactory(post=Post.COMMISSIONER))

    text = plan(newest(Case.objects.visible_to(access.person)))

    assert "cases_case_pkey" in text
    assert "Seq Scan on cases_case" not in text


def test_a_word_is_found_through_its_index_first(many_cases):
    cases = queries.full_text(Case.objects.visible_to(UserFactory(post=Post.MANAGER)), "word1234")

    assert "case_words" in plan(newest(cases))
    assert [case.reference for case in newest(cases)] == ["OLD-2020-1234"]


def test_a_name_is_found_through_its_index_first(many_cases):
    cases = queries.search_by_name(Case.objects.visible_to(UserFactory(post=Post.MANAGER)), NAME_1234)

    assert "case_names" in plan(newest(cases))
    assert [case.reference for case in newest(cases)] == ["OLD-2020-1234"]
