"""What a person types, as the forms of a complaint read it."""

from datetime import UTC, datetime, time

import pytest
from django.core.exceptions import ValidationError

from casework.people.posts import Post
from complaints.forms.fields import clock_time, person
from complaints.forms.starting import AllegationForm
from complaints.workflow import Road, Subject
from tests.factories.complaints import ComplaintFactory
from tests.factories.people import CoverFactory, UserFactory


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2pm", time(14)),
        ("2 PM", time(14)),
        ("2.30pm", time(14, 30)),
        ("2:30 p.m.", time(14, 30)),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("230pm", time(14, 30)),
        ("0905", time(9, 5)),
        ("905", time(9, 5)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("00:00", time(0)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, meant):
    assert clock_time("At what time?", "Enter the time").clean(typed) == meant


@pytest.mark.parametrize("typed", ["2", "25:00", "13pm", "0am", "14:60", "half past two", "14:30:15", "2p"])
def test_a_time_that_could_be_two_or_none_is_refused_with_examples(typed):
    with pytest.raises(ValidationError, match="Enter a time, like 2pm, 2.30pm or 14:30"):
        clock_time("At what time?", "Enter the time").clean(typed)


def test_a_time_left_out_is_asked_for():
    with pytest.raises(ValidationError, match="Enter the time"):
        clock_time("At what time?", "Enter the time").clean("  ")


@pytest.mark.django_db
def test_a_person_is_chosen_by_post_with_whoever_chooses_first():
    me = UserFactory(name="Wen Li", post=Post.COMPLAINT_HANDLER)
    UserFactory(name="Amira Shah", post=Post.MANAGER)
    CoverFactory(person=UserFactory(name="Tom Okafor"), post=Post.MANAGER)
    UserFactory(name="Ines Duarte", post=Post.ADMINISTRATOR)

    field = person("Who?", empty="Nobody", me=me, at=datetime(2026, 4, 7, 9, tzinfo=UTC))

    assert [label for _, label in field.choices] == [
        "Nobody",
        "Me, Complaint handler",
        "Amira Shah, Complaints manager",
        "Tom Okafor, Complaints manager (cover)",
    ]
    assert (field.clean(str(me.pk)), field.clean("")) == (me, None)


@pytest.mark.usefixtures("office", "reference_data")
def test_an_allegation_about_office_staff_is_asked_no_situation_of_policing(db):
    of_staff = AllegationForm(complaint=ComplaintFactory(subject=Subject.OFFICE_STAFF, road=Road.STAFF))

    assert "factors" not in of_staff.fields
    assert "L1 Other if none fits" in of_staff.fields["category"].help_text
    assert "factors" in AllegationForm(complaint=ComplaintFactory()).fields


@pytest.mark.usefixtures("office", "reference_data")
def test_none_of_these_is_the_last_situation_offered(db):
    form = AllegationForm(complaint=ComplaintFactory())

    offered = [label for _, label in form.fields["factors"].choices]

    assert offered[-1] == "None of these"
    assert offered[:-1] == sorted(offered[:-1])
