from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client

from casework.approvals import actions as approvals
from casework.letters import actions
from casework.letters.models import Letter, Method, State
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import WallFactory
from tests.factories.letters import LetterFactory, TemplateFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "frozen")]

THURSDAY = datetime(2026, 4, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def frozen():
    with time_machine.travel(THURSDAY, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, handler: User) -> Client:
    client.force_login(handler)
    return client


@pytest.fixture
def for_the_post(handler: User) -> Letter:
    """A letter that is approved and waits for its envelope."""
    letter = LetterFactory(method=Method.POST)
    manager = UserFactory(post=Post.MANAGER)
    request = actions.put_to_approval(
        letter, kind="sample_outcome_letter", question="May it go?", by=handler, at=THURSDAY
    )
    approvals.approve(request, by=manager, at=THURSDAY)
    letter.refresh_from_db()
    return letter


def opened(letter: Letter) -> int:
    return Entry.objects.filter(case_id=letter.case_id, verb="case.viewed").count()


def test_reading_a_letter_or_a_pdf_of_it_is_recorded_as_opening_its_case(signed_in, for_the_post):
    draft, kept = LetterFactory(), for_the_post.renditions.get()

    signed_in.get(f"/letters/{draft.pk}/")
    assert opened(draft) == 1

    signed_in.get(f"/letters/{draft.pk}/letter.pdf")
    assert opened(draft) == 2

    assert signed_in.get(f"/letters/{for_the_post.pk}/renditions/{kept.pk}.pdf").getvalue()
    assert opened(for_the_post) == 1


def test_the_letter_stands_beside_its_fields_with_its_dates_explained(signed_in):
    letter = LetterFactory()

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert "What became of" in page
    assert "We rang back." in page
    assert "Thursday 30 April 2026" in page
    assert "counted from Thursday 2 April 2026" in page
    assert "Reading age" in page


def test_the_page_says_what_is_missing(signed_in):
    letter = LetterFactory(fields={"signed_by": "Amira Shah"})

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert "Still missing: What we did" in page
    assert "[What we did]" in page


def test_what_somebody_typed_is_never_markup_on_the_page(signed_in):
    letter = LetterFactory(fields={"what_we_did": "<script>alert(1)</script>", "signed_by": "A"})

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(("code", "asks"), [("sample-update", False), ("sample-outcome", True)])
def test_only_a_letter_that_is_approved_asks_who_signs_it(signed_in, code, asks):
    letter = LetterFactory(template=TemplateFactory(code=code))

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert ('name="signed_by"' in page) == asks


def test_words_in_bold_keep_what_follows_them_close(signed_in):
    letter = LetterFactory()

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert "by <strong>Thursday 30 April 2026</strong>." in page


def test_saving_changes_the_letter(signed_in):
    letter = LetterFactory()

    signed_in.post(
        f"/letters/{letter.pk}/",
        {"version": 0, "what_we_did": "We wrote.\r\n\r\nTwice.", "signed_by": "Amira Shah"},
    )

    letter.refresh_from_db()
    assert letter.fields["what_we_did"] == "We wrote.\n\nTwice."


def test_a_stale_save_is_refused_and_keeps_what_was_typed(signed_in):
    letter = LetterFactory(version=3)

    response = signed_in.post(f"/letters/{letter.pk}/", {"version": 2, "what_we_did": "My words"})

    page = response.content.decode()
    assert "Somebody else changed this" in page
    assert "My words" in page


def test_sections_from_the_case_are_shown_and_not_edited(signed_in):
    letter = LetterFactory(
        fields={"what_we_did": [{"heading": "Allegation 1", "text": "Acceptable."}], "signed_by": "A"}
    )

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert 'name="what_we_did"' not in page
    assert "Allegation 1" in page


def test_the_preview_is_the_pdf(signed_in):
    letter = LetterFactory()

    response = signed_in.get(f"/letters/{letter.pk}/letter.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content == actions.preview(letter, date(2026, 4, 2))


def test_the_drafter_and_whoever_approves_are_told_what_prints_otherwise(signed_in, handler):
    manager = UserFactory(post=Post.MANAGER)
    letter = LetterFactory(to_name="李明 \N{SLIGHTLY SMILING FACE}")
    told = "李 as \ufffd, 明 as \ufffd, \N{SLIGHTLY SMILING FACE} as [slightly smiling face]. Write them"

    drafting = signed_in.get(f"/letters/{letter.pk}/").content.decode()
    request = actions.put_to_approval(
        letter, kind="sample_outcome_letter", question="May it go?", by=handler, at=THURSDAY
    )
    signed_in.force_login(manager)
    deciding = signed_in.get(f"/approvals/{request.pk}/").content.decode()

    assert told in drafting
    assert told in deciding
    assert "李明 \N{SLIGHTLY SMILING FACE}" in deciding


def test_a_routine_letter_is_sent_from_its_page(signed_in):
    letter = LetterFactory(template=TemplateFactory(code="sample-update"))
    offered = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    signed_in.post(f"/letters/{letter.pk}/send/")

    letter.refresh_from_db()
    assert "Send it now" in offered
    assert letter.state == State.SENT


def test_a_letter_that_belongs_to_a_decision_is_not_put_to_approval_from_its_page(signed_in):
    letter = LetterFactory()

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert "Put to approval" not in page
    assert signed_in.post(f"/letters/{letter.pk}/put-to-approval/").status_code == 403


def test_a_letter_of_its_own_is_put_to_approval_from_its_page(signed_in):
    UserFactory(post=Post.MANAGER)
    letter = LetterFactory(template=TemplateFactory(code="sample-letter"))

    signed_in.post(f"/letters/{letter.pk}/put-to-approval/")

    letter.refresh_from_db()
    assert letter.state == State.WAITING


def test_the_page_of_a_sent_letter_shows_both_pdfs_and_says_what_differs(signed_in, handler, for_the_post):
    with time_machine.travel(datetime(2026, 4, 7, 9, tzinfo=UTC), tick=False):
        signed_in.force_login(handler)  # the session ended over Easter
        signed_in.post(f"/letters/{for_the_post.pk}/posted/", {"proof": "Certificate 7"})
        page = signed_in.get(f"/letters/{for_the_post.pk}/").content.decode()

    approved, left = for_the_post.renditions.order_by("day")
    assert approved.sha256 in page
    assert left.sha256 in page
    assert "Only computed dates differ" in page
    assert "Certificate 7" in page


def test_a_letter_that_has_left_is_shown_as_it_left(signed_in, handler):
    letter = LetterFactory(template=TemplateFactory(code="sample-update"))
    actions.send(letter, by=handler, at=datetime(2026, 3, 2, 9, tzinfo=UTC))

    page = signed_in.get(f"/letters/{letter.pk}/").content.decode()

    assert "Monday 2 March 2026" in page
    assert "Monday 30 March 2026" in page
    assert "Thursday 30 April 2026" not in page


def test_a_pdf_that_was_kept_can_be_read(signed_in, for_the_post):
    kept = for_the_post.renditions.get()

    response = signed_in.get(f"/letters/{for_the_post.pk}/renditions/{kept.pk}.pdf")

    assert b"".join(response).startswith(b"%PDF")


def test_a_pdf_that_somebody_put_in_the_place_of_ours_is_not_handed_out(signed_in, for_the_post):
    kept = for_the_post.renditions.get()
    with default_storage.open(kept.path, "wb") as file:
        file.write(b"%PDF-1.7 another outcome")

    for response in (
        signed_in.get(f"/letters/{for_the_post.pk}/renditions/{kept.pk}.pdf", follow=True),
        signed_in.post(f"/letters/{for_the_post.pk}/print/", follow=True),
        signed_in.get(f"/letters/{for_the_post.pk}/"),
    ):
        assert b"another outcome" not in response.content
    assert signed_in.get(f"/approvals/{for_the_post.approval_id}/document-1.pdf").status_code == 404


def test_nothing_is_said_to_be_printed_that_was_not_handed_out(signed_in, for_the_post):
    kept = for_the_post.renditions.get()
    with default_storage.open(kept.path, "wb") as file:
        file.write(b"%PDF-1.7 another outcome")

    signed_in.post(f"/letters/{for_the_post.pk}/print/")
    signed_in.get(f"/letters/{for_the_post.pk}/renditions/{kept.pk}.pdf")

    verbs = Entry.objects.filter(case_id=for_the_post.case_id).values_list("verb", flat=True)
    assert "letter.printed" not in verbs
    assert "letter.file_changed" in verbs


def test_todays_post_lists_what_waits_and_prints_it(signed_in, for_the_post):
    page = signed_in.get("/post/").content.decode()
    printed = signed_in.post(f"/letters/{for_the_post.pk}/print/")

    assert for_the_post.case.reference in page
    assert b"".join(printed).startswith(b"%PDF")


def test_todays_post_leaves_out_what_a_person_may_not_see(signed_in, handler, for_the_post):
    WallFactory(case=for_the_post.case, person=handler)

    assert for_the_post.case.reference not in signed_in.get("/post/").content.decode()


def test_posting_needs_proof(signed_in, for_the_post):
    response = signed_in.post(f"/letters/{for_the_post.pk}/posted/", {"proof": ""})

    assert "Enter what proves that it was posted" in response.content.decode()


def test_a_returned_letter_is_moved_to_a_day_that_has_been(signed_in):
    letter = LetterFactory(
        state=State.SENT, sent_at=datetime(2026, 3, 2, 9, tzinfo=UTC), provided_on=date(2026, 3, 2)
    )
    day = {"provided_on-day": 3, "provided_on-month": 4, "provided_on-year": 2026}

    refused = signed_in.post(f"/letters/{letter.pk}/returned/", day)
    signed_in.post(f"/letters/{letter.pk}/returned/", {**day, "provided_on-day": 2})

    letter.refresh_from_db()
    assert "must be today or in the past" in refused.content.decode()
    assert letter.provided_on == date(2026, 4, 2)


def test_a_letter_is_withdrawn_after_being_asked(signed_in):
    letter = LetterFactory()

    asked = signed_in.get(f"/letters/{letter.pk}/withdraw/").content.decode()
    signed_in.post(f"/letters/{letter.pk}/withdraw/")

    letter.refresh_from_db()
    assert "will not be sent" in asked
    assert letter.state == State.WITHDRAWN


def test_an_approved_letter_is_made_a_draft_again(signed_in, for_the_post):
    signed_in.post(f"/letters/{for_the_post.pk}/take-back/")

    for_the_post.refresh_from_db()
    assert (for_the_post.state, for_the_post.approval) == (State.DRAFT, None)


@pytest.mark.parametrize("page", ["", "pdf/", "withdraw/", "posted/", "returned/"])
def test_a_letter_on_a_case_that_is_not_seen_is_not_there(client, page):
    wall = WallFactory(person=UserFactory(post=Post.COMPLAINT_HANDLER))
    letter = LetterFactory(case=wall.case)
    client.force_login(wall.person)

    assert client.get(f"/letters/{letter.pk}/{page}").status_code == 404


def test_an_approval_that_cannot_take_effect_says_why_on_its_page(signed_in, handler, office):
    manager = UserFactory(post=Post.MANAGER)
    letter = LetterFactory()
    request = actions.put_to_approval(
        letter, kind="sample_outcome_letter", question="May it go?", by=handler, at=THURSDAY
    )
    office.telephone = "01632 960 999"
    office.save()
    signed_in.force_login(manager)

    response = signed_in.post(f"/approvals/{request.pk}/", {"answer": "approve"})

    assert "is not as it was approved" in response.content.decode()
