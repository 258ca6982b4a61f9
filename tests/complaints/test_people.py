import pytest
from django.core.exceptions import PermissionDenied

from casework.cases.actions import StaleEdit, lift_wall
from casework.cases.models import Case, Wall
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.actions.people import Details, add_party, change_party, identify_subject
from complaints.actions.refused import Refused
from complaints.models import Complaint, Role
from tests.complaints import stories
from tests.complaints.stories import SPOKE, fresh
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


@pytest.fixture
def complaint(handler: User) -> Complaint:
    return stories.taken(handler)


def test_a_subject_who_works_here_is_walled_off_at_once(handler, complaint):
    manager = UserFactory(post=Post.MANAGER)

    add_party(complaint, Role.SUBJECT, Details(name=manager.name), user=manager, by=handler, at=SPOKE)

    wall = Wall.objects.standing().get(case=complaint.case, person=manager)
    assert (wall.source, wall.raised_at) == (Wall.Source.SUBJECT, SPOKE)
    assert not Complaint.objects.visible_to(manager).exists()


@pytest.mark.parametrize("field", ["name", "email"])
def test_a_subject_who_is_later_given_a_colleague_s_name_or_address_is_walled_off(field, handler, complaint):
    colleague = UserFactory(post=Post.MANAGER)
    party = add_party(complaint, Role.SUBJECT, Details(name="The man on the desk"), by=handler, at=SPOKE)
    details = Details(**({"name": "The man"} | {field: getattr(colleague, field)}))

    change_party(party, details, version=fresh(complaint).case.version, by=handler, at=SPOKE)

    assert Wall.objects.standing().get(case=complaint.case).person == colleague
    assert not Complaint.objects.visible_to(colleague).exists()


def test_a_subject_who_is_added_under_a_colleague_s_name_is_walled_off(handler, complaint):
    colleague = UserFactory(post=Post.MANAGER)

    add_party(complaint, Role.SUBJECT, Details(name=colleague.name), by=handler, at=SPOKE)

    assert not Complaint.objects.visible_to(colleague).exists()


def test_a_witness_who_is_a_colleague_is_not_walled_off(handler, complaint):
    colleague = UserFactory(post=Post.MANAGER)

    add_party(complaint, Role.WITNESS, Details(name=colleague.name), by=handler, at=SPOKE)

    assert Complaint.objects.visible_to(colleague).exists()


def test_a_wall_lifted_for_a_namesake_stays_lifted_while_the_name_stays(handler, complaint):
    colleague, officer = UserFactory(post=Post.MANAGER), UserFactory(post=Post.MONITORING_OFFICER)
    party = add_party(complaint, Role.SUBJECT, Details(name=colleague.name), by=handler, at=SPOKE)
    lift_wall(Wall.objects.get(case=complaint.case), reason="A namesake.", by=officer, at=SPOKE)
    details = Details(name=colleague.name, telephone="01632 960001")

    change_party(party, details, version=fresh(complaint).case.version, by=handler, at=SPOKE)

    assert Complaint.objects.visible_to(colleague).exists()


def test_a_subject_identified_later_loses_the_case_they_handle(complaint, handler):
    manager = UserFactory(post=Post.MANAGER)
    party = add_party(complaint, Role.SUBJECT, Details(name="The man on the desk"), by=handler, at=SPOKE)

    identify_subject(party, handler, by=manager, at=SPOKE)

    assert fresh(complaint).case.handler is None
    with pytest.raises(Case.DoesNotExist):
        change_party(party, Details(name="Nobody"), version=0, by=handler, at=SPOKE)


def test_only_a_person_complained_about_is_identified_as_a_colleague(complaint, handler):
    with pytest.raises(Refused, match="Only a person complained about"):
        identify_subject(stories.complainant(complaint), UserFactory(), by=handler, at=SPOKE)


def test_a_complaint_has_one_complainant(complaint, handler):
    with pytest.raises(Refused, match="has a complainant already"):
        add_party(complaint, Role.COMPLAINANT, Details(name="Huw Pryce"), by=handler, at=SPOKE)


def test_changing_a_person_records_which_fields_and_not_what_they_say(complaint, handler):
    party = stories.complainant(complaint)
    details = Details(
        name=party.name, email="gwen@new.example", address=party.address, contact_by=party.contact_by
    )

    change_party(party, details, version=complaint.case.version, by=handler, at=SPOKE)

    entry = Entry.objects.filter(case_id=complaint.pk).latest("pk")
    assert entry.changes == {"party": party.pk, "fields": ["email"]}
    party.refresh_from_db()
    assert party.email == "gwen@new.example"


def test_changing_a_person_refuses_a_stale_page(complaint, handler):
    party = stories.complainant(complaint)

    with pytest.raises(StaleEdit):
        change_party(party, Details(name="Gwen"), version=complaint.case.version - 1, by=handler, at=SPOKE)


def test_only_its_handler_or_a_manager_changes_who_is_in_it(complaint):
    with pytest.raises(PermissionDenied):
        add_party(complaint, Role.WITNESS, Details(name="Huw"), by=stories.handler(), at=SPOKE)
