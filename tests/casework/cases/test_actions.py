from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from casework.cases import actions
from casework.cases.models import Case, Confidentiality, Wall
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseAccessFactory, CaseFactory, TaskFactory, WallFactory
from tests.factories.people import UserFactory
from tests.fixtures.cases import SAMPLE

# The day the clocks go forward.
SUMMER_TIME = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def open_numbered(at: datetime = SUMMER_TIME) -> Case:
    with transaction.atomic():
        case = actions.open_case(
            SAMPLE, owner_post=Post.COMPLAINT_HANDLER, opened_on=date(2026, 3, 29), at=at, by=None
        )
        actions.number(case, at=at)
        actions.record(case, "sample.logged", by=None, at=at)
    return case


def verbs(case: Case) -> list[str]:
    return list(Entry.objects.filter(case_id=case.pk).order_by("pk").values_list("verb", flat=True))


def test_cases_are_numbered_in_turn():
    references = [open_numbered().reference for _ in range(3)]

    assert references == ["SMP-2026-000001", "SMP-2026-000002", "SMP-2026-000003"]


def test_a_series_begins_again_with_the_year():
    last_minute = open_numbered(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    midnight = open_numbered(datetime(2027, 1, 1, 0, 0, tzinfo=UTC))

    assert (last_minute.reference, midnight.reference) == ("SMP-2026-000001", "SMP-2027-000001")


def test_a_case_that_was_given_no_number_cannot_be_committed():
    actions.open_case(
        SAMPLE,
        owner_post=Post.COMPLAINT_HANDLER,
        opened_on=date(2026, 3, 29),
        at=SUMMER_TIME,
        by=None,
    )

    with pytest.raises(IntegrityError, match="has no number"), transaction.atomic():
        connection.check_constraints()

    Case.objects.all().delete()


def test_a_number_cannot_be_taken_away_again():
    case = CaseFactory()
    connection.check_constraints()
    Case.objects.filter(pk=case.pk).update(reference=None)

    with pytest.raises(IntegrityError, match="has no number"), transaction.atomic():
        connection.check_constraints()

    Case.objects.filter(pk=case.pk).update(reference="SMP-2026-000009")


def test_record_refreshes_what_lists_show_and_bumps_the_version():
    case = open_numbered()

    case.refresh_from_db()
    assert (case.status, case.heading, case.names, case.version) == (
        "received",
        "A call was not returned",
        "Gwen Pryce",
        1,
    )
    assert verbs(case) == ["case.opened", "sample.logged"]


def test_lock_visible_knows_nothing_of_a_case_the_person_may_not_see():
    case = CaseFactory(confidentiality=Confidentiality.NAMED)

    with pytest.raises(Case.DoesNotExist):
        actions.lock_visible(case, UserFactory(post=Post.MANAGER))


def test_check_version_refuses_an_edit_of_what_somebody_else_changed():
    case = CaseFactory(version=4)

    with pytest.raises(actions.StaleEdit):
        actions.check_version(case, 3)


def test_assign_gives_the_case_to_somebody_else():
    case, handler = CaseFactory(), UserFactory(post=Post.COMPLAINT_HANDLER)

    actions.assign(case, handler, by=UserFactory(post=Post.MANAGER), at=SUMMER_TIME)

    case.refresh_from_db()
    assert case.handler == handler
    assert Entry.objects.get(case_id=case.pk).changes == {"handler": [None, handler.pk]}


def test_a_handler_takes_what_nobody_has_but_not_what_somebody_has():
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    unassigned, assigned = CaseFactory(), CaseFactory(handler=UserFactory(post=Post.COMPLAINT_HANDLER))

    taken = actions.assign(unassigned, handler, by=handler, at=SUMMER_TIME)

    assert taken.handler == handler
    with pytest.raises(PermissionDenied):
        actions.assign(assigned, handler, by=handler, at=SUMMER_TIME)


def test_nobody_is_given_a_case_they_are_walled_from():
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    wall = WallFactory(person=handler)

    with pytest.raises(actions.CannotBeHandler):
        actions.assign(wall.case, handler, by=UserFactory(post=Post.MANAGER), at=SUMMER_TIME)


def test_notes_are_kept_out_of_the_trail_but_their_being_added_is_not():
    case, handler = CaseFactory(), UserFactory(post=Post.COMPLAINT_HANDLER)

    note = actions.add_note(case, "Mrs Pryce rang.", by=handler, at=SUMMER_TIME)

    assert (note.text, note.written_by) == ("Mrs Pryce rang.", handler)
    assert Entry.objects.get(case_id=case.pk).changes == {"note": note.pk}


def test_notes_are_refused_from_somebody_who_only_reads():
    case, lead = CaseFactory(), UserFactory(post=Post.LEGITIMACY_LEAD)
    CaseAccessFactory(case=case, person=lead)

    with pytest.raises(PermissionDenied):
        actions.add_note(case, "I looked.", by=lead, at=SUMMER_TIME)


def test_a_task_is_set_and_finished_once():
    case, handler = CaseFactory(), UserFactory(post=Post.COMPLAINT_HANDLER)
    task = actions.set_task(case, "Ring back", for_person=handler, by=handler, at=SUMMER_TIME)

    actions.finish_task(task, by=handler, at=SUMMER_TIME)
    actions.finish_task(task, by=UserFactory(post=Post.MANAGER), at=SUMMER_TIME.replace(hour=15))

    task.refresh_from_db()
    assert (task.done_by, task.done_at) == (handler, SUMMER_TIME)
    assert verbs(case) == ["case.task_set", "case.task_finished"]


def test_a_task_may_be_finished_by_the_one_it_is_for_though_they_handle_nothing():
    lead = UserFactory(post=Post.LEGITIMACY_LEAD)
    task = TaskFactory(for_person=lead)
    CaseAccessFactory(case=task.case, person=lead)

    assert actions.finish_task(task, by=lead, at=SUMMER_TIME).done_by == lead


def test_raising_a_wall_takes_the_case_from_its_handler():
    handler, _ = UserFactory.create_batch(2, post=Post.COMPLAINT_HANDLER)
    case = CaseFactory(handler=handler)

    actions.raise_wall(
        case,
        handler,
        source=Wall.Source.DECLARED,
        reason="She is the complainant's cousin.",
        by=UserFactory(post=Post.MONITORING_OFFICER),
        at=SUMMER_TIME,
    )

    case.refresh_from_db()
    assert case.handler is None
    assert not Case.objects.visible_to(handler).exists()
    assert Entry.objects.get(case_id=case.pk).changes == {"person": handler.pk, "source": "declared"}


def test_raising_a_wall_is_not_for_a_manager():
    with pytest.raises(PermissionDenied):
        actions.raise_wall(
            CaseFactory(),
            UserFactory(),
            source=Wall.Source.DECISION,
            reason="Not theirs.",
            by=UserFactory(post=Post.MANAGER),
            at=SUMMER_TIME,
        )


def test_the_system_raises_a_wall_itself_and_raises_it_once():
    case, subject = CaseFactory(), UserFactory(post=Post.CHIEF_EXECUTIVE)

    for _ in range(2):
        actions.raise_wall(
            case, subject, source=Wall.Source.SUBJECT, reason="Subject.", by=None, at=SUMMER_TIME
        )

    assert case.walls.count() == 1
    assert verbs(case) == ["case.wall_raised"]


def test_lifting_a_wall_lets_the_person_see_the_case_again():
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    wall = WallFactory(person=handler)

    actions.lift_wall(
        wall,
        reason="The complaint was not about her.",
        by=UserFactory(post=Post.MONITORING_OFFICER),
        at=SUMMER_TIME,
    )

    assert Case.objects.visible_to(handler).get() == wall.case


def test_nobody_lifts_a_wall_that_keeps_them_out():
    officer = UserFactory(post=Post.MONITORING_OFFICER)
    wall = WallFactory(person=officer)

    with pytest.raises(Case.DoesNotExist):
        actions.lift_wall(wall, reason="I would like to look.", by=officer, at=SUMMER_TIME)


def test_naming_a_person_opens_the_case_to_them_until_they_are_withdrawn():
    case, lead = CaseFactory(confidentiality=Confidentiality.NAMED), UserFactory(post=Post.LEGITIMACY_LEAD)
    manager = UserFactory(post=Post.MANAGER)
    CaseAccessFactory(case=case, person=manager)
    access = actions.name_person(
        case, lead, reason="Advises.", by=manager, at=datetime(2026, 3, 2, tzinfo=UTC)
    )
    assert Case.objects.visible_to(lead).get() == case

    actions.withdraw_person(access, by=manager, at=SUMMER_TIME)

    assert not Case.objects.visible_to(lead).exists()
    assert verbs(case) == ["case.person_named", "case.person_withdrawn"]


def test_withdrawing_never_lengthens_what_has_ended():
    access = CaseAccessFactory(until_at=datetime(2026, 3, 3, tzinfo=UTC))

    actions.withdraw_person(access, by=UserFactory(post=Post.MANAGER), at=SUMMER_TIME)

    access.refresh_from_db()
    assert access.until_at == datetime(2026, 3, 3, tzinfo=UTC)


def test_opening_the_page_of_a_case_is_recorded_and_changes_nothing():
    case, handler = CaseFactory(version=7), UserFactory(post=Post.COMPLAINT_HANDLER)

    actions.record_opened(case, handler, SUMMER_TIME)

    case.refresh_from_db()
    assert (case.version, verbs(case)) == (7, ["case.viewed"])
