import pytest

from complaints.models import Complaint, Role
from complaints.public_form.steps import STEPS

pytestmark = pytest.mark.django_db


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
