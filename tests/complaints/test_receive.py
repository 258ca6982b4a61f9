import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from casework.cases.models import Case, CaseAccess, Confidentiality, Wall
from casework.deadlines.models import Deadline
from casework.outbox.models import Message
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.access_codes import Opens, mac_of
from complaints.actions.receive import Person, Received, Submission, receive
from complaints.models import Complaint, ContactBy, Role
from complaints.workflow import Channel, Road, Status, Subject
from tests.factories.documents import DocumentFactory
from tests.factories.people import CoverFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

# Maundy Thursday, late in the evening and already British Summer Time.
MADE = datetime(2026, 4, 2, 22, 30, tzinfo=UTC)

GWEN = Person(role=Role.COMPLAINANT, name="Gwen Pryce", email="gwen@post.example", contact_by=ContactBy.EMAIL)


def submission(*people: Person, subject: Subject = Subject.POLICE_PERSON) -> Submission:
    return Submission(
        subject=subject,
        what_happened="I rang three times about my stolen bicycle and nobody rang back.",
        people=people or (GWEN,),
    )


def sent(what: Submission | None = None, **options: Any) -> Received:
    given = {"submission_key": uuid.uuid4(), "channel": Channel.ONLINE, "made_at": MADE, "at": MADE}
    return receive(what or submission(), **(given | options))


def subject_named(name: str) -> Person:
    return Person(role=Role.SUBJECT, name=name)


def due(complaint: Complaint) -> dict[str, date]:
    return dict(Deadline.objects.filter(case=complaint.case_id).values_list("clock", "due_on"))


def test_receive_opens_a_numbered_case_that_nobody_has_logged():
    complaint = sent().complaint

    assert complaint.case.reference == "CMP-2026-000001"
    assert complaint.case.opened_on == date(2026, 4, 2)
    assert (complaint.status, complaint.logged_at) == (Status.RECEIVED, None)
    assert (complaint.road, complaint.complaint_model) == (Road.FORCE, 2)
    assert complaint.case.names == "Gwen Pryce"
    assert complaint.case.heading.startswith("I rang three times")


def test_receive_hands_out_a_code_and_keeps_only_its_hash():
    received = sent()

    assert received.complaint.access_code_mac == mac_of(received.access_code, Opens.COMPLAINT)


def test_receive_takes_the_same_form_sent_twice_as_one_complaint():
    key = uuid.uuid4()

    first, second = sent(submission_key=key), sent(submission_key=key)

    assert second.complaint == first.complaint
    assert second.access_code == first.access_code
    assert Case.objects.count() == 1
    assert Message.objects.count() == 1


def test_receive_counts_first_contact_over_easter_and_updates_in_plain_days():
    complaint = sent().complaint

    # Good Friday, the weekend and Easter Monday are not working days.
    assert due(complaint) == {
        "first-contact": date(2026, 4, 8),
        "complainant-update": date(2026, 4, 30),
        "complaint-resolution": date(2026, 5, 5),
    }


def test_receive_starts_no_clock_that_needs_somebody_to_tell_when_there_is_nobody():
    complaint = sent(Submission(subject=Subject.POLICE_SERVICE, what_happened="Nobody came.")).complaint

    assert complaint.is_anonymous
    assert set(due(complaint)) == {"complaint-resolution"}


def test_receive_counts_a_telephone_complaint_from_the_day_it_was_made():
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    logged = datetime(2026, 4, 7, 8, 0, tzinfo=UTC)

    complaint = sent(channel=Channel.TELEPHONE, at=logged, by=handler).complaint

    assert (complaint.status, complaint.logged_at, complaint.logged_by) == (Status.LOGGED, logged, handler)
    assert due(complaint)["first-contact"] == date(2026, 4, 8)


def test_receive_refuses_somebody_who_may_not_log():
    with pytest.raises(PermissionDenied):
        sent(by=UserFactory(post=Post.JASC_CHAIR))


def test_receive_acknowledges_with_the_dates_and_without_the_story_or_the_code():
    received = sent()

    message = Message.objects.get()
    assert message.to == "gwen@post.example"
    assert message.subject == "We have your complaint CMP-2026-000001"
    assert "Wednesday 8 April 2026" in message.body
    assert "bicycle" not in message.body
    assert received.access_code not in message.body


def test_receive_sends_nothing_by_itself_to_somebody_who_said_how_to_reach_them_safely():
    watched = Person(
        role=Role.COMPLAINANT,
        name="Gwen Pryce",
        email="gwen@post.example",
        safe_contact="Not at night: my partner reads my telephone.",
    )

    sent(submission(watched))

    assert not Message.objects.exists()


def test_receive_sends_no_mail_to_somebody_who_asked_for_letters():
    by_post = Person(
        role=Role.COMPLAINANT,
        name="Gwen Pryce",
        email="gwen@post.example",
        address="2 Low Street",
        contact_by=ContactBy.POST,
    )

    sent(submission(by_post))

    assert not Message.objects.exists()


def test_receive_moves_the_files_of_the_draft_to_the_case():
    draft_key = uuid.uuid4()
    document = DocumentFactory(case=None, draft_key=draft_key)

    complaint = sent(draft_key=draft_key).complaint

    document.refresh_from_db()
    assert (document.case, document.draft_key) == (complaint.case, None)


def test_trail_of_a_complaint_holds_nothing_that_was_said():
    complaint = sent(submission(GWEN, subject_named("PC 4412"))).complaint

    entries = Entry.objects.filter(case_id=complaint.pk)
    assert entries.filter(verb="complaint.received").count() == 1
    assert "Gwen" not in str(list(entries.values()))
    assert "4412" not in str(list(entries.values()))


# Whose it is and who sees it


def test_complaint_about_staff_is_the_chief_executives_and_nobody_elses():
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    handler, manager = UserFactory(post=Post.COMPLAINT_HANDLER), UserFactory(post=Post.MANAGER)

    case = sent(submission(subject=Subject.OFFICE_STAFF)).complaint.case

    assert case.reference == "STF-2026-000001"
    assert (case.owner_post, case.confidentiality) == (Post.CHIEF_EXECUTIVE, Confidentiality.NAMED)
    assert case in Case.objects.visible_to(chief_executive)
    assert case not in Case.objects.visible_to(manager)
    assert case not in Case.objects.visible_to(handler)


def test_complaint_about_the_chief_executive_is_the_commissioners_alone():
    chief_executive, commissioner = (
        UserFactory(post=Post.CHIEF_EXECUTIVE),
        UserFactory(post=Post.COMMISSIONER),
    )

    case = sent(submission(subject=Subject.CHIEF_EXECUTIVE)).complaint.case

    assert case.owner_post == Post.COMMISSIONER
    assert [access.person for access in CaseAccess.objects.all()] == [commissioner]
    assert Wall.objects.get().person == chief_executive
    assert Wall.objects.get().source == Wall.Source.SUBJECT
    assert case not in Case.objects.visible_to(chief_executive)


def test_complaint_about_the_chief_executive_leaves_no_gap_that_the_chief_executive_could_see():
    sent(submission(subject=Subject.OFFICE_STAFF))
    about_chief_executive = sent(submission(subject=Subject.CHIEF_EXECUTIVE)).complaint
    staff = sent(submission(subject=Subject.OFFICE_STAFF)).complaint

    assert staff.case.reference == "STF-2026-000002"
    assert about_chief_executive.case.reference == "RSC-2026-000001"


def test_whoever_covers_for_the_chief_executive_does_not_see_a_complaint_about_the_post():
    cover = CoverFactory(post=Post.CHIEF_EXECUTIVE).person
    commissioner = UserFactory(post=Post.COMMISSIONER)

    case = sent(submission(subject=Subject.CHIEF_EXECUTIVE)).complaint.case

    assert case in Case.objects.visible_to(commissioner)
    assert case not in Case.objects.visible_to(cover)


def test_complaint_about_the_commissioner_is_seen_by_the_monitoring_officer_and_the_second(office):
    monitoring_officer, second = (
        UserFactory(post=Post.MONITORING_OFFICER),
        UserFactory(post=Post.DATA_PROTECTION_OFFICER),
    )
    commissioner, deputy = UserFactory(post=Post.COMMISSIONER), UserFactory(post=Post.DEPUTY)
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    office.named_second = second
    office.save()

    case = sent(submission(subject=Subject.COMMISSIONER)).complaint.case

    assert case.reference == "RST-2026-000001"
    assert case.owner_post == Post.MONITORING_OFFICER
    seen_by = [p for p in (monitoring_officer, second, chief_executive) if _sees(p, case)]
    assert seen_by == [monitoring_officer, second]
    assert {wall.person for wall in Wall.objects.all()} == {commissioner, deputy}


def test_named_second_who_is_the_subject_is_kept_out(office):
    monitoring_officer = UserFactory(post=Post.MONITORING_OFFICER)
    second = UserFactory(name="Wen Li", post=Post.DATA_PROTECTION_OFFICER)
    office.named_second = second
    office.save()

    case = sent(submission(GWEN, subject_named("Wen Li"), subject=Subject.VOLUNTEER)).complaint.case

    assert _sees(monitoring_officer, case)
    assert not _sees(second, case)


def test_colleague_whom_the_complaint_names_never_sees_it():
    colleague = UserFactory(name="Siân Pugh", post=Post.COMPLAINT_HANDLER)

    case = sent(submission(GWEN, subject_named("Sergeant Hall and Siân Pugh"))).complaint.case

    assert not _sees(colleague, case)
    assert "names somebody with this person's name" in Wall.objects.get().reason


def test_chief_executive_named_as_a_member_of_staff_gives_way_to_the_commissioner():
    chief_executive = UserFactory(name="Róisín Byrne", post=Post.CHIEF_EXECUTIVE)
    commissioner = UserFactory(post=Post.COMMISSIONER)

    case = sent(submission(GWEN, subject_named("Róisín Byrne"), subject=Subject.OFFICE_STAFF)).complaint.case

    assert case.owner_post == Post.COMMISSIONER
    assert _sees(commissioner, case)
    assert not _sees(chief_executive, case)


@pytest.mark.parametrize("given", ["the chief executive", "Mrs Byrne, Chief Executive"])
def test_chief_executive_meant_by_the_post_alone_gives_way_to_the_commissioner(given):
    chief_executive = UserFactory(name="Róisín Byrne", post=Post.CHIEF_EXECUTIVE)
    UserFactory(post=Post.COMMISSIONER)

    case = sent(submission(GWEN, subject_named(given), subject=Subject.OFFICE_STAFF)).complaint.case

    assert case.owner_post == Post.COMMISSIONER
    assert not _sees(chief_executive, case)


@pytest.mark.parametrize(
    "told",
    [
        {"subject_description": "Your Chief Executive, Mrs Marsh"},
        {"subject_description": "Whoever answers helen.marsh@office.example"},
        {"what_happened": "Helen Marsh shouted at me."},
        {"what_happened": "The Chief\u00ad Executive shouted at me."},
        {"what_is_wanted": "An apology from helen.marsh@office.example."},
    ],
)
def test_chief_executive_meant_anywhere_in_a_complaint_about_staff_gives_way_to_the_commissioner(told):
    chief_executive = UserFactory(
        name="Helen Marsh", email="helen.marsh@office.example", post=Post.CHIEF_EXECUTIVE
    )
    commissioner = UserFactory(post=Post.COMMISSIONER)

    case = sent(replace(submission(subject=Subject.OFFICE_STAFF), **told)).complaint.case

    assert case.owner_post == Post.COMMISSIONER
    assert _sees(commissioner, case)
    assert not _sees(chief_executive, case)


def test_commissioner_who_is_only_mentioned_in_an_account_takes_the_chief_executives_place():
    UserFactory(name="Helen Marsh", post=Post.CHIEF_EXECUTIVE)
    commissioner = UserFactory(name="Jo Field", post=Post.COMMISSIONER)
    account = "I told Jo Field that Helen Marsh had shouted at me."

    case = sent(replace(submission(subject=Subject.OFFICE_STAFF), what_happened=account)).complaint.case

    assert case.owner_post == Post.COMMISSIONER
    assert _sees(commissioner, case)


def test_holder_of_a_post_that_a_complaint_about_staff_names_is_walled_off():
    officer = UserFactory(post=Post.MONITORING_OFFICER)
    UserFactory(post=Post.CHIEF_EXECUTIVE)
    about_staff = submission(GWEN, subject_named("The Monitoring Officer"), subject=Subject.OFFICE_STAFF)

    case = sent(about_staff).complaint.case

    assert Wall.objects.get(case=case).person == officer


def test_account_of_a_complaint_about_the_police_raises_no_wall_for_a_colleague_in_it():
    colleague = UserFactory(name="Siân Pugh", post=Post.COMPLAINT_HANDLER)

    case = sent(replace(submission(), what_happened="I told Siân Pugh about it.")).complaint.case

    assert _sees(colleague, case)


def test_post_of_the_same_name_in_the_force_raises_no_wall():
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)

    case = sent(submission(GWEN, subject_named("The chief executive of the force"))).complaint.case

    assert _sees(chief_executive, case)


@pytest.mark.parametrize("subject", [Subject.CHIEF_CONSTABLE, Subject.POLICE_PERSON])
def test_commissioner_sees_what_nobody_else_could_own_or_lift_a_wall_of(subject):
    commissioner = UserFactory(post=Post.COMMISSIONER)
    UserFactory(name="Róisín Byrne", post=Post.CHIEF_EXECUTIVE)
    UserFactory(name="Siân Pugh", post=Post.MONITORING_OFFICER)
    named = subject_named("Róisín Byrne and Siân Pugh")

    case = sent(submission(GWEN, named, subject=subject)).complaint.case

    assert _sees(commissioner, case)


def test_colleague_named_only_in_the_description_never_sees_it():
    colleague = UserFactory(name="Siân Pugh", post=Post.COMPLAINT_HANDLER)
    description = "Your Sian Pugh, who took my call on Monday"

    case = sent(replace(submission(), subject_description=description)).complaint.case

    assert not _sees(colleague, case)


def test_colleague_may_take_down_a_complaint_that_is_not_theirs_to_see():
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)

    case = sent(submission(subject=Subject.CHIEF_EXECUTIVE), by=handler).complaint.case

    assert case.reference == "RSC-2026-000001"
    assert not _sees(handler, case)


def _sees(person: Any, case: Case) -> bool:
    return Case.objects.visible_to(person).filter(pk=case.pk).exists()
