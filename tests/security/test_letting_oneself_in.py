"""Ways in which somebody could come to see, or decide on, more than their posts let them."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from casework.cases import actions as cases
from casework.cases.models import Case, CaseAccess, Confidentiality, Wall
from casework.cases.queries import access_to
from casework.letters import actions as letters
from casework.letters.models import State
from casework.letters.permissions import can_post, offers
from casework.outbox.models import Message
from casework.people import actions as people
from casework.people.models import User
from casework.people.posts import Post
from casework.people.queries import deciding_post, named_second, office_on, posts_on
from complaints.actions.log import assign, log_complaint, reroute_complaint
from complaints.actions.people import Details, add_party
from complaints.acts import Situation, allowed_actions
from complaints.models import Complaint, Role
from complaints.workflow import Road, Subject
from tests.factories.cases import CaseAccessFactory, CaseFactory, WallFactory
from tests.factories.complaints import ComplaintFactory
from tests.factories.letters import LetterFactory
from tests.factories.people import OfficeFactory, TenureFactory, UserFactory

AT = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 3, 28), date(2026, 3, 29)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return UserFactory(post=Post.ADMINISTRATOR)


def test_nobody_puts_off_the_end_of_a_post_of_their_own(administrator):
    former = TenureFactory(person=administrator, post=Post.MANAGER, until_on=date(2024, 2, 29))

    with pytest.raises(PermissionDenied):
        people.end_tenure(former, until_on=date(2036, 2, 29), by=administrator, at=AT)

    assert posts_on(User.objects.get(pk=administrator.pk), TODAY) == {Post.ADMINISTRATOR}


def test_the_end_of_a_post_of_ones_own_may_be_brought_forward(administrator):
    own = TenureFactory(person=administrator, post=Post.DECLARANT, until_on=date(2027, 1, 1))

    ended = people.end_tenure(own, until_on=TOMORROW, by=administrator, at=AT)

    assert ended.until_on == TOMORROW


@pytest.mark.parametrize("post", [Post.ADMINISTRATOR, Post.DECLARANT, Post.DEPUTY, Post.JASC_MEMBER])
def test_a_post_that_works_on_no_case_is_delegated_no_decision(administrator, post):
    with pytest.raises(people.OfficeRuleBroken, match="works on no cases"):
        people.delegate("staff_outcome", post, instrument="Scheme", from_on=TOMORROW, by=administrator, at=AT)

    assert deciding_post("staff_outcome", TOMORROW) == Post.COMMISSIONER


def test_nobody_names_themselves_as_the_second_person(administrator):
    OfficeFactory(from_on=date(2020, 2, 1))

    with pytest.raises(people.OfficeRuleBroken, match="Somebody else"):
        people.set_office({"named_second": administrator}, from_on=TOMORROW, by=administrator, at=AT)

    assert named_second(TOMORROW) is None


def test_the_office_is_not_changed_for_the_past(administrator):
    office = OfficeFactory(from_on=date(2020, 2, 1))

    with pytest.raises(people.OfficeRuleBroken, match="past"):
        people.set_office({"name": "Another"}, from_on=date(2026, 3, 27), by=administrator, at=AT)

    assert office_on(date(2026, 3, 27)) == office


def test_the_second_person_may_change_the_other_details(administrator):
    office = OfficeFactory(named_second=administrator)
    details = {name: getattr(office, name) for name in ("area", "force_name", "complaint_model", "address")}

    changed = people.set_office(
        {**details, "named_second": administrator, "name": "The Mayor’s Office"},
        from_on=TOMORROW,
        by=administrator,
        at=AT,
    )

    assert changed.named_second == administrator


def test_emergency_access_cannot_be_made_to_last():
    manager = UserFactory(post=Post.MANAGER)
    case = CaseFactory(confidentiality=Confidentiality.NAMED)
    named = CaseAccessFactory(case=case)
    cases.break_glass(case, reason="Threat to life.", by=manager, at=timezone.now())

    with pytest.raises(PermissionDenied):
        cases.name_person(case, manager, reason="Curious.", by=manager, at=timezone.now())
    with pytest.raises(PermissionDenied):
        cases.withdraw_person(named, by=manager, at=timezone.now())
    with pytest.raises(PermissionDenied):
        cases.assign(case, manager, by=manager, at=timezone.now())

    lasting = CaseAccess.objects.exclude(source=CaseAccess.Source.BREAK_GLASS)
    assert [access.person for access in lasting.filter(case=case)] == [named.person]
    assert not access_to(case, manager).may_name_people


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("post", [Post.COMPLAINT_HANDLER, Post.MANAGER])
def test_nobody_takes_a_complaint_that_they_see_by_emergency_access(post):
    person, at = UserFactory(post=post), timezone.now()
    complaint = ComplaintFactory(case__confidentiality=Confidentiality.NAMED)
    cases.break_glass(complaint.case, reason="Threat to life.", by=person, at=at - timedelta(minutes=1))

    with pytest.raises(PermissionDenied):
        assign(complaint, person, by=person, at=at)

    CaseAccess.objects.filter(source=CaseAccess.Source.BREAK_GLASS).update(until_at=at)
    assert not Case.objects.visible_to(person).exists()


@pytest.mark.usefixtures("office")
def test_nobody_opens_a_complaint_to_the_office_that_they_see_by_emergency_access():
    manager, at = UserFactory(post=Post.MANAGER), timezone.now()
    complaint = ComplaintFactory(case__confidentiality=Confidentiality.NAMED)
    cases.break_glass(complaint.case, reason="Threat to life.", by=manager, at=at)

    with pytest.raises(PermissionDenied):
        reroute_complaint(complaint, subject=Subject.POLICE_SERVICE, reason="Mine.", by=manager, at=at)

    complaint.case.refresh_from_db()
    assert complaint.case.confidentiality == Confidentiality.NAMED


@pytest.mark.usefixtures("office")
def test_nobody_takes_a_case_from_its_owner_by_emergency_access():
    officer, at = UserFactory(post=Post.MONITORING_OFFICER), timezone.now()
    complaint = ComplaintFactory(
        case__confidentiality=Confidentiality.NAMED, case__owner_post=Post.CHIEF_EXECUTIVE
    )
    owner = CaseAccessFactory(case=complaint.case, person=UserFactory(post=Post.CHIEF_EXECUTIVE)).person
    standing = WallFactory(case=complaint.case)
    cases.break_glass(complaint.case, reason="Threat to life.", by=officer, at=at)

    with pytest.raises(PermissionDenied):
        cases.raise_wall(
            complaint.case, owner, source=Wall.Source.DECISION, reason="Mine.", by=officer, at=at
        )
    with pytest.raises(PermissionDenied):
        cases.lift_wall(standing, reason="Mine.", by=officer, at=at)
    with pytest.raises(PermissionDenied):
        add_party(complaint, Role.SUBJECT, Details(name="A. Body"), user=owner, by=officer, at=at)

    assert Case.objects.visible_to(owner).get() == complaint.case
    access = access_to(complaint.case, officer)
    assert not access.may_raise_wall
    assert not access.walls


@pytest.mark.usefixtures("office")
def test_emergency_access_offers_only_what_cannot_wait():
    officer, at = UserFactory(post=Post.MONITORING_OFFICER), timezone.now()
    complaint = ComplaintFactory(case__confidentiality=Confidentiality.NAMED)
    cases.break_glass(complaint.case, reason="Threat to life.", by=officer, at=at)

    assert set(allowed_actions(Situation(complaint, officer))) == {"contact", "note", "task"}
    with pytest.raises(PermissionDenied):
        log_complaint(complaint, by=officer, at=at)
    assert cases.add_note(complaint.case, "Police are on their way.", by=officer, at=at).pk


@pytest.mark.usefixtures("office")
def test_no_approved_letter_leaves_by_emergency_access():
    person, at = UserFactory(post=Post.MANAGER), timezone.now()
    letter = LetterFactory(state=State.APPROVED, case__confidentiality=Confidentiality.NAMED)
    cases.break_glass(letter.case, reason="Threat to life.", by=person, at=at)

    for act in (letters.send, letters.print_for_post, partial(letters.mark_posted, proof="A receipt.")):
        with pytest.raises(PermissionDenied):
            act(letter, by=person, at=at)

    assert can_post(person, letter)
    assert offers(person, letter) == frozenset()


def test_nobody_walls_off_the_last_owner_of_a_case():
    officer, at = UserFactory(post=Post.MONITORING_OFFICER), timezone.now()
    owner, other = UserFactory.create_batch(2, post=Post.CHIEF_EXECUTIVE)
    case = CaseFactory(owner_post=Post.CHIEF_EXECUTIVE)
    wall = {"source": Wall.Source.DECISION, "reason": "Excluded.", "at": at}
    cases.raise_wall(case, other, by=officer, **wall)

    with pytest.raises(cases.WouldBeNobodys, match="Chief Executive"):
        cases.raise_wall(case, owner, by=officer, **wall)
    assert Case.objects.visible_to(owner).exists()

    cases.raise_wall(case, owner, by=None, **wall)
    assert not Case.objects.visible_to(owner).exists()


def test_nobody_walls_off_the_last_who_may_lift_a_wall():
    officer, at = UserFactory(post=Post.MONITORING_OFFICER), timezone.now()
    handler, case = UserFactory(post=Post.COMPLAINT_HANDLER), CaseFactory()
    wall = {"source": Wall.Source.SUBJECT, "reason": "Subject.", "at": at}

    with pytest.raises(cases.WouldBeNobodys, match="may lift a wall"):
        cases.raise_wall(case, officer, by=officer, **wall)
    with pytest.raises(cases.WouldBeNobodys, match="may lift a wall"):
        cases.raise_wall(case, officer, by=handler, by_rule=True, **wall)

    assert Case.objects.visible_to(officer).exists()


def test_nobody_withdraws_the_last_owner_of_a_case():
    case = CaseFactory(confidentiality=Confidentiality.NAMED, owner_post=Post.CHIEF_EXECUTIVE)
    owner, handler = UserFactory(post=Post.CHIEF_EXECUTIVE), UserFactory(post=Post.MANAGER)
    access = CaseAccessFactory(case=case, person=owner)
    CaseAccessFactory(case=case, person=handler)

    with pytest.raises(cases.WouldBeNobodys, match="Chief Executive"):
        cases.withdraw_person(access, by=handler, at=timezone.now())

    assert Case.objects.visible_to(owner).get() == case


def test_an_owner_named_twice_may_be_withdrawn_once():
    case = CaseFactory(confidentiality=Confidentiality.NAMED, owner_post=Post.CHIEF_EXECUTIVE)
    owner = UserFactory(post=Post.CHIEF_EXECUTIVE)
    access, _ = CaseAccessFactory.create_batch(2, case=case, person=owner)

    cases.withdraw_person(access, by=owner, at=timezone.now())

    assert Case.objects.visible_to(owner).get() == case


@pytest.mark.usefixtures("office")
def test_a_handler_who_identifies_everybody_above_them_leaves_it_to_the_commissioner():
    handler, commissioner = UserFactory(post=Post.COMPLAINT_HANDLER), UserFactory(post=Post.COMMISSIONER)
    above = [UserFactory(post=post) for post in (Post.MANAGER, Post.MONITORING_OFFICER, Post.CHIEF_EXECUTIVE)]
    complaint, at = ComplaintFactory(case__handler=handler), timezone.now()

    for person in above:
        add_party(complaint, Role.SUBJECT, Details(name="A. Body"), user=person, by=handler, at=at)

    wall = Wall.objects.get(person=above[-1])
    assert Case.objects.visible_to(commissioner).get() == complaint.case
    assert Message.objects.filter(kind="wall_raised", person_id=commissioner.pk).count() == 1
    cases.lift_wall(wall, reason="It is not about her.", by=commissioner, at=at)
    assert Case.objects.visible_to(above[-1]).get() == complaint.case


@pytest.mark.usefixtures("office")
def test_a_case_of_named_people_goes_on_when_its_owner_is_identified_as_the_subject():
    owner, commissioner = UserFactory(post=Post.CHIEF_EXECUTIVE), UserFactory(post=Post.COMMISSIONER)
    complaint = complaint_of_the_chief_executive(owner)

    handler = complaint.case.handler
    add_party(complaint, Role.SUBJECT, Details(name="A. Body"), user=owner, by=handler, at=timezone.now())

    complaint.case.refresh_from_db()
    assert complaint.case.owner_post == Post.COMMISSIONER
    assert not Case.objects.visible_to(owner).exists()
    assert Case.objects.visible_to(commissioner).get() == complaint.case


@pytest.mark.usefixtures("office")
def test_nobody_is_identified_as_the_subject_where_nobody_could_take_the_case_over():
    owner = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = complaint_of_the_chief_executive(owner)

    handler = complaint.case.handler
    with pytest.raises(cases.WouldBeNobodys, match="Commissioner"):
        add_party(complaint, Role.SUBJECT, Details(name="A. Body"), user=owner, by=handler, at=timezone.now())

    complaint.case.refresh_from_db()
    assert complaint.case.owner_post == Post.CHIEF_EXECUTIVE
    assert Case.objects.visible_to(owner).get() == complaint.case


def complaint_of_the_chief_executive(owner: User) -> Complaint:
    """About somebody of the office, with a handler: both are named on it, and nobody else."""
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    complaint = ComplaintFactory(
        subject=Subject.OFFICE_STAFF,
        road=Road.STAFF,
        case__confidentiality=Confidentiality.NAMED,
        case__owner_post=Post.CHIEF_EXECUTIVE,
        case__handler=handler,
    )
    for person in (owner, handler):
        CaseAccessFactory(case=complaint.case, person=person)
    return complaint
