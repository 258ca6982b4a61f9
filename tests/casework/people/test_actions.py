from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction

from casework.cases.models import Case
from casework.people import actions
from casework.people.models import Delegation, User
from casework.people.posts import Post
from casework.people.queries import deciding_post, office_on, posts_on
from casework.people.roles import MANAGE_OFFICE
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory
from tests.factories.people import DelegationFactory, OfficeFactory, TenureFactory, UserFactory

AT = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
YESTERDAY, TODAY, TOMORROW = date(2026, 3, 27), date(2026, 3, 28), date(2026, 3, 29)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return UserFactory(post=Post.ADMINISTRATOR)


def test_a_person_is_added_with_no_post_and_no_password(administrator):
    person = actions.add_person(email="New.Colleague@office.example", name="Wen Li", by=administrator, at=AT)

    assert (person.email, person.has_usable_password()) == ("new.colleague@office.example", False)
    assert posts_on(person, TODAY) == frozenset()
    assert Entry.objects.get(verb="person.added").changes == {"person": person.pk}


def test_an_address_belongs_to_one_person(administrator):
    UserFactory(email="wen.li@office.example")

    with pytest.raises(actions.OfficeRuleBroken, match="already"):
        actions.add_person(email="Wen.Li@office.example", name="Wen Li", by=administrator, at=AT)


def test_a_post_is_given_from_a_day_on(administrator):
    person = UserFactory()

    actions.appoint(person, Post.MANAGER, from_on=TOMORROW, by=administrator, at=AT)

    assert posts_on(person, TODAY) == frozenset()
    assert posts_on(person, TOMORROW) == {Post.MANAGER}


def test_nobody_gives_a_post_to_themselves(administrator):
    with pytest.raises(PermissionDenied):
        actions.appoint(administrator, Post.MANAGER, from_on=TODAY, by=administrator, at=AT)
    with pytest.raises(actions.OfficeRuleBroken, match="Another administrator must arrange"):
        actions.arrange_cover(
            Post.MANAGER, administrator, from_on=TODAY, until_on=TOMORROW, by=administrator, at=AT
        )


@pytest.mark.parametrize("post", [post for post in Post if post != Post.ADMINISTRATOR])
def test_only_an_administrator_gives_posts(post):
    with pytest.raises(PermissionDenied):
        actions.appoint(
            UserFactory(), Post.COMPLAINT_HANDLER, from_on=TODAY, by=UserFactory(post=post), at=AT
        )


@pytest.mark.parametrize(
    ("from_on", "until_on"), [(TODAY, None), (date(2027, 1, 1), None), (TODAY, TOMORROW)]
)
def test_a_post_is_not_held_twice_at_once(administrator, from_on, until_on):
    person = UserFactory(post=Post.MANAGER)

    with pytest.raises(actions.OfficeRuleBroken, match="already"):
        actions.appoint(person, Post.MANAGER, from_on=from_on, until_on=until_on, by=administrator, at=AT)


def test_a_post_may_be_held_again_from_the_day_it_ended(administrator):
    tenure = TenureFactory(post=Post.MANAGER, until_on=TODAY)

    again = actions.appoint(tenure.person, Post.MANAGER, from_on=TODAY, by=administrator, at=AT)

    assert again.from_on == tenure.until_on


def test_a_post_ends_on_the_first_day_it_is_not_held(administrator):
    tenure = TenureFactory(post=Post.MANAGER)

    actions.end_tenure(tenure, until_on=TOMORROW, by=administrator, at=AT)

    assert posts_on(tenure.person, TODAY) == {Post.MANAGER}
    assert posts_on(tenure.person, TOMORROW) == frozenset()


def test_a_post_cannot_end_before_it_began(administrator):
    tenure = TenureFactory(from_on=TODAY)

    with pytest.raises(actions.OfficeRuleBroken):
        actions.end_tenure(tenure, until_on=TODAY, by=administrator, at=AT)


def test_the_last_post_that_manages_the_office_does_not_end(administrator):
    last = administrator.tenures.get()
    UserFactory(post=Post.ADMINISTRATOR, is_active=False)
    TenureFactory(post=Post.ADMINISTRATOR, until_on=date(2027, 1, 1))

    with pytest.raises(actions.OfficeRuleBroken, match="Nobody would be left to manage the office"):
        actions.end_tenure(last, until_on=TOMORROW, by=administrator, at=AT)

    TenureFactory(post=Post.ADMINISTRATOR, from_on=TOMORROW)
    assert actions.end_tenure(last, until_on=TOMORROW, by=administrator, at=AT).until_on == TOMORROW


def test_cover_gives_the_post_while_it_lasts(administrator):
    person = UserFactory()

    actions.arrange_cover(
        Post.CHIEF_EXECUTIVE, person, from_on=TODAY, until_on=TOMORROW, by=administrator, at=AT
    )

    assert posts_on(person, TODAY) == {Post.CHIEF_EXECUTIVE}
    assert posts_on(person, TOMORROW) == frozenset()


@pytest.mark.parametrize("until_on", [TODAY, date(2026, 3, 1)])
def test_cover_cannot_end_before_it_begins(administrator, until_on):
    with pytest.raises(actions.OfficeRuleBroken):
        actions.arrange_cover(
            Post.MANAGER, UserFactory(), from_on=TODAY, until_on=until_on, by=administrator, at=AT
        )


def test_a_post_is_neither_given_nor_covered_nor_ended_for_days_that_are_past(administrator):
    person, held = UserFactory(), TenureFactory(post=Post.MANAGER)

    with pytest.raises(actions.OfficeRuleBroken, match="cannot be changed") as given:
        actions.appoint(person, Post.MANAGER, from_on=YESTERDAY, by=administrator, at=AT)
    with pytest.raises(actions.OfficeRuleBroken, match="cannot be changed") as covered:
        actions.arrange_cover(
            Post.MANAGER, person, from_on=YESTERDAY, until_on=TOMORROW, by=administrator, at=AT
        )
    with pytest.raises(actions.OfficeRuleBroken, match="cannot be changed") as ended:
        actions.end_tenure(held, until_on=YESTERDAY, by=administrator, at=AT)

    assert [broken.value.field for broken in (given, covered, ended)] == ["from_on", "from_on", "until_on"]


def test_a_post_that_has_ended_is_given_again_and_not_put_back(administrator):
    former = TenureFactory(post=Post.MANAGER, until_on=YESTERDAY)

    with pytest.raises(actions.OfficeRuleBroken, match="has ended"):
        actions.end_tenure(former, until_on=date(2027, 1, 1), by=administrator, at=AT)


def test_nobody_covers_the_post_they_hold(administrator):
    person = UserFactory(post=Post.MANAGER)

    with pytest.raises(actions.OfficeRuleBroken, match="holds this post then"):
        actions.arrange_cover(Post.MANAGER, person, from_on=TODAY, until_on=TOMORROW, by=administrator, at=AT)


def test_delegating_leaves_what_was_so_before(administrator):
    DelegationFactory(function="staff_outcome", post=Post.CHIEF_EXECUTIVE)

    actions.delegate(
        "staff_outcome", Post.MANAGER, instrument="Scheme 2026", from_on=TOMORROW, by=administrator, at=AT
    )

    assert deciding_post("staff_outcome", TODAY) == Post.CHIEF_EXECUTIVE
    assert deciding_post("staff_outcome", TOMORROW) == Post.MANAGER


def test_the_scheme_is_not_changed_for_the_past(administrator):
    with pytest.raises(actions.OfficeRuleBroken, match="past"):
        actions.delegate(
            "staff_outcome",
            Post.MANAGER,
            instrument="Scheme 2026",
            from_on=date(2026, 3, 27),
            by=administrator,
            at=AT,
        )


def test_a_change_already_to_come_is_not_overtaken(administrator):
    DelegationFactory(function="staff_outcome", from_on=date(2026, 6, 1))

    with pytest.raises(actions.OfficeRuleBroken, match="1 June 2026"):
        actions.delegate(
            "staff_outcome", Post.MANAGER, instrument="Scheme", from_on=TOMORROW, by=administrator, at=AT
        )

    assert Delegation.objects.count() == 1


def test_the_office_changes_from_a_day_on_and_the_trail_names_fields_only(administrator):
    office = OfficeFactory()
    details = {
        field: getattr(office, field)
        for field in ("area", "force_name", "force_contact_email", "complaint_model", "address", "email")
    }

    actions.set_office(
        {**details, "name": "The Mayor's Office", "telephone": "01632 960 001"},
        from_on=TOMORROW,
        by=administrator,
        at=AT,
    )

    assert office_on(TODAY) == office
    assert office_on(TOMORROW).name == "The Mayor's Office"
    assert "The Mayor" not in str(Entry.objects.get(verb="office.changed").changes)


def test_the_first_administrator_is_made_by_a_command_and_sees_no_case(monkeypatch):
    CaseFactory()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough phrase")

    call_command(
        "createsuperuser", interactive=False, email="first@office.example", name="Tom Okafor", verbosity=0
    )

    first = User.objects.get(email="first@office.example")
    assert first.check_password("a long enough phrase")
    assert first.has_perm(MANAGE_OFFICE)
    assert not Case.objects.visible_to(first).exists()


def test_the_database_refuses_somebody_above_the_posts():
    with pytest.raises(IntegrityError, match="nobody_has_more"), transaction.atomic():
        UserFactory(is_superuser=True)
