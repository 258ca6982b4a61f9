"""The words of the letters themselves: what each must say, must not say, and how it prints."""

import re
from datetime import date
from pathlib import Path

import pytest

import complaints
from casework.letters import tree
from casework.letters.loading import parse
from casework.letters.models import Template
from casework.letters.readability import reading_age
from casework.letters.rendering import drawn, set_pdf

FOLDER = Path(complaints.__file__).parent / "letters"
CODES = sorted(path.stem for path in FOLDER.glob("*.md"))
DAY = date(2026, 3, 9)
LAST_DAY = date(2026, 4, 6)
OFFICE = {
    "name": "Office of the Police and Crime Commissioner for Exampleshire",
    "area": "Exampleshire",
    "body_title": "Police and Crime Commissioner",
    "force_name": "Exampleshire Constabulary",
    "force_contact_email": "standards@force.example",
    "address": "1 High Street\nExampleton\nEX1 1AA",
    "email": "office@office.example",
    "telephone": "01632 960 000",
    "brand_colour": "#1d3557",
}
FINDINGS = [
    {
        "heading": "Allegation 1: nobody returned your call about the stolen bicycle",
        "text": "Not acceptable.\n\nThe control room closed the incident on 2 March without ringing you.",
    },
    {
        "heading": "Allegation 2: the officer was rude",
        "text": "We have not been able to determine if the service provided was acceptable.",
    },
]
FIELDS = {
    "findings": FINDINGS,
    "allegations": FINDINGS,
    "account": FINDINGS,
    "received_on": "Monday 2 March 2026",
    "complaint.made_on": "Sunday 1 March 2026",
    "decision.made_by": "The Chief Executive decided it on the Commissioner’s behalf",
    "referred_on": "Tuesday 3 March 2026",
    "handler_name": "Amira Shah",
    "appeal.decided_by": "The Commissioner",
    "appeal.part_in_the_decision": "They have had no part in this decision",
    "about": "Your visit on Thursday",
    "signed_by": "Amira Shah",
    "signed_as": "Complaint handler",
}
SENTENCES = (
    "We rang you back on 5 March and said that we were sorry.\n\nThe control room has changed its list."
)


def template(code: str) -> Template:
    return parse(FOLDER / f"{code}.md")


def drawn_letter(code: str) -> dict:
    read = template(code)
    content = {
        "template": {"subject": read.subject, "body": read.body},
        "fields": dict.fromkeys(tree.fields_of(read.subject + read.body), SENTENCES) | FIELDS,
        "to": {"name": "Gwen Pryce", "address": "2 Low Road\nExampleton\nEX2 2BB"},
        "reference": "CMP-2026-000123",
        "office": OFFICE,
    }
    dates = {
        name: LAST_DAY
        for name in tree.placeholders(read.body)
        if name.startswith("date.") or name == "letter.provided"
    }
    return drawn(content, dates, DAY)


def words(code: str) -> str:
    letter = drawn_letter(code)
    return f"{letter['subject']}\n{tree.words(letter['body'])}"


@pytest.mark.parametrize("code", CODES)
def test_every_letter_prints_with_no_gap(code):
    letter = drawn_letter(code)

    assert set_pdf(letter, DAY).startswith(b"%PDF")
    assert not re.search(r"[\[\]{}]", words(code))


@pytest.mark.parametrize("code", CODES)
def test_every_letter_gives_the_reference_in_its_head(code):
    assert drawn_letter(code)["reference"] == "CMP-2026-000123"


@pytest.mark.parametrize("code", [code for code in CODES if code != "hand-over-force"])
def test_what_we_write_to_people_reads_at_fourteen_or_younger(code):
    fixed = tree.words(tree.grow(template(code).body, {}))

    assert reading_age(fixed) <= 14


@pytest.mark.parametrize("code", ["resolution", "not-resolved"])
def test_an_outcome_outside_schedule_3_names_no_review_body_and_says_it_can_be_recorded(code):
    text = words(code)

    assert "IOPC" not in text
    assert "Independent Office" not in text
    assert "You may ask at any time for your complaint to be recorded under Schedule 3" in text


def test_the_chief_constable_outcome_names_the_iopc_how_to_apply_and_the_last_day():
    text = words("chief-constable-outcome")

    assert "Independent Office for Police Conduct (IOPC)" in text
    assert "is Monday 6 April 2026" in text
    assert "policeconduct.gov.uk" in text
    assert FINDINGS[0]["heading"] in text
    assert "Not acceptable." in text


def test_the_staff_outcome_names_the_appeal_its_last_day_and_no_body_outside():
    text = words("staff-outcome")

    assert "We must receive your appeal by Monday 6 April 2026" in text
    assert "The Commissioner will decide your appeal" in text
    assert "IOPC" not in text


def test_the_hand_over_tells_the_complainant_whom_to_ask_and_the_force_what_to_do():
    assert "standards@force.example" in words("hand-over-complainant")
    assert "It must be recorded under Schedule 3" in words("hand-over-force")
    assert "Send us a copy of the outcome letter" in words("hand-over-force")


@pytest.mark.parametrize("code", ["acknowledgement", "progress-update", "iopc-referral"])
def test_a_letter_on_the_way_says_when_the_next_comes(code):
    assert "Monday 6 April 2026" in words(code)


@pytest.mark.parametrize("code", CODES)
def test_only_what_tells_the_complainant_something_counts_as_an_update(code):
    silent = {"acknowledgement", "hand-over-force", "free-letter"}

    assert template(code).counts_as_update is (code not in silent)
