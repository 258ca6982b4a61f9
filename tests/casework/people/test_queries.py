from datetime import date

import pytest

from casework.people import queries
from casework.people.posts import Post
from tests.factories.people import (
    CoverFactory,
    DelegationFactory,
    OfficeFactory,
    TenureFactory,
    UserFactory,
)

GOOD_FRIDAY = date(2026, 4, 3)

pytestmark = pytest.mark.django_db


def test_a_post_is_held_from_its_first_day_and_no_longer_on_its_last():
    tenure = TenureFactory(post=Post.MANAGER, from_on=date(2024, 2, 29), until_on=GOOD_FRIDAY)

    held = [queries.posts_on(tenure.person, day) for day in (date(2024, 2, 28), date(2024, 2, 29))]

    assert held == [frozenset(), {Post.MANAGER}]
    assert queries.posts_on(tenure.person, GOOD_FRIDAY) == frozenset()


def test_whoever_covers_holds_the_post_beside_its_holder_and_only_while_covering():
    holder = UserFactory(post=Post.CHIEF_EXECUTIVE)
    cover = CoverFactory(post=Post.CHIEF_EXECUTIVE, from_on=date(2026, 3, 28), until_on=GOOD_FRIDAY)

    during = queries.holders(Post.CHIEF_EXECUTIVE, date(2026, 4, 2))
    after = queries.holders(Post.CHIEF_EXECUTIVE, GOOD_FRIDAY)

    assert set(during) == {holder, cover.person}
    assert after == [holder]


def test_somebody_who_left_acts_in_no_post():
    UserFactory(post=Post.MANAGER, is_active=False)

    assert queries.holders(Post.MANAGER, GOOD_FRIDAY) == []


def test_the_scheme_of_delegation_is_read_as_it_stands_on_the_day():
    DelegationFactory(function="staff_outcome", post=Post.MANAGER, until_on=GOOD_FRIDAY)
    DelegationFactory(function="staff_outcome", post=Post.CHIEF_EXECUTIVE, from_on=GOOD_FRIDAY)

    assert queries.deciding_post("staff_outcome", date(2026, 4, 2)) == Post.MANAGER
    assert queries.deciding_post("staff_outcome", GOOD_FRIDAY) == Post.CHIEF_EXECUTIVE


def test_what_was_never_delegated_stays_with_the_commissioner():
    assert queries.deciding_post("staff_outcome", GOOD_FRIDAY) == Post.COMMISSIONER


def test_the_office_is_read_as_it_is_on_the_day():
    first = OfficeFactory(from_on=date(2020, 2, 1))
    mayor = OfficeFactory(from_on=date(2028, 5, 8), body_title="Mayor")

    assert queries.office_on(date(2028, 5, 7)) == first
    assert queries.office_on(date(2028, 5, 8)) == mayor
    assert queries.office_on(date(2019, 12, 31)) == first


def test_a_named_second_who_left_cannot_be_asked(office):
    for second in (UserFactory(post=Post.CHIEF_FINANCE_OFFICER, is_active=False), UserFactory()):
        office.named_second = second
        office.save(update_fields=["named_second"])

        assert queries.named_second(GOOD_FRIDAY) is None
