import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.deadlines.queries import clock_of
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.actions.outcome import take_back_outcome
from complaints.actions.receive import Person
from complaints.acts import ACTS, Situation, allowed_actions, grouped, url_of
from complaints.models import Category, Complaint, Factor, Role
from complaints.wanted import next_step
from complaints.workflow import Channel, Finding, Road, Route, Status, Subject
from tests.complaints import stories
from tests.complaints.stories import DECIDED, fresh
from tests.factories.cases import WallFactory
from tests.factories.complaints import ComplaintFactory, ContactFactory
from tests.factories.documents import DocumentFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
TABS = ("", "allegations/", "timeline/", "documents/", "letters/", "access/")


@pytest.fixture
def handler() -> User:
    return stories.handler()


@pytest.fixture
def at_desk(client: Client, handler: User) -> Client:
    client.force_login(handler)
    return client


def address(complaint: Complaint, page: str = "") -> str:
    return f"/complaints/{complaint.case.reference}/{page}"


def send(client: Client, complaint: Complaint, page: str, **typed: object):
    return client.post(address(complaint, page), typed, follow=True)


def offered(complaint: Complaint, user: User) -> set[str]:
    return set(allowed_actions(Situation(fresh(complaint), user)))


@pytest.mark.parametrize(
    ("page", "typed", "kept"),
    [
        ("notes/add/", {"text": "Rang back."}, lambda complaint: complaint.case.notes),
        ("messages/", {"text": "We have your photograph."}, lambda complaint: complaint.messages),
        (
            "tasks/set/",
            {"what": "Ask for the log", "for_person": "ME"},
            lambda complaint: complaint.case.tasks.filter(what="Ask for the log"),
        ),
    ],
)
def test_a_double_click_keeps_one(at_desk, handler, page, typed, kept):
    complaint = stories.resolving(handler)
    drawn = at_desk.get(address(complaint, page)).content.decode()
    key = re.search(r'name="once" value="([^"]+)"', drawn)[1]
    typed = {name: handler.pk if value == "ME" else value for name, value in typed.items()}

    answers = [send(at_desk, complaint, page, once=key, **typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert kept(complaint).count() == 1


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


def test_opening_the_page_is_recorded(at_desk, handler):
    complaint = stories.taken(handler)

    at_desk.get(address(complaint))

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


def test_every_act_that_is_offered_has_a_page_that_opens(at_desk, handler):
    manager = UserFactory(post=Post.MANAGER)
    complaint = stories.resolving(handler)
    at_desk.force_login(manager)

    names = offered(complaint, manager)
    pages = {name: at_desk.get(url_of(complaint, name)).status_code for name in names}

    assert {"assess", "contact", "suspend", "reroute"} <= names
    assert set(pages.values()) == {200}


def test_an_act_that_is_not_offered_has_no_page(at_desk):
    complaint = stories.taken(stories.handler())

    assert at_desk.get(address(complaint, "assess/")).status_code == 403
    assert at_desk.get(address(complaint, "reopen/")).status_code == 403


def test_whoever_does_not_handle_it_is_told_who_does_and_what_they_may_do(client, handler):
    complaint = stories.resolving(handler)
    client.force_login(stories.handler())

    page = client.get(address(complaint)).content.decode()

    assert f"{handler} handles this complaint. You can record a contact, add a note or set a task." in page
    assert "Confidentiality: office" in page


def test_each_act_stands_under_one_heading_and_the_next_step_under_none(handler):
    complaint = stories.resolving(handler)
    allowed = allowed_actions(Situation(complaint, handler))

    groups = grouped(allowed, leaving_out="assess")

    names = [act.name for _, acts in groups for act in acts]
    assert [heading for heading, _ in groups] == ["Talk", "Write down", "Pause and end"]
    assert set(names) == set(allowed) - {"allegation", "person", "assess"}
    assert len(names) == len(set(names))


def test_after_an_act_the_banner_says_what_was_done_and_what_comes_next(at_desk, handler):
    complaint = stories.resolving(handler)

    page = send(at_desk, complaint, "notes/add/", text="She rang.").content.decode()

    assert "The note was added. Next: Tell the complainant how their complaint stands." in page


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


def test_the_contact_form_begins_with_today_and_says_why_a_contact_is_not_the_first(at_desk, handler):
    complaint = stories.taken(handler)
    today = timezone.localdate()

    page = at_desk.get(address(complaint, "contacts/record/")).content.decode()
    answered = at_desk.post(
        address(complaint, "contacts/record/"),
        {
            "from_us": "them",
            "party": stories.complainant(complaint).pk,
            "method": "telephone",
            "day-day": "8",
            "day-month": "4",
            "day-year": "2026",
            "time": "2.30pm",
            "summary": "She asked how it goes.",
        },
        follow=True,
    ).content.decode()

    assert re.search(rf'name="day-day"[^>]*value="{today.day}"', page)
    assert "it does not count as the first contact: they contacted us" in answered
    assert fresh(complaint).contacts.get().at.hour == 13  # 14:30 in British Summer Time


def test_acts_are_named_once():
    assert len({act.name for act in ACTS}) == len(ACTS)


def test_a_complaint_is_worked_through_its_pages_to_a_proposed_outcome(at_desk, handler):
    UserFactory(post=Post.MANAGER)
    complaint = stories.taken(handler)
    party = stories.complainant(complaint)
    day = {"day-day": "8", "day-month": "4", "day-year": "2026", "time": "10:30"}
    send(
        at_desk,
        complaint,
        "contacts/record/",
        from_us="us",
        party=party.pk,
        method="telephone",
        summary="She wants an explanation.",
        views="An explanation.",
        **day,
    )
    category, none = Category.objects.get(code="A1"), Factor.objects.get(code=Factor.NONE)
    send(
        at_desk,
        complaint,
        "allegations/add/",
        text="Nobody rang back.",
        category=category.pk,
        factors=none.pk,
    )
    answers = dict.fromkeys(stories.answers(Road.FORCE), "no")
    version = fresh(complaint).case.version
    send(
        at_desk,
        complaint,
        "assess/",
        **answers,
        agreed="yes",
        route=Route.OUTSIDE_SCHEDULE_3,
        reasons="She agrees.",
        version=version,
    )
    version = fresh(complaint).case.version
    send(
        at_desk,
        complaint,
        "allegations/1/finding/",
        finding=Finding.RESOLVED,
        done_to_resolve="The sergeant rang.",
        satisfied_words="That is all I wanted.",
        version=version,
    )
    letter = at_desk.post(address(complaint, "outcome/draft/"), {"csrf": "x"}, follow=True)
    propose = url_of(complaint, "propose_outcome")
    assert f'<a class="govuk-notification-banner__link" href="{propose}">' in letter.content.decode()
    assert "Approved, it leaves at once by e-mail" in at_desk.get(propose).content.decode()

    page = at_desk.post(address(complaint, "outcome/propose/"), {"csrf": "x"}, follow=True).content.decode()

    assert fresh(complaint).status == Status.OUTCOME_PROPOSED
    said = "The outcome was proposed. Next: The outcome waits for the approval of the Complaints manager."
    assert said in page
    assert ApprovalRequest.objects.filter(case=complaint.case, state="waiting").exists()


def test_what_the_law_forbids_stands_above_the_form_with_all_that_was_typed(at_desk, handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    answers = dict.fromkeys(stories.answers(Road.FORCE), "no") | {
        "asked_to_record": "yes",
        "asked_to_record_reason": "She wrote it.",
    }

    page = send(
        at_desk,
        complaint,
        "assess/",
        **answers,
        agreed="yes",
        route=Route.OUTSIDE_SCHEDULE_3,
        reasons="Quicker.",
        version=complaint.case.version,
    ).content.decode()

    assert "because it must be recorded" in page
    assert "She wrote it." in page
    assert not complaint.assessments.exists()


def test_check_what_follows_changes_nothing(at_desk, handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)

    page = send(
        at_desk,
        complaint,
        "assess/",
        serious_assault="yes",
        serious_assault_reason="A broken arm.",
        check="1",
    ).content.decode()

    assert "It must go to the force today" in page
    assert "A broken arm." in page
    assert "There is a problem" not in page
    assert not complaint.assessments.exists()


def test_what_follows_can_be_asked_for_alone_while_somebody_answers(at_desk, handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)

    part = send(at_desk, complaint, "assess/", serious_assault="yes", check="result").content.decode()

    assert "It must go to the force today" in part
    assert "<html" not in part
    assert not complaint.assessments.exists()


def test_a_stale_finding_is_refused_in_words(at_desk, handler):
    complaint = stories.resolving(handler)

    page = send(
        at_desk,
        complaint,
        "allegations/1/finding/",
        finding=Finding.NOT_RESOLVED,
        done_to_resolve="The sergeant rang.",
        version=complaint.case.version - 1,
    ).content.decode()

    assert "Somebody else changed this" in page
    assert "The sergeant rang." in page


def test_rerouting_out_of_ones_own_sight_ends_at_the_desk(client):
    manager = UserFactory(post=Post.MANAGER)
    client.force_login(manager)
    complaint = stories.taken(manager)

    answer = client.post(
        address(complaint, "reroute/"), {"subject": Subject.OFFICE_STAFF, "reason": "He works for us."}
    )

    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("met", "words", "clock"),
    [
        ("serious_assault", "to the force today", "hand-over-with-criterion"),
        ("asked_to_record", "to be recorded", "hand-over-to-force"),
    ],
)
def test_the_next_step_of_a_hand_over_says_when_it_is_today(handler, met, words, clock):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    complaint = stories.assessed(complaint, handler, met, route=Route.HAND_OVER)

    step = next_step(Situation(complaint, handler), stories.ASSESSED.date())

    assert words in step.sentence
    assert (step.act, step.due.clock) == ("hand_over", clock)


def test_the_next_step_of_a_new_complaint_is_to_log_it(handler):
    step = next_step(Situation(ComplaintFactory(), handler), stories.LOGGED.date())

    assert step.act == "log"


def test_the_next_step_is_a_referral_with_its_last_day(handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    complaint = stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    step = next_step(Situation(complaint, handler), stories.ASSESSED.date())

    assert (step.act, step.due.clock) == ("refer", "iopc-referral")


def test_an_update_that_is_soon_due_comes_before_the_finding(handler):
    complaint = stories.resolving(handler)

    far = next_step(Situation(complaint, handler), stories.ASSESSED.date())
    near = next_step(Situation(complaint, handler), DECIDED.date())

    assert (far.act, near.act) == ("finding", "update")


def test_somebody_who_only_reads_is_told_the_next_step_and_offered_nothing(handler):
    complaint = stories.resolving(handler)
    other = stories.handler()

    step = next_step(Situation(complaint, other), stories.ASSESSED.date())

    assert step.sentence.startswith("Look into it")
    assert step.url == ""
    assert offered(complaint, other) == {"contact", "note", "task"}


def test_the_summary_says_how_it_is_handled_and_what_became_of_a_referral(at_desk, handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    stories.assessed(complaint, handler, "cannot_exclude", route=Route.SCHEDULE_3)

    page = at_desk.get(address(complaint)).content.decode()

    assert "Record and handle under Schedule 3" in page
    assert "proceedings cannot be ruled out" in page
    assert "14:00 on Thursday 9 April 2026" in page


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("withdrawal/", "A signed withdrawal closes the complaint at once. A manager can reopen it."),
        ("hand-over/", "Once the letters have left, the outcome is the force’s."),
    ],
)
def test_what_cannot_simply_be_undone_is_said_before_it_is_done(at_desk, handler, page, words):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    complaint = stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)

    assert words in at_desk.get(address(complaint, page)).content.decode()


def test_summary_says_that_there_are_files_and_leads_to_them(at_desk, handler):
    complaint = stories.resolving(handler)
    assert "to read</a>" not in at_desk.get(complaint.get_absolute_url()).content.decode()

    DocumentFactory(case=complaint.case)

    assert "1 file to read" in at_desk.get(complaint.get_absolute_url()).content.decode()


def test_whoever_writes_or_proposes_reads_how_to_reach_them_safely(at_desk, handler):
    UserFactory(post=Post.MANAGER)
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    take_back_outcome(complaint, by=handler, at=DECIDED)
    complaint.parties.filter(role="complainant").update(safe_contact="Never ring the landline.")

    for page in (f"/letters/{complaint.case.letters.get().pk}/", url_of(complaint, "propose_outcome")):
        assert "Never ring the landline." in at_desk.get(page).content.decode()


def test_the_page_of_an_outcome_letter_leads_to_proposing_it_while_that_may_be_done(at_desk, handler):
    UserFactory(post=Post.MANAGER)
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    letter, onward = f"/letters/{complaint.case.letters.get().pk}/", url_of(complaint, "propose_outcome")
    assert onward not in at_desk.get(letter).content.decode()

    take_back_outcome(complaint, by=handler, at=DECIDED)

    assert f'href="{onward}"' in at_desk.get(letter).content.decode()
    assert at_desk.get(onward).status_code == 200
    complaint.case.letters.update(fields={})
    assert onward not in at_desk.get(letter).content.decode()


@pytest.mark.parametrize(
    ("met", "when"),
    [
        ("asked_to_record", "They leave at once."),
        ("serious_assault", "when the Chief Executive has"),
    ],
)
def test_whoever_hands_over_reads_when_the_letters_leave_and_how_to_reach_her(at_desk, handler, met, when):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    complaint = stories.assessed(complaint, handler, met, route=Route.HAND_OVER)
    complaint.parties.filter(role="complainant").update(safe_contact="Never ring the landline.")

    page = at_desk.get(url_of(complaint, "hand_over")).content.decode()

    assert when in page
    assert "Never ring the landline." in page


def read_letters(client: Client, complaint: Complaint, **typed: str):
    """The page with both letters on it, and the hash that its button hands back."""
    page = client.post(url_of(complaint, "hand_over"), typed).content.decode()
    return page, re.search(r'value="([0-9a-f]{64})"[^>]*name="read"|$', page)[1]


def test_whoever_hands_over_reads_both_letters_before_they_leave(at_desk, handler):
    complaint = to_hand_over(handler)

    page, read = read_letters(at_desk, complaint, explanation="He should see her notes.")

    assert "Dear Gwen Pryce" in page
    assert "He should see her notes." in page
    assert "To the force, by e-mail" in page
    assert fresh(complaint).status == Status.HANDLING
    assert not complaint.case.letters.exists()

    send(at_desk, complaint, "hand-over/", explanation="He should see her notes.", read=read)

    assert fresh(complaint).status == Status.HANDED_OVER


def test_letters_changed_since_they_were_read_are_to_be_read_again(at_desk, handler):
    complaint = to_hand_over(handler)
    _, read = read_letters(at_desk, complaint, explanation="He should see her notes.")

    page = send(at_desk, complaint, "hand-over/", explanation="Something else.", read=read).content.decode()

    assert "The letters changed since you read them. Read them again." in page
    assert read not in page
    assert fresh(complaint).status == Status.HANDLING


def test_one_letter_is_read_where_the_complainant_cannot_be_written_to(at_desk, handler):
    complaint = to_hand_over(handler)
    complaint.parties.update(email="", address="")

    page, _ = read_letters(at_desk, complaint, explanation="Nobody can be told.")

    assert "To the force, by e-mail" in page
    assert "To the complainant" not in page


def to_hand_over(handler: User) -> Complaint:
    complaint = stories.spoken_to(stories.taken(handler), handler)
    stories.alleged(complaint, handler)
    return stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)


def test_letter_that_waits_for_the_post_is_one_step_away(at_desk, handler):
    manager = UserFactory(post=Post.MANAGER)
    complaint = stories.resolving(handler)
    complaint.parties.filter(role="complainant").update(contact_by="post")
    complaint = stories.proposed(complaint, handler, Finding.NOT_RESOLVED)
    request = ApprovalRequest.objects.get(case=complaint.case)
    at_desk.force_login(manager)
    assert "it leaves with today’s post" in at_desk.get(f"/approvals/{request.pk}/").content.decode()

    approvals.approve(request, by=manager, at=DECIDED)

    at_desk.force_login(handler)
    step = next_step(Situation(fresh(complaint), handler), DECIDED.date())
    assert (step.label, step.url) == ("Today’s post", "/post/")
    assert 'href="/post/"' in at_desk.get(complaint.get_absolute_url()).content.decode()
    reader = UserFactory(post=Post.LEGITIMACY_LEAD)
    assert next_step(Situation(fresh(complaint), reader), DECIDED.date()).url == ""


def test_contact_form_says_beforehand_that_an_update_must_be_in_writing(at_desk, handler):
    """PCMR 2020 reg 34(3)."""
    told = "On this complaint it must be in writing."
    oral, online = stories.taken(handler), stories.taken(handler, channel=Channel.LETTER)

    assert told not in at_desk.get(url_of(oral, "contact")).content.decode()
    assert told in at_desk.get(url_of(online, "contact")).content.decode()
    refused = at_desk.post(url_of(oral, "contact"), {"csrf": "x"}).content.decode()
    assert "Select how the contact was made" in refused


def test_allegation_says_its_situation_or_that_there_was_none(at_desk, handler):
    complaint = stories.taken(handler)
    category = Category.objects.get(code="A1")

    page = send(at_desk, complaint, "allegations/add/", text="Nobody rang back.", category=category.pk)

    assert "Select what the situation was, or “None of these”" in page.content.decode()
    assert not complaint.allegations.exists()


def test_while_the_complainant_is_asked_about_withdrawing_the_answer_is_the_next_step(at_desk, handler):
    complaint = stories.resolving(handler)

    page = send(at_desk, complaint, "withdrawal/", signed="no").content.decode()

    step = next_step(Situation(fresh(complaint), handler), DECIDED.date())
    assert (step.act, step.due.clock) == ("withdrawal_reply", "withdrawal-reply")
    assert "The withdrawal was recorded. Next: Wait for the complainant to say whether they withdraw" in page


def test_giving_a_case_to_somebody_else_starts_from_whoever_has_it(client, handler):
    client.force_login(UserFactory(post=Post.MANAGER))

    page = client.get(address(stories.resolving(handler), "assign/")).content.decode()

    assert f'<option value="{handler.pk}" selected' in page


def test_the_next_step_has_the_date_of_the_nearest_duty_and_says_of_which(at_desk, handler):
    complaint = stories.spoken_to(stories.taken(handler, subject=Subject.CHIEF_CONSTABLE), handler)
    complaint = stories.assessed(complaint, handler, "asked_to_record", route=Route.SCHEDULE_3)

    step = next_step(Situation(complaint, handler), stories.ASSESSED.date())
    page = at_desk.get(address(complaint)).content.decode()

    assert (step.act, step.due.clock) == ("allegation", "complainant-update")
    assert f'__due">{clock_of(step.due).name}: ' in page


def test_the_head_of_the_page_names_who_is_complained_about(at_desk, handler):
    officer = Person(role=Role.SUBJECT, name="PC 4412")
    complaint = stories.taken(handler, people=(stories.GWEN, officer))

    page = at_desk.get(address(complaint)).content.decode()

    bar = page[page.index("app-identity-bar__facts") : page.index("</dl>")]
    assert "PC 4412" in bar
    assert complaint.get_subject_display() in page
    assert "They work for this office" in page


def test_assessing_a_staff_complaint_speaks_of_no_question_it_does_not_ask(client):
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.taken(chief_executive, subject=Subject.OFFICE_STAFF)
    client.force_login(chief_executive)

    page = client.get(address(complaint, "assess/")).content.decode()

    assert "Decided under the office’s own policy." in page
    assert "Give a reason for each yes" not in page
    assert "requires it to be recorded" not in page
    assert "Check what follows" not in page
