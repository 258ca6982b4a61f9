import uuid
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from casework.letters import content
from casework.letters.models import State
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.actions.closing import close
from complaints.models import Complaint, Role
from complaints.tracking.stages import NOW as STAGES
from complaints.tracking.stages import so_far, stage_now
from complaints.tracking.views import WRONG
from complaints.workflow import WITHDRAW, Outcome, Route, Status, Subject
from tests.complaints.tracking.opened import NOW, received
from tests.factories.complaints import AssessmentFactory, PartyFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.letters import LetterFactory, RenditionFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "clock")]


def sent_letter(complaint: Complaint, recipient: str, content: bytes = b"%PDF-1.7", **given: Any) -> Any:
    path = default_storage.save(f"letters/test/{uuid.uuid4()}", ContentFile(content))
    letter = LetterFactory(
        case=complaint.case,
        recipient=recipient,
        state=State.SENT,
        sent_at=NOW,
        provided_on=NOW.date(),
        **given,
    )
    digest = sha256(content).hexdigest()
    RenditionFactory(letter=letter, day=NOW.date(), path=path, sha256=digest, left=True)
    return letter


def test_reference_and_code_open_the_page_with_stage_and_date(client, complaint):
    page = client.get("/track/complaint/").content.decode()

    assert "We have your complaint and will read it" in page
    assert "Wednesday 8 April 2026" in page
    assert "Easter Monday" in page
    assert page.count("<h1") == 1


def test_code_is_taken_however_it_is_typed(client):
    opened = received()
    typed = opened.access_code.lower().replace("-", " ")

    response = client.post("/track/", {"reference": " cmp-2026-000001 ", "code": typed})

    assert response.url == "/track/complaint/"


@pytest.mark.parametrize("wrong", ["reference", "code", "both"])
def test_wrong_answers_are_told_apart_by_nobody(client, wrong):
    opened, other = received(), received()
    given = {
        "reference": {"reference": other.complaint.case.reference, "code": opened.access_code},
        "code": {"reference": opened.complaint.case.reference, "code": "0000-0000-0000-0000"},
        "both": {"reference": "CMP-2026-999999", "code": "0000-0000-0000-0000"},
    }[wrong]

    page = client.post("/track/", given).content.decode()

    assert WRONG in page
    assert client.get("/track/complaint/").url == "/track/"


def test_guessing_is_stopped_within_the_hour(client):
    for _ in range(30):
        client.post("/track/", {"reference": "CMP-2026-000001", "code": "0"})
    opened = received()

    response = client.post(
        "/track/", {"reference": opened.complaint.case.reference, "code": opened.access_code}
    )

    assert response.status_code == 429


def test_checking_a_code_costs_one_look_up(client, django_assert_max_num_queries):
    received()

    # One for the limit, one for the look-up, the rest for the page and its footer.
    with django_assert_max_num_queries(7):
        client.post("/track/", {"reference": "CMP-2026-000001", "code": "0000"})


def test_page_closes_after_half_an_hour_without_use(client, complaint, clock):
    clock.shift(timedelta(minutes=29))
    assert client.get("/track/complaint/").status_code == 200
    clock.shift(timedelta(minutes=29))
    assert client.get("/track/complaint/").status_code == 200
    clock.shift(timedelta(minutes=30))

    assert client.get("/track/complaint/").url == "/track/"


def test_closing_the_page_closes_it_for_the_next_person(client, complaint):
    client.post("/track/leave/")

    assert client.get("/track/complaint/").url == "/track/"


def test_letters_to_the_complainant_can_be_read_and_downloaded(client, complaint):
    letter = sent_letter(complaint, complaint.parties.get().recipient, b"%PDF-1.7 as it left")

    assert f"/track/letters/{letter.pk}/" in client.get("/track/complaint/").content.decode()
    assert "We rang back." in client.get(f"/track/letters/{letter.pk}/").content.decode()
    pdf = client.get(f"/track/letters/{letter.pk}/pdf/")
    assert b"".join(pdf.streaming_content) == b"%PDF-1.7 as it left"
    assert "attachment" in pdf["Content-Disposition"]


@pytest.mark.parametrize("fate", ["replaced", "gone"])
def test_pdf_that_is_not_the_one_we_kept_is_a_sentence_and_is_written_down(client, complaint, fate):
    letter = sent_letter(complaint, complaint.parties.get().recipient)
    kept = letter.renditions.get()
    default_storage.delete(kept.path)
    if fate == "replaced":
        default_storage.save(kept.path, ContentFile(b"%PDF-1.7 something else"))

    response = client.get(f"/track/letters/{letter.pk}/pdf/")

    assert response.status_code == 503
    assert "not the one that we sent" in response.content.decode()
    assert Entry.objects.get(case_id=complaint.pk, verb="letter.file_changed").changes["rendition"] == kept.pk


def test_letter_is_called_by_its_own_heading(client, complaint):
    letter = sent_letter(complaint, complaint.parties.get().recipient)
    subject = content.drawn(letter, NOW.date())["subject"]

    page = client.get("/track/complaint/").content.decode()
    read = client.get(f"/track/letters/{letter.pk}/").content.decode()

    assert f">{subject}</a>" in page
    assert f'<h1 class="govuk-heading-l">{subject}</h1>' in read


def test_closed_page_leads_to_the_letter_that_says_how_to_appeal(client):
    opened = received(Subject.OFFICE_STAFF)
    complaint = opened.complaint
    client.post("/track/", {"reference": complaint.case.reference, "code": opened.access_code})
    recipient = complaint.parties.get().recipient
    letter = sent_letter(complaint, recipient, template__code="staff-outcome")
    close(complaint, Outcome.STAFF_DECISION, WITHDRAW, by=None, at=NOW)
    DeadlineFactory(case=complaint.case, clock="staff-appeal", due_on=NOW.date() + timedelta(days=28))

    page = client.get("/track/complaint/").content.decode()

    assert "You can appeal against the outcome until the end of" in page
    assert f'Our letter says how: <a class="govuk-link" href="/track/letters/{letter.pk}/">' in page


def test_complainant_reads_again_what_they_told_us(client, complaint):
    page = client.get("/track/complaint/").content.decode()

    assert "Read your complaint as we have it" in page
    assert "Nobody rang back." in page


def test_complainant_reads_again_whom_they_named_and_not_whom_the_office_found(client, complaint):
    PartyFactory(complaint=complaint, role=Role.SUBJECT, name="PC 4412", added_at=complaint.received_at)
    found_out = complaint.received_at + timedelta(days=3)
    PartyFactory(complaint=complaint, role=Role.SUBJECT, name="Sergeant Hall", added_at=found_out)

    page = client.get("/track/complaint/").content.decode()

    assert "PC 4412" in page
    assert "Sergeant Hall" not in page


def test_things_of_one_day_stand_in_the_order_that_they_happen_in(complaint):
    complaint.logged_at = NOW + timedelta(hours=3)
    complaint.contacted_at = NOW - timedelta(hours=1)  # the time was typed by hand

    assert [event.title for event in so_far(complaint)] == [
        "We received your complaint",
        "We wrote it into our log of complaints",
        "We first spoke or wrote to you about it",
    ]


def test_complainant_reads_on_which_day_it_was_recorded(complaint):
    """Assessed once more, it stays recorded since the first time."""
    for day in (1, 20):
        AssessmentFactory(complaint=complaint, route=Route.SCHEDULE_3, decided_at=NOW + timedelta(days=day))

    recorded = [(event.title, event.at) for event in so_far(complaint)[1:]]

    assert recorded == [
        ("We recorded it, which means that we deal with it formally", NOW + timedelta(days=1))
    ]


def test_complaint_that_is_not_recorded_by_us_does_not_say_that_it_was(complaint):
    AssessmentFactory(complaint=complaint, route=Route.SCHEDULE_3)
    AssessmentFactory(complaint=complaint, route=Route.OUTSIDE_SCHEDULE_3)

    assert [event.title for event in so_far(complaint)] == ["We received your complaint"]


def test_letters_to_others_and_drafts_are_nobodys_to_read_here(client, complaint):
    to_force = sent_letter(complaint, "force")
    draft = LetterFactory(case=complaint.case, recipient=complaint.parties.get().recipient)
    elsewhere = sent_letter(received().complaint, "complainant:1")

    for letter in (to_force, draft, elsewhere):
        assert client.get(f"/track/letters/{letter.pk}/").status_code == 404
        assert client.get(f"/track/letters/{letter.pk}/pdf/").status_code == 404


def test_every_status_has_words_for_the_complainant():
    assert set(STAGES) == set(Status)


@pytest.mark.parametrize("status", [Status.REFERRAL_DUE, Status.HANDING_OVER, Status.OUTCOME_PROPOSED])
def test_what_still_waits_for_approval_is_not_told(status):
    assert stage_now(Complaint(status=status)) == STAGES[Status.HANDLING]


def test_withdrawn_complaint_says_so():
    withdrawn = Complaint(status=Status.CLOSED, outcome=Outcome.WITHDRAWN)

    assert stage_now(withdrawn) == "Your complaint was withdrawn"


def test_complainant_is_told_of_a_pause_and_of_the_end(complaint):
    complaint.suspended_at = NOW + timedelta(days=1)
    paused = stage_now(complaint)
    complaint.closed_at = NOW + timedelta(days=40)

    assert paused == "Our work on your complaint is paused. We still write to you"
    assert [event.title for event in so_far(complaint)][-2:] == ["We paused our work", "We closed it"]


def test_page_says_nothing_of_walls_and_who_may_see(client):
    chief_executive = UserFactory(name="Róisín Byrne", post=Post.CHIEF_EXECUTIVE)
    opened = received(Subject.CHIEF_EXECUTIVE)
    client.post("/track/", {"reference": opened.complaint.case.reference, "code": opened.access_code})

    page = client.get("/track/complaint/").content.decode()

    assert chief_executive.name not in page
    assert "wall" not in page.lower().replace("wallet", "")
