import hashlib
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from casework.approvals import actions as approvals
from casework.approvals.models import State as ApprovalState
from casework.cases.actions import StaleEdit
from casework.cases.models import Case
from casework.letters import actions, content
from casework.letters.models import Letter, Method, State
from casework.outbox.models import Message
from casework.people.models import User
from casework.people.posts import Post
from tests.casework.letters.asking import THURSDAY, TUESDAY, put
from tests.factories.cases import CaseAccessFactory, CaseFactory, WallFactory
from tests.factories.letters import LetterFactory, TemplateFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

FIELDS = {"what_we_did": "We rang back."}


def draft(case: Case, by: User | None, **given: object) -> Letter:
    TemplateFactory()
    letter = content.compose(
        case,
        "sample-outcome",
        recipient="complainant:1",
        to_name="Gwen Pryce",
        method=Method.EMAIL,
        writer=by,
        on=THURSDAY.date(),
        **{"to_email": "gwen@complainant.example", "fields": FIELDS, **given},
    )
    return actions.draft(letter, by=by, at=THURSDAY)


def fields(letter: Letter) -> dict[str, Any]:
    letter.refresh_from_db()
    return letter.fields


def test_a_draft_is_signed_by_its_author_in_their_post(handler):
    letter = draft(CaseFactory(), handler)

    assert letter.state == State.DRAFT
    assert letter.fields == FIELDS | {"signed_by": "Amira Shah", "signed_as": "Complaint handler"}


def test_a_draft_of_the_systems_is_signed_by_the_office(office):
    letter = draft(CaseFactory(), None)

    assert letter.fields["signed_by"] == office.name


def test_a_draft_uses_the_newest_version_of_its_template(handler):
    TemplateFactory(version=2)
    TemplateFactory(version=3, from_on=date(2026, 5, 1))

    assert draft(CaseFactory(), handler).template.version == 2


def test_a_draft_keeps_no_nul(handler):
    letter = draft(CaseFactory(), handler, fields={"what_we_did": "We\x00 rang."})

    assert letter.fields["what_we_did"] == "We rang."


def test_whoever_wrote_last_signs_what_leaves_without_an_approval_as_what_they_are(handler, manager):
    letter = LetterFactory(template=TemplateFactory(code="sample-update"))
    typed = {"what_we_did": "We wrote.", "signed_by": "Somebody Else", "signed_as": "Chief Executive"}

    actions.edit(letter, fields=typed, version=0, by=handler, at=THURSDAY)
    assert fields(letter) == typed | {"signed_by": handler.name, "signed_as": "Complaint handler"}

    actions.edit(letter, fields=typed, version=1, by=manager, at=THURSDAY)
    assert fields(letter) == typed | {"signed_by": manager.name, "signed_as": "Complaints manager"}


def test_drafting_refuses_whoever_may_not_write_letters():
    case = CaseFactory()
    adviser = UserFactory(post=Post.DECLARANT)
    case.accesses.create(person=adviser, source="named", reason="Advises", from_at=THURSDAY)

    with pytest.raises(PermissionDenied):
        draft(case, adviser)


def test_drafting_knows_no_case_for_somebody_walled_from_it(handler):
    wall = WallFactory(person=handler)

    with pytest.raises(Case.DoesNotExist):
        draft(wall.case, handler)


def test_editing_changes_the_fields_given_and_no_others(handler):
    letter = LetterFactory()

    actions.edit(letter, fields={"what_we_did": "We wrote."}, version=0, by=handler, at=THURSDAY)

    letter.refresh_from_db()
    assert letter.fields == {"what_we_did": "We wrote.", "signed_by": "Amira Shah"}
    assert letter.version == 1


def test_editing_refuses_what_somebody_else_changed_meanwhile(handler):
    letter = LetterFactory(version=1)

    with pytest.raises(StaleEdit):
        actions.edit(letter, fields={}, version=0, by=handler, at=THURSDAY)


def test_editing_withdraws_the_question(handler, manager):
    letter = LetterFactory()
    request = put(letter, handler)

    actions.edit(letter, fields={"what_we_did": "We wrote."}, version=0, by=handler, at=THURSDAY)

    letter.refresh_from_db()
    request.refresh_from_db()
    assert (letter.state, letter.approval, request.state) == (State.DRAFT, None, ApprovalState.VOID)


def test_the_approver_is_shown_the_pdf_as_it_would_leave_that_day(handler, manager):
    letter = LetterFactory()

    request = put(letter, handler)

    with default_storage.open(request.shown_path) as shown:
        assert hashlib.sha256(shown.read()).hexdigest() == request.shown_sha256
    assert letter.renditions.get().dates == {
        "last_day": {"on": "2026-04-30", "clock": "sample-window", "counted_from": "2026-04-02"}
    }


def test_a_letter_with_a_gap_is_put_to_nobody(handler, manager):
    letter = LetterFactory(fields={"signed_by": "Amira Shah"})

    with pytest.raises(actions.LetterNotReady, match="Still missing: What we did"):
        put(letter, handler)


@pytest.mark.parametrize(
    ("method", "gap", "words"),
    [(Method.EMAIL, "to_email", "no e-mail address"), (Method.POST, "to_address", "no postal address")],
)
def test_a_letter_with_nowhere_to_go_is_put_to_nobody(handler, manager, method, gap, words):
    letter = LetterFactory(method=method, **{gap: ""})

    with pytest.raises(actions.LetterNotReady, match=words):
        put(letter, handler)


@pytest.mark.parametrize("text", ["没有人", "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}", "\x07"])
def test_a_character_without_a_glyph_stops_no_letter(handler, manager, text):
    letter = LetterFactory(fields={"what_we_did": f"You wrote: {text}", "signed_by": "Amira Shah"})

    request = put(letter, handler)
    approvals.approve(request, by=manager, at=THURSDAY)

    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert letter.content_sha256 == request.content_sha256
    assert request.content["fields"]["what_we_did"] == f"You wrote: {text}"


def test_approval_sends_an_email_at_once(handler, manager, hooks_called):
    letter = LetterFactory()
    request = put(letter, handler)

    approvals.approve(request, by=manager, at=THURSDAY)

    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.sent_by) == (State.SENT, THURSDAY, manager)
    assert letter.provided_on == date(2026, 4, 2)
    assert hooks_called == [("sent", letter.pk)]
    message = Message.objects.get(kind="letter")
    assert (message.to, message.case_id) == ("gwen@complainant.example", letter.case_id)
    assert "Gwen" not in message.subject
    assert message.attachments[0]["sha256"] == request.shown_sha256


def test_whoever_wrote_either_of_two_letters_put_together_does_not_decide_on_them(handler, manager):
    case = CaseFactory()
    first, second = draft(case, handler), draft(case, manager)
    UserFactory(post=Post.CHIEF_EXECUTIVE)

    request = actions.put_to_approval(
        first, second, kind="sample_outcome_letter", question="May both go?", by=handler, at=THURSDAY
    )

    assert (request.post, list(request.authors.all())) == (Post.CHIEF_EXECUTIVE, [manager])


def test_changing_one_of_two_letters_put_together_withdraws_the_question_about_both(handler, manager):
    case = CaseFactory()
    first, second = draft(case, handler), draft(case, handler)
    request = actions.put_to_approval(
        first, second, kind="sample_outcome_letter", question="May both go?", by=handler, at=THURSDAY
    )

    actions.edit(second, fields={"what_we_did": "We wrote."}, version=0, by=handler, at=THURSDAY)

    with pytest.raises(approvals.AlreadyDecided):
        approvals.approve(request, by=manager, at=THURSDAY)


def test_a_letter_approved_and_sent_on_one_day_is_one_pdf(handler, manager):
    letter = LetterFactory()
    request = put(letter, handler)

    approvals.approve(request, by=manager, at=THURSDAY)

    rendition = letter.renditions.get()
    assert (rendition.approved, rendition.left) == (True, True)


def test_a_letter_that_leaves_later_is_set_again_with_both_kept(handler, manager):
    letter = LetterFactory()
    request = put(letter, handler)

    approvals.approve(request, by=manager, at=TUESDAY)

    approved, left = letter.renditions.order_by("day")
    assert (approved.day, approved.approved, approved.left) == (date(2026, 4, 2), True, False)
    assert (left.day, left.approved, left.left) == (date(2026, 4, 7), False, True)
    assert left.dates["last_day"]["on"] == "2026-05-05"
    assert Message.objects.get(kind="letter").attachments[0]["sha256"] == left.sha256


def test_a_returned_letter_is_a_draft_again(handler, manager, hooks_called):
    letter = LetterFactory()
    request = put(letter, handler)

    approvals.return_(request, by=manager, at=THURSDAY, comment="Say when we rang.")

    letter.refresh_from_db()
    assert (letter.state, letter.approval) == (State.DRAFT, None)
    assert hooks_called == []


def test_no_letter_leaves_without_approval(handler):
    letter = LetterFactory()

    with pytest.raises(PermissionDenied):
        actions.send(letter, by=handler, at=THURSDAY)
    with pytest.raises(actions.LetterChanged):
        actions.send(letter, by=None, at=THURSDAY)


def test_no_letter_leaves_whose_words_were_changed_behind_its_back(handler, manager):
    letter = LetterFactory(method=Method.POST)
    approvals.approve(put(letter, handler), by=manager, at=THURSDAY)
    Letter.objects.filter(pk=letter.pk).update(fields={"what_we_did": "Nothing.", "signed_by": "Amira Shah"})

    with pytest.raises(actions.LetterChanged):
        actions.mark_posted(letter, proof="Certificate 1", by=handler, at=THURSDAY)


def test_no_letter_leaves_under_another_letterhead(handler, manager, office):
    letter = LetterFactory()
    request = put(letter, handler)
    office.telephone = "01632 960 999"
    office.save()

    with pytest.raises(actions.LetterChanged):
        approvals.approve(request, by=manager, at=THURSDAY)

    request.refresh_from_db()
    assert request.state == ApprovalState.WAITING


def test_a_routine_letter_leaves_without_approval(handler, hooks_called):
    letter = LetterFactory(template=TemplateFactory(code="sample-update"))

    actions.send(letter, by=handler, at=THURSDAY)

    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert len(letter.content_sha256) == 64


def test_a_sent_letter_is_neither_edited_nor_sent_again_nor_withdrawn(handler, manager):
    letter = LetterFactory()
    approvals.approve(put(letter, handler), by=manager, at=THURSDAY)

    with pytest.raises(actions.LetterMovedOn, match="now: sent"):
        actions.edit(letter, fields={}, version=0, by=handler, at=TUESDAY)
    with pytest.raises(actions.LetterMovedOn):
        actions.send(letter, by=handler, at=TUESDAY)
    with pytest.raises(actions.LetterMovedOn):
        actions.withdraw(letter, by=handler, at=TUESDAY)


def test_withdrawing_a_letter_withdraws_the_question(handler, manager):
    letter = LetterFactory()
    request = put(letter, handler)

    actions.withdraw(letter, by=handler, at=THURSDAY)

    letter.refresh_from_db()
    request.refresh_from_db()
    assert (letter.state, request.state) == (State.WITHDRAWN, ApprovalState.VOID)


def test_taking_back_is_for_those_who_write_letters(handler, manager):
    letter = draft(CaseFactory(), handler)
    put(letter, handler)
    colleague = UserFactory(post=Post.DECLARANT)
    CaseAccessFactory(case=letter.case, person=colleague)

    with pytest.raises(PermissionDenied):
        actions.take_back(letter, by=colleague, at=TUESDAY)

    assert actions.take_back(letter, by=manager, at=TUESDAY).state == State.DRAFT


def test_whoever_is_asked_to_decide_does_not_write_the_letter(handler, manager):
    letter = draft(CaseFactory(), handler)
    request = put(letter, handler)

    with pytest.raises(actions.AskedToDecide, match="Return it"):
        actions.edit(letter, fields={"what_we_did": "Nothing."}, version=0, by=manager, at=THURSDAY)

    letter.refresh_from_db()
    assert (letter.state, letter.approval) == (State.WAITING, request)
    assert letter.fields["what_we_did"] == "We rang back."
