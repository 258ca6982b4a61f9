import pytest
from django.test import Client

from complaints.access_codes import Opens, mac_of
from complaints.models import Complaint, Role
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
    left_blank = page.partition("Is there anything we must know to reach you safely?")[2]
    assert "Not answered" in left_blank.partition("</div>")[0]


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

    assert response.url == "/complain/for-whom/?change"
    answered = client.post(response.url, {"name": "Idris", "relationship": "His mother", "consent": "yes"})
    assert answered.url == "/complain/check/"


# What people type


# Equality answers


def test_question_that_does_not_exist_is_not_found(client, office):
    assert client.get("/complain/nothing/").status_code == 404


def test_every_question_is_on_the_form_to_print(client, office):
    page = client.get("/complain/on-paper/").content.decode()

    assert [step.title for step in STEPS if step.slug != "evidence" and step.title not in page] == []
    assert "Pakistani" in page
    # The equality part is cut off: a signature on it would say whose it is.
    assert page.index("Signed and dated") < page.index("Cut this part off")


def test_form_that_nobody_began_asks_its_first_question(client):
    page = client.get("/complain/").content.decode()

    assert STEPS[0].title in page.partition("<h1")[2].partition("</h1>")[0]
    assert 'action="/complain/who/"' in page


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
