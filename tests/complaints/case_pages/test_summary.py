import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.trail.models import Entry
from complaints.actions.receive import Person
from complaints.models import Category, Role
from complaints.workflow import Route, Subject
from tests.complaints import stories
from tests.complaints.case_pages.visits import address, send
from tests.complaints.stories import DECIDED
from tests.factories.cases import WallFactory
from tests.factories.complaints import ContactFactory
from tests.factories.documents import DocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
TABS = ("", "allegations/", "timeline/", "documents/", "letters/", "access/")


@pytest.mark.parametrize("tab", TABS)
def test_every_page_of_a_complaint_opens_with_one_heading(at_desk, handler, tab):
    complaint = stories.resolving(handler)

    page = at_desk.get(address(complaint, tab)).content.decode()

    assert page.count("<h1") == 1
    assert complaint.case.reference in page


@pytest.mark.parametrize("tab", [*TABS, "assess/", "contacts/record/"])
def test_no_page_of_a_complaint_exists_for_somebody_walled_from_it(at_desk, handler, tab):
    complaint = stories.logged(stories.handler())
    WallFactory(case=complaint.case, person=handler)

    assert at_desk.get(address(complaint, tab)).status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_opening_any_page_of_it_is_recorded(at_desk, handler, tab):
    complaint = stories.taken(handler)

    at_desk.get(address(complaint, tab))

    assert Entry.objects.filter(case_id=complaint.pk, verb="case.viewed", by_id=handler.pk).exists()


@pytest.mark.parametrize(("tab", "most"), [("", 15), ("timeline/", 15)])
def test_a_page_with_fifty_events_asks_few_questions_of_the_database(at_desk, handler, tab, most):
    complaint = stories.resolving(handler)
    for number in range(50):
        ContactFactory(complaint=complaint, at=DECIDED + timedelta(minutes=number), written_by=handler)
    at_desk.get(address(complaint, tab))

    with CaptureQueriesContext(connection) as queries:
        page = at_desk.get(address(complaint, tab))

    assert page.status_code == 200
    assert len(queries) <= most, [query["sql"][:90] for query in queries]


def test_the_timeline_says_to_whom_a_complaint_was_given_and_who_wrote_what(at_desk, handler):
    complaint = stories.resolving(handler)
    send(at_desk, complaint, "notes/add/", text="She rang.")
    send(at_desk, complaint, "tasks/set/", what="Ring her back", for_person=handler.pk)

    page = at_desk.get(address(complaint, "timeline/")).content.decode()
    notes = at_desk.get(address(complaint, "timeline/?only=note")).content.decode()

    assert f"Given to {handler}" in page
    assert "Ring her back" in notes
    assert "Given to" not in notes
    assert notes.count(f"by {handler}") == 2


def test_the_categories_stand_under_the_name_of_their_group(at_desk, handler):
    complaint = stories.resolving(handler)

    page = at_desk.get(address(complaint, "allegations/add/")).content.decode()

    groups = re.findall(r'<optgroup label="(\w) ([^"]+)">', page)
    assert groups[:2] == [
        ("A", "Delivery of duties and service"),
        ("B", "Police powers, policies and procedures"),
    ]
    assert [letter for letter, _ in groups] == sorted({letter for letter, _ in groups})
    assert page.index('label="B ') < page.index("B1 Stops") < page.index("B9 Other") < page.index('label="C ')


def test_the_summary_says_how_it_is_handled_and_what_became_of_a_referral(at_desk, handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    page = at_desk.get(address(complaint)).content.decode()

    assert "Record and handle under Schedule 3" in page
    assert "proceedings cannot be ruled out" in page
    assert "14:00 on Thursday 9 April 2026" in page


def test_summary_says_that_there_are_files_and_leads_to_them(at_desk, handler):
    complaint = stories.resolving(handler)
    assert "to read</a>" not in at_desk.get(complaint.get_absolute_url()).content.decode()

    DocumentFactory(case=complaint.case)

    assert "1 file to read" in at_desk.get(complaint.get_absolute_url()).content.decode()


def test_allegation_says_its_situation_or_that_there_was_none(at_desk, handler):
    complaint = stories.taken(handler)
    category = Category.objects.get(code="A1")

    page = send(at_desk, complaint, "allegations/add/", text="Nobody rang back.", category=category.pk)

    assert "Select what the situation was, or “None of these”" in page.content.decode()
    assert not complaint.allegations.exists()


def test_the_head_of_the_page_names_who_is_complained_about(at_desk, handler):
    officer = Person(role=Role.SUBJECT, name="PC 4412")
    complaint = stories.taken(handler, people=(stories.GWEN, officer))

    page = at_desk.get(address(complaint)).content.decode()

    bar = page[page.index("app-identity-bar__facts") : page.index("</dl>")]
    assert "PC 4412" in bar
    assert complaint.get_subject_display() in page
    assert "They work for this office" in page


def test_summary_says_for_whom_somebody_complains_and_asks_for_consent_until_it_is_there(at_desk, handler):
    daughter = replace(stories.GWEN, acts_for="Daughter", has_consent=False)
    complaint = stories.taken(handler, people=(daughter,))

    without = at_desk.get(address(complaint)).content.decode()
    change = f"people/{complaint.parties.get().pk}/change/"
    known = {"name": daughter.name, "email": daughter.email, "version": complaint.case.version}
    send(at_desk, complaint, change, **known, has_consent="on")
    with_consent = at_desk.get(address(complaint)).content.decode()

    assert "Daughter, no written consent yet" in without
    assert "has not consented in writing yet" in without
    assert "Daughter, with written consent" in with_consent
    assert "has not consented" not in with_consent
    assert "agreed in writing" not in at_desk.get(address(complaint, change)).content.decode()
