from datetime import timedelta

import pytest
from django.test import Client

from casework.outbox.models import Message
from casework.trail.models import Entry
from complaints.access_codes import Opens, mac_of
from complaints.models import Complaint, Draft, EqualityResponse, Role
from complaints.public_form.steps import STEPS, place_of, step_named
from complaints.workflow import Status, Subject
from tests.complaints.public_form.conftest import NOW

pytestmark = pytest.mark.django_db


def test_form_leads_from_the_first_question_to_a_reference_and_dates(client, fill):
    assert fill().url == "/complain/check/"

    response = client.post("/complain/check/", follow=True)

    complaint = Complaint.objects.get()
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == "/complain/sent/"
    assert "CMP-2026-000001" in page
    assert mac_of(response.context["access_code"], Opens.COMPLAINT) == complaint.access_code_mac
    assert response.context["access_code"] in page
    assert "Wednesday 8 April 2026" in page
    assert "Good Friday" in page


def test_every_answer_reaches_the_complaint(client, fill):
    fill()
    client.post("/complain/check/")

    complaint = Complaint.objects.get()
    complainant = complaint.parties.get(role=Role.COMPLAINANT)
    assert complaint.subject == Subject.POLICE_PERSON
    assert complaint.status == Status.RECEIVED
    assert complaint.what_happened == "I rang three times about my stolen bicycle."
    assert (complaint.when_it_happened, complaint.where_it_happened) == ("27 March 2026", "High Street")
    assert (complaint.what_is_wanted, complaint.subject_description) == (
        "An apology",
        "Tall, with a red beard",
    )
    assert (complaint.made_at, complaint.received_at) == (NOW, NOW)
    assert complaint.parties.get(role=Role.SUBJECT).name == "PC 4412"
    assert (complainant.name, complainant.email, complainant.contact_by) == (
        "Gwen Pryce",
        "gwen@post.example",
        "email",
    )
    assert complainant.adjustments == "Large print"


def test_complaint_for_somebody_else_keeps_who_and_whether_they_agreed(client, fill):
    fill(
        who_it_happened_to={"behalf": "somebody_else"},
        for_whom={"name": "Idris Pryce", "relationship": "his mother", "consent": "cannot"},
    )
    client.post("/complain/check/")

    complaint = Complaint.objects.get()
    complainant = complaint.parties.get(role=Role.COMPLAINANT)
    assert complaint.parties.get(role=Role.AFFECTED).name == "Idris Pryce"
    assert complainant.acts_for == "his mother (they cannot give consent)"
    assert complainant.has_consent is None


def test_anonymous_complaint_is_asked_for_no_address_and_gets_a_code_all_the_same(client, fill):
    fill(your_name={"identity": "anonymous"}, reach_you=None, adjustments=None)

    page = client.post("/complain/check/", follow=True)

    complaint = Complaint.objects.get()
    assert complaint.is_anonymous
    assert not complaint.parties.filter(role=Role.COMPLAINANT).exists()
    assert page.context["access_code"]
    assert "cannot contact you" in page.content.decode()


def test_answer_that_a_changed_answer_made_pointless_is_left_out(client, fill):
    fill()
    client.post("/complain/who/?change", {"subject": "chief_constable"})

    client.post("/complain/check/")

    complaint = Complaint.objects.get()
    assert complaint.subject == Subject.CHIEF_CONSTABLE
    assert not complaint.parties.filter(role=Role.SUBJECT).exists()


def test_sending_twice_gives_the_same_reference_and_code(client, fill):
    fill()
    first = client.post("/complain/check/", follow=True)

    second = client.post("/complain/check/", follow=True)

    assert Complaint.objects.count() == 1
    assert Message.objects.count() == 1
    assert second.context["complaint"] == first.context["complaint"]
    assert second.context["access_code"] == first.context["access_code"]


def test_sending_asks_the_database_few_questions(client, fill, django_assert_max_num_queries):
    fill()

    with django_assert_max_num_queries(38):
        client.post("/complain/check/")

    assert Complaint.objects.exists()


def test_access_code_is_shown_for_an_hour_and_never_again(client, fill, clock):
    fill()
    client.post("/complain/check/")
    clock.shift(timedelta(hours=1, seconds=1))

    page = client.get("/complain/sent/")

    assert page.context["access_code"] == ""
    assert "CMP-2026-000001" in page.content.decode()


def test_sent_form_cannot_be_changed_by_going_back(client, fill):
    fill()
    client.post("/complain/check/")

    response = client.post("/complain/what-happened/", {"what_happened": "Something else"})

    assert response.url == "/complain/sent/"
    assert Complaint.objects.get().what_happened.startswith("I rang")


def test_leaving_the_form_lets_the_next_person_start_afresh(client, fill):
    fill()
    client.post("/complain/check/")

    client.post("/complain/forget/")

    assert client.get("/complain/sent/").url == "/complain/"
    assert Complaint.objects.count() == 1


def test_check_answers_sends_back_to_the_first_question_left_out(client, fill):
    fill(what_you_want=None)

    assert client.post("/complain/check/").url == "/complain/what-you-want/"
    assert not Complaint.objects.exists()


def test_check_answers_shows_each_answer_in_words_with_a_way_to_change_it(client, fill):
    fill()

    page = client.get("/complain/check/").content.decode()

    assert "A police officer, a special constable" in page
    assert "Large print" in page
    assert "Indian" in page
    assert 'href="/complain/what-happened/?change"' in page


def test_check_answers_has_its_parts_in_the_order_in_which_the_form_asks_them(client, fill):
    fill()

    page = client.get("/complain/check/").content.decode()

    parts = list(dict.fromkeys(step.section for step in STEPS))
    found = [page.index(f">{part}</h2>") for part in parts]
    assert found == sorted(found)
    assert page.count(">Evidence</h2>") == 1


def test_changing_an_answer_leads_back_to_checking_them(client, fill):
    fill()

    response = client.post("/complain/when-and-where/?change", {"when": "Last night"})

    assert response.url == "/complain/check/"


def test_change_that_calls_for_a_new_question_asks_it_first(client, fill):
    fill()

    response = client.post("/complain/who-it-happened-to/?change", {"behalf": "somebody_else"})

    assert response.url == "/complain/for-whom/"


@pytest.mark.parametrize("step", [step.slug for step in STEPS])
def test_page_shows_again_what_was_answered_and_has_one_heading(client, fill, step):
    fill(
        who_it_happened_to={"behalf": "somebody_else"},
        for_whom={"name": "Idris Pryce", "relationship": "his mother", "consent": "yes"},
    )
    if step == "thing":
        client.post("/complain/who/", {"subject": "police_service"})
        client.post("/complain/thing/", {"description": "The control room"})

    page = client.get(f"/complain/{step}/").content.decode()

    assert page.count("<h1") == 1
    assert "Exit this page" in page
    expected = {"what-happened": "stolen bicycle", "thing": "The control room", "for-whom": "Idris Pryce"}
    assert expected.get(step, "") in page


@pytest.mark.parametrize(
    ("step", "given", "error"),
    [
        ("who", {}, "Select who or what your complaint is about"),
        ("who", {"subject": "nobody"}, "Select one of the answers listed"),
        ("what-happened", {"what_happened": "  "}, "Enter what happened"),
        ("who-it-happened-to", {}, "Select who it happened to"),
        ("your-name", {}, "Select whether you want to give your name"),
        ("your-name", {"identity": "named"}, "Enter your full name"),
    ],
)
def test_refused_answer_says_what_to_do_in_the_title_the_summary_and_beside_the_box(
    client, office, step, given, error
):
    page = client.post(f"/complain/{step}/", given).content.decode()

    assert "<title>Error: " in page
    assert page.count(error) == 2


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "Select how we should reach you"),
        ({"contact_by": "email"}, "Enter your e-mail address"),
        ({"contact_by": "email", "email": "gwen"}, "Enter an e-mail address, like name@example.com"),
        ({"contact_by": "telephone", "telephone": "none"}, "Enter a telephone number"),
        ({"contact_by": "post"}, "Enter your address"),
    ],
)
def test_chosen_way_to_be_reached_has_to_be_given(client, fill, given, error):
    fill()

    assert error in client.post("/complain/reach-you/", given).content.decode()


def test_way_that_was_not_chosen_is_neither_checked_nor_kept(client, fill):
    fill(
        reach_you={
            "contact_by": "post",
            "address": "2 Low Street",
            "email": "gwen@",
            "telephone": "01632 960001",
        }
    )
    client.post("/complain/check/")

    complainant = Complaint.objects.get().parties.get(role=Role.COMPLAINANT)
    assert (complainant.address, complainant.email) == ("2 Low Street", "")


@pytest.mark.parametrize(
    ("subject", "step", "says", "says_not"),
    [
        ("police_person", "person", "Sergeant Hall", "casework manager"),
        ("office_staff", "person", "casework manager", "Sergeant"),
        ("office_staff", "person", "what they do in the office", "their car’s number"),
        ("volunteer", "person", "which police station they visited", "Sergeant"),
        ("police_service", "thing", "101 telephone line", "the Deputy"),
        ("commissioner", "thing", "the Commissioner or the Deputy", "101 telephone line"),
        ("office_service", "thing", "a policy on our website", "101 telephone line"),
        ("something_else", "thing", "the council", "101 telephone line"),
    ],
)
def test_examples_fit_who_or_what_the_complaint_is_about(client, office, subject, step, says, says_not):
    client.post("/complain/who/", {"subject": subject})

    page = client.get(f"/complain/{step}/").content.decode()

    assert says in page
    assert says_not not in page


# What people type


def test_account_of_ten_thousand_words_goes_through(client, fill):
    account = "\r\n".join(["Afterwards the officer wrote everything down slowly"] * 1_430)
    assert len(account.split()) > 10_000

    fill(what_happened={"what_happened": account})
    client.post("/complain/check/")

    assert Complaint.objects.get().what_happened == account.replace("\r\n", "\n")


def test_account_over_the_limit_is_refused_in_words_and_kept_on_the_page(client, office):
    account = "é" * 100_001

    page = client.post("/complain/what-happened/", {"what_happened": account}).content.decode()

    assert "What happened must be 100,000 characters or less" in page
    assert account in page


@pytest.mark.parametrize(
    "written",
    [
        "გვენ პრაისი",
        "גוון פרייס",
        "グウェン・プライス",
        "Gwên 👩🏽‍🦽 Pryce",
        "Robert'); DROP TABLE",
        "<b>Gwen</b>",
    ],
)
def test_name_in_any_script_survives_to_the_page_and_the_case(client, fill, written):
    fill(your_name={"identity": "named", "name": written})

    page = client.get("/complain/check/")
    client.post("/complain/check/")

    assert "<b>Gwen" not in page.content.decode()
    assert Complaint.objects.get().parties.get(role=Role.COMPLAINANT).name == written
    assert Complaint.objects.get().case.names.startswith(written)


def test_nul_characters_are_dropped_and_the_rest_survives(client, fill):
    fill(
        what_happened={"what_happened": "He said\x00 no."},
        your_name={"identity": "named", "name": "Gw\x00en"},
    )
    client.post("/complain/check/")

    assert Complaint.objects.get().what_happened == "He said no."
    assert Complaint.objects.get().parties.get(role=Role.COMPLAINANT).name == "Gwen"


# Equality answers


def test_equality_answers_are_kept_apart_and_leave_the_draft(client, fill):
    fill()

    client.post("/complain/check/")

    response = EqualityResponse.objects.get()
    assert response.answers == {"ethnicity": "A1", "age": "25_34"}
    assert response.month == NOW.date().replace(day=1)
    assert Draft.objects.get().answers == {}
    assert "A1" not in str(list(Entry.objects.values("changes")))


def test_equality_questions_left_alone_leave_no_row(client, fill):
    fill(equality={"ethnicity": "", "age": ""})

    client.post("/complain/check/")

    assert not EqualityResponse.objects.exists()


def test_question_that_does_not_exist_is_not_found(client, office):
    assert client.get("/complain/nothing/").status_code == 404


def test_every_question_is_on_the_form_to_print(client, office):
    page = client.get("/complain/on-paper/").content.decode()

    assert [step.title for step in STEPS if step.slug != "evidence" and step.title not in page] == []
    assert "Pakistani" in page


def test_form_that_nobody_began_asks_its_first_question(client):
    assert client.get("/complain/").url == "/complain/who/"


@pytest.mark.parametrize(
    ("slug", "answers", "said"),
    [
        ("who", {}, "Question 1 of at most 12"),
        ("what-happened", {"who": {"subject": "police_person"}}, "Question 3 of at most 12"),
        ("what-happened", {"who": {"subject": "chief_constable"}}, "Question 2 of at most 11"),
        (
            "equality",
            {
                "who": {"subject": "chief_constable"},
                "who-it-happened-to": {"behalf": "myself"},
                "your-name": {"identity": "anonymous"},
            },
            "Question 8 of 8",
        ),
    ],
)
def test_place_in_the_form_owns_up_to_questions_that_may_still_come(slug, answers, said):
    assert place_of(step_named(slug, answers), answers) == said


def test_first_question_says_how_many_there_are_at_most(client):
    assert "Question 1 of at most 12" in client.get("/complain/who/").content.decode()


def test_coming_back_to_a_complete_form_leads_to_checking_it(client, fill):
    fill()

    assert come_back_elsewhere(client).url == "/complain/check/"


def test_coming_back_leads_to_what_was_left_half_changed(client, fill):
    fill()
    client.post("/complain/reach-you/?change", {"contact_by": "email", "email": "gwen@", "save": "yes"})

    assert come_back_elsewhere(client).url == "/complain/reach-you/"


def come_back_elsewhere(client):
    code = client.get("/complain/save/").context["code"]
    return Client().post("/complain/come-back/", {"code": code})


def test_nothing_is_promised_that_needs_a_way_to_reach_somebody_who_left_none(client, fill):
    fill(your_name={"identity": "anonymous"}, reach_you=None, adjustments=None)

    page = client.post("/complain/check/", follow=True)

    assert page.context["next_steps"] == []
    assert "the only way to follow your complaint" in page.content.decode()


def test_somebody_who_stays_anonymous_reads_that_only_the_code_brings_them_the_answer(client, fill):
    fill()

    page = client.get("/complain/your-name/").content.decode()

    assert "we cannot contact you, so it may come to nothing" in page
    assert "Only with it can you open your complaint’s page" in page


def test_who_says_how_to_be_reached_safely_reads_that_a_person_sees_it_first(client, fill):
    fill(reach_you={"contact_by": "email", "email": "gwen@post.example", "safe_contact": "Never ring"})
    asked = client.get("/complain/reach-you/").content.decode()

    page = client.post("/complain/check/", follow=True).content.decode()

    assert "One of us reads this before we ring you or write to you" in asked
    assert "One of us reads what you wrote before we contact you" in page
    assert not Message.objects.exists()
