import shutil
from datetime import timedelta

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.urls import reverse

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.letters import actions as letters
from casework.letters.models import Rendition, State, Template
from casework.people.models import User
from casework.people.posts import Post
from complaints import reference_data
from complaints.actions.hand_over import hand_over
from complaints.actions.outcome import draft_outcome, propose_outcome, record_finding
from complaints.models import Complaint
from complaints.workflow import Finding, Route
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, DECIDED, fresh
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
TOLD = {"what_we_looked_at": "The call log.", "what_happens_next": "Nothing more."}


def found(complaint: Complaint, by: User) -> Complaint:
    record_finding(
        complaint.allegations.get(),
        finding=Finding.NOT_RESOLVED,
        done_to_resolve="The sergeant rang and explained.",
        version=fresh(complaint).case.version,
        by=by,
        at=DECIDED,
    )
    return fresh(complaint)


def waiting(complaint: Complaint) -> ApprovalRequest:
    return ApprovalRequest.objects.get(case=complaint.case_id, state="waiting")


def page_of(client, request: ApprovalRequest, reader: User) -> str:
    client.force_login(reader)
    return client.get(reverse("approvals:detail", args=[request.pk])).content.decode()


@pytest.mark.parametrize("approved_at", [DECIDED, DECIDED + timedelta(days=1)])
def test_a_letter_says_what_was_put_whatever_its_template_says_by_then(
    handler, manager, tmp_path, monkeypatch, approved_at
):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)
    shutil.copytree(reference_data.LETTERS, tmp_path / "letters")
    template = tmp_path / "letters" / "not-resolved.md"
    template.write_text(template.read_text() + "\nWe have changed our minds.\n")
    monkeypatch.setattr(reference_data, "LETTERS", tmp_path / "letters")

    assert reference_data.load_reference_data(at=DECIDED) == 1
    approvals.approve(waiting(complaint), by=manager, at=approved_at)

    letter = complaint.case.letters.get(state=State.SENT)
    assert letter.template.version == 1
    assert "changed our minds" not in words_of(letter.renditions.get(left=True))
    newest = Template.objects.filter(code="not-resolved").latest("version")
    assert "changed our minds" in newest.body


def words_of(rendition: Rendition) -> str:
    with default_storage.open(rendition.path) as file, pypdfium2.PdfDocument(file.read()) as pdf:
        return " ".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_whoever_changed_the_letter_that_another_puts_forward_does_not_approve_it(
    handler, manager, chief_executive
):
    complaint = found(stories.resolving(handler), handler)
    letter = draft_outcome(complaint, told=TOLD, by=handler, at=DECIDED)
    told = {"what_happens_next": "Your street is on the night round."}
    letter = letters.edit(letter, fields=told, version=letter.version, by=manager, at=DECIDED)

    request = propose_outcome(complaint, letter=letter, by=handler, at=DECIDED)

    assert (request.post, request.replaced_post) == (Post.CHIEF_EXECUTIVE, Post.MANAGER)
    with pytest.raises(PermissionDenied):
        approvals.approve(request, by=manager, at=DECIDED)


def test_whoever_made_the_finding_does_not_approve_the_outcome_that_another_puts_forward(
    handler, manager, chief_executive
):
    complaint = found(stories.resolving(handler), manager)
    letter = draft_outcome(complaint, told=TOLD, by=handler, at=DECIDED)

    request = propose_outcome(complaint, letter=letter, by=handler, at=DECIDED)

    assert list(request.authors.all()) == [manager]
    assert request.post == Post.CHIEF_EXECUTIVE


def test_whoever_assessed_the_complaint_counts_as_an_author_of_its_hand_over(handler, chief_executive):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    stories.alleged(complaint, handler)
    manager = UserFactory(post=Post.MANAGER)
    complaint = stories.assessed(complaint, manager, "serious_assault", route=Route.HAND_OVER)

    hand_over(complaint, explanation="A serious assault.", by=handler, at=ASSESSED)

    assert waiting(complaint).post == Post.CHIEF_EXECUTIVE
    assert list(waiting(complaint).authors.all()) == [manager]


def test_the_page_of_an_outcome_shows_the_letter_the_findings_and_the_answers(client, handler, manager):
    complaint = stories.proposed(stories.resolving(handler), handler, Finding.NOT_RESOLVED)

    page = page_of(client, waiting(complaint), manager)

    assert 'class="app-letter"' in page
    assert "You complained: Calls about the theft" in page
    assert "The sergeant rang and explained." in page
    assert "Might the right to life" in page
    assert "As answered." in page
    assert "approved, it leaves at once by e-mail" in page.lower()


def test_the_page_of_a_hand_over_shows_the_criterion_that_is_met_with_its_reason(
    client, handler, chief_executive
):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    stories.alleged(complaint, handler)
    complaint = stories.assessed(complaint, handler, "serious_assault", route=Route.HAND_OVER)
    hand_over(complaint, explanation="She was hurt.", by=handler, at=ASSESSED)

    page = page_of(client, waiting(complaint), chief_executive)

    assert page.count('class="app-letter"') == 2
    assert "She was hurt." in page
    referral = page.index("Must it be referred to the IOPC?")
    assert referral < page.index("Is a serious assault alleged?") < page.index("As she tells it.", referral)
