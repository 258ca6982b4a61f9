from datetime import date

import pytest

from casework.deadlines.models import Deadline, State
from casework.letters import content, tree
from casework.letters.models import State as LetterState
from casework.outbox.models import Message
from complaints.actions.hand_over import (
    hand_over,
    record_acknowledgement,
    record_force_outcome,
)
from complaints.actions.refused import Refused
from complaints.criteria import CRITERIA
from complaints.models import Complaint, Party, Role
from complaints.workflow import Outcome, Status
from complaints.writing_up import why_recorded
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, DECIDED, fresh, handed, letters, to_hand_over
from tests.factories.documents import DocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]


def test_a_hand_over_tells_both_and_ends_what_the_office_owed(handler):
    complaint = handed(to_hand_over(handler, "asked_to_record"), handler)

    sent = letters(complaint)
    assert complaint.status == Status.HANDED_OVER
    assert {code: letter.state for code, letter in sent.items()} == {
        "hand-over-force": LetterState.SENT,
        "hand-over-complainant": LetterState.SENT,
    }
    assert sent["hand-over-force"].to_email == "standards@force.example"
    assert "the complainant has asked" in sent["hand-over-force"].fields["why_handed_over"].lower()
    assert Deadline.objects.get(case=complaint.case, clock="hand-over-to-force").state == State.SATISFIED
    assert not Deadline.objects.running().filter(case=complaint.case).exists()


def test_the_letter_to_the_complainant_is_listed_under_the_name_of_the_force(handler, office):
    complaint = handed(to_hand_over(handler, "asked_to_record"), handler)

    heading = content.heading(letters(complaint)["hand-over-complainant"])

    assert heading == f"We have passed your complaint to {office.force_name}"


def test_the_mail_with_a_letter_gives_the_address_that_the_letter_gives(handler, office):
    complaint = handed(to_hand_over(handler, "asked_to_record"), handler)

    note = content.covering_note(letters(complaint)["hand-over-complainant"], ASSESSED.date())

    assert f"write to {office.email} or call {office.telephone}" in note


def test_the_force_is_sent_the_whole_complaint_and_how_it_is_safe_to_reach_her(handler):
    complaint = to_hand_over(handler, "asked_to_record")
    told = {
        "subject_description": "PC 4412, tall, grey beard",
        "when_it_happened": "On Friday at about ten in the evening",
        "where_it_happened": "At my door in Mill Lane",
        "what_is_wanted": "An apology from him",
    }
    Complaint.objects.filter(pk=complaint.pk).update(**told)
    safe = "Never ring before noon: he reads my telephone."
    complaint.parties.filter(role=Role.COMPLAINANT).update(safe_contact=safe)
    Party.objects.create(complaint=complaint, role=Role.SUBJECT, name="Daniel Frost", added_at=ASSESSED)

    hand_over(fresh(complaint), explanation="As asked.", by=handler, at=ASSESSED)

    sent = letters(complaint)
    to_force = tree.words(content.drawn(sent["hand-over-force"], ASSESSED.date())["body"])
    about = sent["hand-over-force"].fields["account"][0]
    assert about["heading"] == "Who or what it is about"
    assert about["text"].endswith("PC 4412, tall, grey beard\nDaniel Frost")
    for words in (*told.values(), complaint.what_happened, safe, "Daniel Frost"):
        assert words in to_force
    assert safe not in str(sent["hand-over-complainant"].fields)


@pytest.mark.usefixtures("chief_executive")
def test_the_force_reads_first_that_it_must_refer_the_complaint(handler):
    complaint = handed(to_hand_over(handler, "crime_or_discipline", "serious_assault"), handler)

    to_force, to_complainant = (
        content.drawn(letters(complaint)[code], ASSESSED.date())["body"]
        for code in ("hand-over-force", "hand-over-complainant")
    )

    first = tree.words(to_force[1:2])
    assert "must be referred to the Independent Office for Police Conduct (IOPC)" in first
    assert "A serious assault is alleged (PCMR 2020 reg 4(1)(a)(i))." in first
    assert "without delay, and by the end of the day after the day on which it first becomes clear" in first
    asked = next(node for node in to_force if node["kind"] == "numbers")
    assert tree.words(asked["children"][:1]).startswith("Refer it to the IOPC without delay")
    assert tree.words(to_force).count("serious assault") == 1
    assert "We told the force that the law requires it to refer your complaint" in tree.words(to_complainant)


def test_the_public_reads_each_reason_once_and_without_its_citation():
    met = ["death_or_serious_injury", "resulted_in_death_or_serious_injury", "serious_assault"]

    assert why_recorded(met, to_complainant=True).split("\n\n") == [
        "It is alleged that what happened led to a death or a serious injury.",
        "A serious assault is alleged.",
    ]
    assert why_recorded(met[1:], to_complainant=True).startswith("It is alleged that the conduct resulted in")
    assert "(" not in "".join(why_recorded([code], to_complainant=True) for code in CRITERIA)


def test_the_force_is_asked_to_refer_nothing_that_need_not_be(handler):
    complaint = handed(to_hand_over(handler, "asked_to_record"), handler)

    for letter in letters(complaint).values():
        assert "IOPC" not in tree.words(content.drawn(letter, ASSESSED.date())["body"])
    to_force = content.drawn(letters(complaint)["hand-over-force"], ASSESSED.date())["body"]
    asked = next(node for node in to_force if node["kind"] == "numbers")
    assert tree.words(asked["children"][:1]).startswith("Acknowledge this letter")


def test_the_force_reads_that_the_complainant_is_told_only_where_a_letter_goes(handler):
    told, untold = (to_hand_over(handler, "asked_to_record") for _ in range(2))
    untold.parties.filter(role=Role.COMPLAINANT).update(email="", address="")

    said = {
        complaint: letters(handed(complaint, handler))["hand-over-force"].fields["who_is_told"]
        for complaint in (told, untold)
    }

    assert said[told] == "A letter that leaves with this one tells the complainant."
    assert said[untold] == "The complainant has not been told: we have no address to write to."
    assert "hand-over-complainant" not in letters(untold)


def test_no_glyph_stands_in_the_way_of_a_hand_over(handler):
    complaint = to_hand_over(handler, "asked_to_record")
    Complaint.objects.filter(pk=complaint.pk).update(
        subject_description="Tall, ginger beard \N{SLIGHTLY SMILING FACE}"
    )
    complaint.parties.filter(role=Role.COMPLAINANT).update(name="王小明")

    hand_over(fresh(complaint), explanation="As asked.", by=handler, at=ASSESSED)

    assert {letter.state for letter in letters(complaint).values()} == {LetterState.SENT}


def test_what_the_force_should_know_is_for_the_force_alone(handler):
    complaint = to_hand_over(handler, "asked_to_record")

    hand_over(complaint, explanation="Her son is at risk from him.", by=handler, at=ASSESSED)

    sent = letters(complaint)
    assert sent["hand-over-force"].fields["what_to_know"] == "Her son is at risk from him."
    assert "at risk" not in str(sent["hand-over-complainant"].fields)


def test_the_letter_about_the_hand_over_speaks_to_the_complainant(handler):
    complaint = handed(to_hand_over(handler, "asked_to_record", "authority_decides"), handler)

    sent = {code: letter.fields["why_handed_over"] for code, letter in letters(complaint).items()}

    assert "You asked for it to be recorded.\n\n" in sent["hand-over-complainant"]
    assert "The complainant has asked for it to be recorded (PRA 2002" in sent["hand-over-force"]
    for why in sent.values():
        assert "We decided that it should be recorded" in why


def test_the_force_is_told_which_documents_come(handler):
    complaint = to_hand_over(handler, "asked_to_record")
    document = DocumentFactory(case=complaint.case, name="call-log.pdf")

    hand_over(complaint, explanation="As asked.", documents=[document], by=handler, at=ASSESSED)

    assert complaint.hand_over.documents.get() == document
    assert "call-log.pdf" in letters(complaint)["hand-over-force"].fields["what_was_sent"]


def test_a_document_of_another_complaint_is_never_sent(handler):
    complaint = to_hand_over(handler, "asked_to_record")

    with pytest.raises(Refused, match="documents of this complaint"):
        hand_over(complaint, explanation="As asked.", documents=[DocumentFactory()], by=handler, at=ASSESSED)


def test_a_hand_over_follows_an_assessment_that_chose_it(handler):
    complaint = stories.resolving(handler)

    with pytest.raises(Refused, match="choose to hand it over"):
        hand_over(complaint, explanation="Too hard.", by=handler, at=ASSESSED)


def test_the_complaint_stays_open_until_the_force_has_decided(handler):
    complaint = handed(to_hand_over(handler, "asked_to_record"), handler)
    outcome = {"outcome_on": date(2026, 4, 29), "summary": "Acceptable.", "by": handler, "at": DECIDED}
    with pytest.raises(Refused, match="force’s reference first"):
        record_force_outcome(complaint, **outcome)

    record_acknowledgement(
        complaint, force_reference="CO/0412/26", acknowledged_on=date(2026, 4, 13), by=handler, at=DECIDED
    )
    record_force_outcome(complaint, **outcome)

    complaint = fresh(complaint)
    assert (complaint.status, complaint.outcome) == (Status.CLOSED, Outcome.FORCE_DECISION)
    assert complaint.hand_over.force_reference == "CO/0412/26"


def test_the_force_cannot_have_acknowledged_before_it_was_asked(handler):
    complaint = handed(to_hand_over(handler, "asked_to_record"), handler)

    with pytest.raises(Refused, match="between the hand-over and today"):
        record_acknowledgement(
            complaint, force_reference="CO/0412/26", acknowledged_on=date(2026, 4, 8), by=handler, at=DECIDED
        )


def test_the_chosen_documents_leave_with_the_hand_over(handler):
    complaint = to_hand_over(handler, "asked_to_record")
    document = DocumentFactory(case=complaint.case, name="call-log.pdf", state="available")

    hand_over(complaint, explanation="As asked.", documents=[document], by=handler, at=ASSESSED)

    message = Message.objects.get(kind="hand_over_document")
    assert message.to == "standards@force.example"
    assert message.attachments[0]["sha256"] == document.sha256


def test_a_file_that_is_held_is_never_sent(handler):
    complaint = to_hand_over(handler, "asked_to_record")
    held = DocumentFactory(case=complaint.case, state="held", held_reason="virus")

    with pytest.raises(Refused, match="held"):
        hand_over(complaint, explanation="As asked.", documents=[held], by=handler, at=ASSESSED)
