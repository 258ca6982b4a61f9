"""Who sees a case: every row of the rule, and that it costs an index, not a walk."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from casework.cases.models import Case, CaseAccess, Confidentiality, visible_case
from casework.people.models import User
from casework.people.posts import Post
from tests.factories.cases import CaseAccessFactory, CaseFactory, WallFactory
from tests.factories.people import CoverFactory, TenureFactory, UserFactory

OFFICE_WIDE = [Post.COMPLAINT_HANDLER, Post.MANAGER, Post.MONITORING_OFFICER, Post.CHIEF_EXECUTIVE]
NO_CASE_WORK = [post for post in Post if post not in OFFICE_WIDE]

pytestmark = pytest.mark.django_db


def sees(person: User, case: Case) -> bool:
    # Read afresh: the backend keeps a person's permissions for the length of a request.
    person = User.objects.get(pk=person.pk)
    seen = Case.objects.visible_to(person).filter(pk=case.pk).exists()
    assert Case.objects.filter(visible_case(person, "pk"), pk=case.pk).exists() == seen, "said two ways"
    return seen


@pytest.fixture
def office_case() -> Case:
    return CaseFactory()


@pytest.fixture
def named_case() -> Case:
    return CaseFactory(confidentiality=Confidentiality.NAMED)


@pytest.mark.parametrize("post", OFFICE_WIDE)
def test_those_who_work_cases_see_what_is_open_to_the_office(post, office_case):
    assert sees(UserFactory(post=post), office_case)


@pytest.mark.parametrize("post", NO_CASE_WORK)
def test_no_other_post_sees_any_case_the_administrator_and_the_commissioner_least(post, office_case):
    assert not sees(UserFactory(post=post), office_case)


@pytest.mark.parametrize("post", OFFICE_WIDE)
def test_office_wide_sight_does_not_reach_a_case_of_named_people(post, named_case):
    assert not sees(UserFactory(post=post), named_case)


def test_somebody_without_a_post_sees_nothing(office_case):
    assert not sees(UserFactory(), office_case)


def test_somebody_whose_post_ended_sees_nothing(office_case):
    tenure = TenureFactory(until_on=timezone.localdate())

    assert not sees(tenure.person, office_case)


def test_somebody_who_left_sees_nothing_though_their_post_was_never_ended(office_case):
    assert not sees(UserFactory(post=Post.MANAGER, is_active=False), office_case)


def test_whoever_covers_today_sees_what_the_post_sees(office_case):
    today = timezone.localdate()
    cover = CoverFactory(post=Post.MANAGER, from_on=today, until_on=today + timedelta(days=1))

    assert sees(cover.person, office_case)


@pytest.mark.parametrize("post", [Post.DECLARANT, Post.COMMISSIONER, Post.COMPLAINT_HANDLER])
def test_a_named_person_sees_the_case_whatever_their_post(post, named_case):
    person = UserFactory(post=post)
    CaseAccessFactory(case=named_case, person=person)

    assert sees(person, named_case)


@pytest.mark.parametrize("source", CaseAccess.Source.values)
def test_whoever_holds_no_post_any_more_sees_nothing_that_they_were_let_into(source, named_case):
    today = timezone.localdate()
    person = UserFactory(post=Post.MANAGER)
    CaseAccessFactory(
        case=named_case, person=person, source=source, until_at=timezone.now() + timedelta(hours=4)
    )
    assert sees(person, named_case)

    person.tenures.update(until_on=today)
    assert not sees(person, named_case)
    assert not Case.objects.lastingly_visible_to(User.objects.get(pk=person.pk)).exists()

    CoverFactory(person=person, post=Post.MANAGER, from_on=today, until_on=today + timedelta(days=1))
    assert sees(person, named_case)


def test_an_administrator_sees_no_case_though_they_are_named_on_it(named_case):
    person = UserFactory(post=Post.ADMINISTRATOR)
    CaseAccessFactory(case=named_case, person=person)

    assert not sees(person, named_case)


def test_a_named_person_who_left_sees_nothing_though_their_post_was_never_ended(named_case):
    person = UserFactory(post=Post.MANAGER, is_active=False)
    CaseAccessFactory(case=named_case, person=person)

    assert not sees(person, named_case)


def test_emergency_access_ends_with_the_post_that_allowed_it(named_case):
    until = timezone.now() + timedelta(hours=4)
    person = UserFactory(post=Post.MONITORING_OFFICER)
    CaseAccessFactory(case=named_case, person=person, source=CaseAccess.Source.BREAK_GLASS, until_at=until)
    assert sees(person, named_case)

    person.tenures.update(until_on=timezone.localdate())
    TenureFactory(person=person, post=Post.DECLARANT)
    assert not sees(person, named_case)

    CaseAccessFactory(case=named_case, person=person)
    assert sees(person, named_case)


def test_a_named_person_sees_that_case_only(named_case, office_case):
    access = CaseAccessFactory(case=named_case, person=UserFactory(post=Post.COMMISSIONER))

    assert not sees(access.person, office_case)


def test_access_that_has_ended_or_not_begun_is_none(named_case):
    past, future = UserFactory.create_batch(2, post=Post.COMMISSIONER)
    CaseAccessFactory(case=named_case, person=past, until_at=datetime(2026, 3, 2, 9, 31, tzinfo=UTC))
    CaseAccessFactory(case=named_case, person=future, from_at=timezone.now() + timedelta(minutes=5))

    assert not sees(past, named_case)
    assert not sees(future, named_case)


@pytest.mark.parametrize("post", OFFICE_WIDE)
def test_a_wall_keeps_out_whoever_has_office_wide_sight(post, office_case):
    person = UserFactory(post=post)
    WallFactory(case=office_case, person=person)

    assert not sees(person, office_case)


@pytest.mark.parametrize("source", CaseAccess.Source.values)
def test_a_wall_beats_a_named_place_and_emergency_access(source, named_case):
    person = UserFactory(post=Post.MANAGER)
    CaseAccessFactory(
        case=named_case, person=person, source=source, until_at=timezone.now() + timedelta(hours=4)
    )
    WallFactory(case=named_case, person=person)

    assert not sees(person, named_case)


def test_a_wall_keeps_out_one_person_from_one_case(office_case):
    wall = WallFactory(case=office_case, person=UserFactory(post=Post.MANAGER))

    assert sees(wall.person, CaseFactory())
    assert sees(UserFactory(post=Post.MANAGER), office_case)


def test_a_lifted_wall_keeps_nobody_out(office_case):
    wall = WallFactory(
        case=office_case,
        person=UserFactory(post=Post.MANAGER),
        lifted_at=datetime(2026, 3, 3, tzinfo=UTC),
        lifted_by=UserFactory(),
        lift_reason="Raised on the wrong case.",
    )

    assert sees(wall.person, office_case)


def test_visibility_is_the_same_inside_the_queries_that_build_on_it(office_case):
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    WallFactory(case=office_case, person=handler)
    other = CaseFactory()

    visible = Case.objects.open().visible_to(handler)

    assert list(visible) == [other]
    assert visible.count() == 1
