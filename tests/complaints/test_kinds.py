from datetime import date

import pytest

from casework.cases.kinds import kind_of
from casework.people.posts import Post
from complaints.kinds import heading
from complaints.models import Role
from complaints.workflow import Road, Status, Subject
from tests.factories.complaints import MADE, ComplaintFactory, InformationRequestFactory, PartyFactory
from tests.factories.people import UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("road", "owner", "series"),
    [
        (Road.FORCE, Post.MANAGER, "CMP"),
        (Road.CHIEF_CONSTABLE, Post.CHIEF_EXECUTIVE, "CMP"),
        (Road.STAFF, Post.CHIEF_EXECUTIVE, "STF"),
        (Road.STAFF, Post.COMMISSIONER, "RSC"),
        (Road.OTHER, Post.MONITORING_OFFICER, "RST"),
    ],
)
def test_complaint_that_some_must_not_know_of_has_a_series_of_its_own(road, owner, series):
    case = ComplaintFactory(road=road, case__owner_post=owner).case

    assert kind_of(case).prefix(case) == series


@pytest.mark.django_db
def test_listing_finds_a_complaint_by_everybody_in_it_and_every_word_of_it():
    complaint = ComplaintFactory(
        subject=Subject.POLICE_PERSON,
        what_happened="Nobody rang.\nThree times.",
        where_it_happened="Exampleton",
    )
    PartyFactory(complaint=complaint, name="Gwen Pryce")
    PartyFactory(complaint=complaint, role=Role.SUBJECT, name="PC 4412")

    listing = kind_of(complaint.case).listing(complaint.case)

    assert listing.heading == "Nobody rang."
    assert listing.about == "PC 4412"
    assert listing.names == "Gwen Pryce\nPC 4412"
    assert "Three times." in listing.words
    assert "Exampleton" in listing.words
    assert (listing.status, listing.stream, listing.is_open) == (Status.RECEIVED, Road.FORCE, True)


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ("  It was late.\nThen he left.", "It was late."),
        ("word " * 40, ("word " * 24).strip() + "…"),
        ("x" * 130, "x" * 120),
        ("", ""),
    ],
)
def test_heading_is_the_first_line_cut_between_words(account, expected):
    assert heading(account) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "whom"),
    [
        (Status.HANDLING, ""),
        (Status.REFERRED, "the IOPC"),
        (Status.HANDED_OVER, "the force"),
        (Status.HANDING_OVER, "approval"),
        (Status.OUTCOME_PROPOSED, "approval"),
    ],
)
def test_listing_says_whom_the_work_waits_for(status, whom):
    complaint = ComplaintFactory(status=status, logged_at=MADE, logged_by=UserFactory())

    assert kind_of(complaint.case).listing(complaint.case).waits_for == whom


@pytest.mark.django_db
def test_a_question_to_the_force_keeps_the_work_waiting_until_it_is_answered():
    complaint = ComplaintFactory(status=Status.HANDLING, logged_at=MADE, logged_by=UserFactory())
    question = InformationRequestFactory(complaint=complaint)

    assert kind_of(complaint.case).listing(complaint.case).waits_for == "the force"

    question.replied_on, question.reply = date(2026, 4, 9), "The log is attached."
    question.save()
    assert kind_of(complaint.case).listing(complaint.case).waits_for == ""
