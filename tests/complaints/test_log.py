from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from casework.cases.models import Case, Confidentiality, Wall
from casework.deadlines.models import Deadline, State
from casework.letters.models import Letter
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.actions.log import assign, log_complaint, pass_on_delegated_command, reroute_complaint
from complaints.actions.refused import Refused
from complaints.models import Complaint
from complaints.workflow import Road, Status, Subject, TransitionNotAllowed
from tests.complaints import stories
from tests.complaints.stories import LOGGED, SPOKE, fresh
from tests.factories.cases import WallFactory
from tests.factories.complaints import ComplaintFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


def running(complaint: Complaint) -> set[str]:
    return set(
        Deadline.objects.filter(case=complaint.case_id, state=State.RUNNING).values_list("clock", flat=True)
    )


def last_entry(complaint: Complaint) -> Entry:
    return Entry.objects.filter(case_id=complaint.pk).latest("pk")


def test_log_complaint_says_who_logged_it_and_when(handler):
    complaint = ComplaintFactory()

    log_complaint(complaint, by=handler, at=LOGGED)

    complaint = fresh(complaint)
    assert (complaint.status, complaint.logged_at, complaint.logged_by) == (Status.LOGGED, LOGGED, handler)
    assert last_entry(complaint).verb == "complaint.logged"


def test_log_complaint_gives_it_to_the_handler_who_was_chosen(handler, manager):
    complaint = ComplaintFactory()

    log_complaint(complaint, handler=handler, by=manager, at=LOGGED)

    assert fresh(complaint).case.handler == handler


def test_log_complaint_refuses_one_that_is_logged_already(handler):
    complaint = stories.logged(handler)

    with pytest.raises(TransitionNotAllowed, match="cannot log this complaint now"):
        log_complaint(complaint, by=handler, at=SPOKE)


def test_log_complaint_refuses_somebody_without_the_permission():
    reader = UserFactory(post=Post.JASC_CHAIR)
    complaint = ComplaintFactory()

    with pytest.raises(Case.DoesNotExist):
        log_complaint(complaint, by=reader, at=LOGGED)


def test_assign_refuses_a_walled_person_in_words(handler, manager):
    complaint = stories.logged(manager)
    WallFactory(case=complaint.case, person=handler)

    with pytest.raises(Refused, match="cannot be given this complaint"):
        assign(complaint, handler, by=manager, at=LOGGED)


def test_assign_refuses_somebody_who_does_not_handle_complaints(manager):
    complaint = stories.logged(manager)

    with pytest.raises(Refused, match="does not handle complaints"):
        assign(complaint, UserFactory(post=Post.JASC_CHAIR), by=manager, at=LOGGED)


def test_a_handler_takes_only_what_nobody_has(handler):
    complaint = stories.taken(stories.handler())

    with pytest.raises(PermissionDenied):
        assign(complaint, handler, by=handler, at=LOGGED)


def test_assign_names_the_handler_of_a_complaint_that_only_named_people_see(handler):
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.logged(chief_executive, subject=Subject.OFFICE_STAFF)
    assert not Complaint.objects.visible_to(handler).exists()

    assign(complaint, handler, by=chief_executive, at=LOGGED)

    assert Complaint.objects.visible_to(handler).get() == complaint


def test_rerouting_changes_owner_clocks_and_who_sees_it(handler, manager):
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.taken(handler)

    reroute_complaint(
        complaint, subject=Subject.OFFICE_STAFF, reason="He works for us.", by=manager, at=SPOKE
    )

    complaint = fresh(complaint)
    assert complaint.road == Road.STAFF
    assert complaint.case.owner_post == Post.CHIEF_EXECUTIVE
    assert complaint.case.confidentiality == Confidentiality.NAMED
    assert complaint.case.handler is None
    assert not Complaint.objects.visible_to(handler).exists()
    assert Complaint.objects.visible_to(chief_executive).get() == complaint
    assert running(complaint) == {
        "first-contact",
        "staff-update",
        "staff-acknowledgement",
        "staff-decision",
        "staff-resolution",
    }


def test_rerouting_to_the_chief_executive_walls_them_off_and_makes_it_the_commissioners(handler, manager):
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    commissioner = UserFactory(post=Post.COMMISSIONER)
    complaint = stories.taken(handler)

    reroute_complaint(
        complaint, subject=Subject.CHIEF_EXECUTIVE, reason="She means her.", by=manager, at=SPOKE
    )

    complaint = fresh(complaint)
    assert complaint.case.owner_post == Post.COMMISSIONER
    assert Wall.objects.standing().get(case=complaint.case).person == chief_executive
    assert not Complaint.objects.visible_to(chief_executive).exists()
    assert Complaint.objects.visible_to(commissioner).get() == complaint


def test_rerouting_keeps_no_reason_in_the_trail(handler, manager):
    complaint = stories.taken(handler)

    reroute_complaint(
        complaint, subject=Subject.CHIEF_CONSTABLE, reason="She named him.", by=manager, at=SPOKE
    )

    entry = last_entry(complaint)
    assert entry.verb == "complaint.rerouted"
    assert entry.changes == {
        "subject": ["police_person", "chief_constable"],
        "road": ["force", "chief_constable"],
    }
    assert fresh(complaint).case.notes.get().text.endswith("She named him.")


def test_delegated_command_goes_to_the_force_with_an_explanation_to_the_complainant(manager):
    complaint = stories.taken(manager, subject=Subject.CHIEF_CONSTABLE)

    pass_on_delegated_command(complaint, explanation="The superintendent decided it.", by=manager, at=SPOKE)

    complaint = fresh(complaint)
    letter = Letter.objects.get(case=complaint.case)
    assert (complaint.road, complaint.subject) == (Road.FORCE, Subject.POLICE_SERVICE)
    assert letter.template.code == "delegated-command"
    assert letter.sent_at == SPOKE
    assert running(complaint) == {"complainant-update", "complaint-resolution"}
    update = Deadline.objects.running().get(case=complaint.case, clock="complainant-update")
    assert update.due_on == date(2026, 5, 6)


def test_delegated_command_is_only_for_the_chief_constable(manager):
    complaint = stories.taken(manager)

    with pytest.raises(Refused, match="Chief Constable"):
        pass_on_delegated_command(complaint, explanation="It was not him.", by=manager, at=SPOKE)
