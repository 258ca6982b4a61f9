import re

import pytest
from django.utils import timezone

from casework.approvals.models import ApprovalRequest
from casework.people.posts import Post
from complaints.acts import ACTS, Situation, allowed_actions, grouped, url_of
from complaints.models import Category, Factor
from complaints.workflow import Channel, Finding, Road, Route, Status, Subject
from tests.complaints import stories
from tests.complaints.case_pages.visits import address, key_on, offered, send
from tests.complaints.stories import fresh
from tests.factories.cases import TaskFactory
from tests.factories.people import UserFactory

ONCE = "You sent this form twice. It was done once."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


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
    key = key_on(at_desk.get(address(complaint, page)))
    typed = {name: handler.pk if value == "ME" else value for name, value in typed.items()}

    answers = [send(at_desk, complaint, page, once=key, **typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert kept(complaint).count() == 1


@pytest.mark.parametrize("page", ["notes/add/", "messages/"])
def test_what_was_corrected_while_the_answer_was_slow_is_an_act_of_its_own(at_desk, handler, page):
    complaint = stories.resolving(handler)
    key = key_on(at_desk.get(address(complaint, page)))

    for text in ("Ring her at home.", "NEVER ring her at home."):
        answer = send(at_desk, complaint, page, once=key, text=text)

    kept = complaint.messages if page == "messages/" else complaint.case.notes
    assert [row.text for row in kept.order_by("pk")] == ["Ring her at home.", "NEVER ring her at home."]
    assert ONCE not in answer.content.decode()


def test_a_message_sent_twice_is_said_to_be_done_once_and_not_done_again(at_desk, handler):
    complaint = stories.resolving(handler)
    key = key_on(at_desk.get(address(complaint, "messages/")))

    first, second = (
        send(at_desk, complaint, "messages/", once=key, text="We have it.").content.decode() for _ in range(2)
    )

    assert "The message is on the complainant’s page" in first
    assert "The message is on the complainant’s page" not in second
    assert ONCE in second


def test_a_double_click_on_what_is_offered_once_says_that_it_was_done(at_desk, handler):
    complaint = stories.resolving(handler)
    key = key_on(at_desk.get(address(complaint, "suspend/")))
    typed = {"reason": "A trial is to come.", "ground": "criminal"}

    first, second = (send(at_desk, complaint, "suspend/", once=key, **typed) for _ in range(2))

    assert fresh(complaint).suspended_at
    assert "suspend" not in offered(complaint, handler)
    assert ONCE not in first.content.decode()
    assert ONCE in second.content.decode()
    assert at_desk.post(address(complaint, "suspend/"), typed).status_code == 403


def test_a_double_click_on_a_task_that_is_done_says_that_it_was_done(at_desk, handler):
    complaint = stories.resolving(handler)
    task = TaskFactory(case=complaint.case, for_person=handler)
    key = key_on(at_desk.get(address(complaint, f"tasks/{task.pk}/finish/")))

    first, second = (
        send(at_desk, complaint, f"tasks/{task.pk}/finish/", once=key).content.decode() for _ in range(2)
    )

    assert "The task is done" in first
    assert ONCE in second


def test_a_double_click_on_what_takes_the_case_out_of_ones_sight_ends_at_the_desk_too(client):
    manager = UserFactory(post=Post.MANAGER)
    client.force_login(manager)
    complaint = stories.taken(manager)
    typed = {
        "subject": Subject.OFFICE_STAFF,
        "reason": "He works for us.",
        "once": key_on(client.get(address(complaint, "reroute/"))),
    }

    answers = [client.post(address(complaint, "reroute/"), typed) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == ["/desk/", "/desk/"]


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
    ("page", "words"),
    [
        ("withdrawal/", "A signed withdrawal closes the complaint at once. A manager can reopen it."),
        ("hand-over/", "Once it is handed over, the outcome is the force’s."),
    ],
)
def test_what_cannot_simply_be_undone_is_said_before_it_is_done(at_desk, handler, page, words):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    complaint = stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)

    assert words in at_desk.get(address(complaint, page)).content.decode()


def test_contact_form_says_beforehand_that_an_update_must_be_in_writing(at_desk, handler):
    """PCMR 2020 reg 34(3)."""
    told = "On this complaint it must be in writing."
    oral, online = stories.taken(handler), stories.taken(handler, channel=Channel.LETTER)

    assert told not in at_desk.get(url_of(oral, "contact")).content.decode()
    assert told in at_desk.get(url_of(online, "contact")).content.decode()
    refused = at_desk.post(url_of(oral, "contact"), {"csrf": "x"}).content.decode()
    assert "Select how the contact was made" in refused


def test_giving_a_case_to_somebody_else_starts_from_whoever_has_it(client, handler):
    client.force_login(UserFactory(post=Post.MANAGER))

    page = client.get(address(stories.resolving(handler), "assign/")).content.decode()

    assert f'<option value="{handler.pk}" selected' in page


def test_assessing_a_staff_complaint_speaks_of_no_question_it_does_not_ask(client):
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    complaint = stories.taken(chief_executive, subject=Subject.OFFICE_STAFF)
    client.force_login(chief_executive)

    page = client.get(address(complaint, "assess/")).content.decode()

    assert "Decided under the office’s own policy." in page
    assert "Give a reason for each yes" not in page
    assert "requires it to be recorded" not in page
    assert "Check what follows" not in page
