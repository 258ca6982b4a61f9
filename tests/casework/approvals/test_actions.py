from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils import timezone

from casework.approvals import actions
from casework.approvals.content import ContentChanged
from casework.approvals.models import ApprovalRequest, State
from casework.approvals.queries import deciders, waiting_for
from casework.approvals.tasks import put_waiting_again
from casework.cases.models import Case, Confidentiality
from casework.outbox.models import Message
from casework.people.models import Delegation, User
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseAccessFactory, CaseFactory, WallFactory
from tests.factories.people import CoverFactory, UserFactory

# The Tuesday after Easter Monday, within the hour that UTC and London disagree about the day.
AT = datetime(2026, 4, 6, 23, 30, tzinfo=UTC)
TODAY = datetime(2026, 4, 7, tzinfo=UTC).date()
CONTENT = {"body": "Mae'n ddrwg gennym. Your call was not returned."}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def handler() -> User:
    return UserFactory(post=Post.COMPLAINT_HANDLER)


@pytest.fixture
def manager() -> User:
    return UserFactory(post=Post.MANAGER)


@pytest.fixture
def chief_executive() -> User:
    return UserFactory(post=Post.CHIEF_EXECUTIVE)


def ask(by: User, case: Case | None = None, kind: str = "sample_letter", **shown: str) -> ApprovalRequest:
    return actions.ask(
        case or CaseFactory(), kind, content=CONTENT, question="May this letter go?", by=by, at=AT, **shown
    )


def notes(request: ApprovalRequest) -> list[str]:
    return list(request.case.notes.values_list("text", flat=True))


def test_a_question_goes_to_the_post_the_scheme_of_delegation_names(handler, manager):
    request = ask(handler)

    assert (request.post, request.replaced_post) == (Post.MANAGER, "")
    assert list(waiting_for(manager, TODAY)) == [request]
    assert Message.objects.get().subject == f"{request.case.reference}: for decision"


def test_whoever_covers_the_post_decides_in_it(handler, manager):
    # It still runs: what they may see is asked of today.
    cover = CoverFactory(post=Post.MANAGER, until_on=timezone.localdate() + timedelta(days=1)).person
    request = ask(handler)

    actions.approve(request, by=cover, at=AT)

    assert notes(request) == ["sent"]


def test_the_author_never_decides_though_they_hold_the_post(manager, chief_executive):
    request = ask(manager)

    assert (request.post, request.replaced_post) == (Post.CHIEF_EXECUTIVE, Post.MANAGER)
    with pytest.raises(PermissionDenied):
        actions.approve(request, by=manager, at=AT)


def test_the_author_is_passed_over_when_somebody_else_holds_the_post_too(manager):
    other = UserFactory(post=Post.MANAGER)

    request = ask(manager)

    assert request.post == Post.MANAGER
    assert not waiting_for(manager, TODAY).exists()
    assert list(waiting_for(other, TODAY)) == [request]


def test_somebody_who_wrote_what_another_puts_forward_never_decides_on_it(handler, manager, chief_executive):
    request = actions.ask(
        CaseFactory(),
        "sample_letter",
        content=CONTENT,
        question="May it go?",
        authors={manager.pk},
        by=handler,
        at=AT,
    )

    assert (request.post, request.replaced_post) == (Post.CHIEF_EXECUTIVE, Post.MANAGER)
    assert not waiting_for(manager, TODAY).exists()
    with pytest.raises(PermissionDenied):
        actions.approve(request, by=manager, at=AT)
    asked = Entry.objects.get(verb="approval.asked")
    assert asked.changes["authors"] == sorted([handler.pk, manager.pk])


def test_an_author_in_the_deciding_post_is_told_why_they_may_not_and_another_holder_decides(handler, manager):
    author = UserFactory(post=Post.MANAGER)
    request = actions.ask(
        CaseFactory(),
        "sample_letter",
        content=CONTENT,
        question="May it go?",
        authors={author.pk},
        by=handler,
        at=AT,
    )

    with pytest.raises(PermissionDenied, match="^You wrote part of what is put forward"):
        actions.approve(request, by=author, at=AT)
    assert deciders(request, TODAY) == [manager]


def test_a_holder_walled_from_the_case_is_replaced_along_the_succession(handler, manager, chief_executive):
    case = CaseFactory()
    WallFactory(case=case, person=manager)
    WallFactory(case=case, person=chief_executive)
    commissioner = UserFactory(post=Post.COMMISSIONER)

    request = ask(handler, case)

    assert (request.post, request.replaced_post) == (Post.COMMISSIONER, Post.MANAGER)
    assert list(waiting_for(commissioner, TODAY)) == [request]


def test_asking_lets_the_commissioner_see_that_case_and_no_other(handler):
    commissioner = UserFactory(post=Post.COMMISSIONER)
    case, _ = CaseFactory(), CaseFactory()

    ask(handler, case)

    assert list(CaseAccessFactory._meta.model.objects.values_list("person", "source")) == [
        (commissioner.pk, "named")
    ]


def test_the_chair_of_the_committee_is_the_last_in_line(handler, chief_executive):
    case = CaseFactory()
    commissioner, chair = UserFactory(post=Post.COMMISSIONER), UserFactory(post=Post.JASC_CHAIR)
    WallFactory(case=case, person=chief_executive)
    WallFactory(case=case, person=commissioner)

    request = ask(handler, case)

    assert request.post == Post.JASC_CHAIR
    assert list(waiting_for(chair, TODAY)) == [request]


def test_with_nobody_left_in_line_asking_is_refused(handler):
    with pytest.raises(actions.NobodyCanDecide, match="falls to the Complaints manager, then the Chief Exec"):
        ask(handler)


def test_a_question_about_one_thing_waits_once(handler, manager):
    request = ask(handler)

    with pytest.raises(actions.AlreadyAsked):
        ask(handler, request.case)


def test_somebody_who_holds_another_post_cannot_decide(handler, manager):
    request = ask(handler)

    with pytest.raises(PermissionDenied):
        actions.approve(request, by=UserFactory(post=Post.COMPLAINT_HANDLER), at=AT)


def test_a_decider_walled_after_being_asked_knows_nothing_of_it(handler, manager):
    request = ask(handler)
    WallFactory(case=request.case, person=manager)

    assert not waiting_for(manager, TODAY).exists()
    with pytest.raises(Case.DoesNotExist):
        actions.approve(request, by=manager, at=AT)


def test_approving_has_its_effect_and_says_so_without_words_in_the_trail(handler, manager):
    request = actions.approve(ask(handler), by=manager, at=AT, comment="Thank you, Siân.")

    assert (request.state, request.decided_by, notes(request)) == (State.APPROVED, manager, ["sent"])
    entry = Entry.objects.get(verb="approval.approved")
    assert entry.changes == {"approval": request.pk, "kind": "sample_letter"}
    assert Message.objects.filter(to=handler.email).count() == 1


@pytest.mark.parametrize(
    ("act", "state", "effect"),
    [
        (actions.return_, State.RETURNED, "back to draft"),
        (actions.refuse, State.REFUSED, "withdrawn"),
    ],
)
def test_returning_and_refusing_need_a_comment(handler, manager, act, state, effect):
    request = ask(handler)
    with pytest.raises(actions.CommentRequired):
        act(request, by=manager, at=AT, comment=" \n")

    decided = act(request, by=manager, at=AT, comment="It names the wrong road.")

    assert (decided.state, notes(request)) == (state, [effect])


def test_a_second_decision_is_refused_in_a_clear_sentence(handler, manager):
    other = UserFactory(post=Post.MANAGER, name="Róisín Byrne")
    request = ask(handler)
    actions.approve(request, by=other, at=AT)

    with pytest.raises(actions.AlreadyDecided, match=r"^Approved by Róisín Byrne\.$"):
        actions.refuse(request, by=manager, at=AT, comment="No.")


def test_a_voided_question_cannot_be_decided(handler, manager):
    request = ask(handler)
    actions.void(request, at=AT)

    with pytest.raises(actions.AlreadyDecided, match="because the content changed"):
        actions.approve(request, by=manager, at=AT)
    assert Entry.objects.filter(verb="approval.voided").count() == 1


def test_what_was_decided_is_not_voided_afterwards(handler, manager):
    request = actions.approve(ask(handler), by=manager, at=AT)

    assert actions.void(request, at=AT).state == State.APPROVED


def test_content_changed_behind_the_hash_is_not_approved(handler, manager):
    request = ask(handler)
    ApprovalRequest.objects.filter(pk=request.pk).update(content={"body": "Something else."})

    with pytest.raises(ContentChanged):
        actions.approve(request, by=manager, at=AT)


@pytest.mark.parametrize("place", [1, 2])
def test_a_document_changed_or_lost_on_the_way_is_not_approved(handler, manager, settings, tmp_path, place):
    settings.MEDIA_ROOT = tmp_path
    pdf = b"%PDF-1.7 as it was shown"
    paths = [default_storage.save(name, ContentFile(pdf)) for name in ("shown.pdf", "also-shown.pdf")]
    request = ask(handler, shown=[(path, sha256(pdf).hexdigest()) for path in paths])
    path = paths[place - 1]
    (tmp_path / path).write_bytes(b"%PDF-1.7 as somebody would like it")

    with pytest.raises(ContentChanged):
        actions.approve(request, by=manager, at=AT)
    default_storage.delete(path)
    with pytest.raises(ContentChanged):
        actions.approve(request, by=manager, at=AT)

    default_storage.save(path, ContentFile(pdf))
    assert actions.approve(request, by=manager, at=AT).state == State.APPROVED


def test_where_two_must_act_the_monitoring_officer_is_asked_second(handler, chief_executive):
    officer = UserFactory(post=Post.MONITORING_OFFICER)
    request = ask(handler, kind="sample_referral_test")

    first = actions.approve(request, by=chief_executive, at=AT)

    assert (first.state, first.post, notes(request)) == (State.WAITING, Post.MONITORING_OFFICER, [])
    assert not waiting_for(chief_executive, TODAY).exists()
    assert list(waiting_for(officer, TODAY)) == [request]
    second = actions.approve(request, by=officer, at=AT)
    assert (second.state, second.first_by, second.decided_by) == (State.APPROVED, chief_executive, officer)
    assert notes(request) == ["signed off"]


def test_one_person_in_both_posts_is_joined_by_the_named_second(office, handler):
    both = UserFactory(post=Post.CHIEF_EXECUTIVE)
    both.tenures.create(post=Post.MONITORING_OFFICER, from_on=TODAY)
    office.named_second = UserFactory(post=Post.CHIEF_FINANCE_OFFICER)
    office.save(update_fields=["named_second"])
    request = actions.approve(ask(handler, kind="sample_referral_test"), by=both, at=AT)

    with pytest.raises(PermissionDenied):
        actions.approve(request, by=both, at=AT)
    approved = actions.approve(request, by=office.named_second, at=AT)

    assert (approved.state, approved.decided_by) == (State.APPROVED, office.named_second)


def test_with_nobody_to_be_second_the_first_approval_is_refused(handler):
    both = UserFactory(post=Post.CHIEF_EXECUTIVE)
    both.tenures.create(post=Post.MONITORING_OFFICER, from_on=TODAY)
    request = ask(handler, kind="sample_referral_test")

    with pytest.raises(actions.NobodyCanDecide):
        actions.approve(request, by=both, at=AT)

    request.refresh_from_db()
    assert request.first_by is None


def test_the_database_refuses_one_approval_where_two_must_act(handler, chief_executive):
    request = ask(handler, kind="sample_referral_test")

    with pytest.raises(IntegrityError, match="approval_by_two_people_where_two_must_act"):
        ApprovalRequest.objects.filter(pk=request.pk).update(
            state=State.APPROVED, decided_by=chief_executive, decided_at=AT
        )


def test_asking_about_an_unseen_case_is_refused(handler, manager):
    with pytest.raises(Case.DoesNotExist):
        ask(handler, CaseFactory(confidentiality=Confidentiality.NAMED))


def test_a_question_whose_decider_was_walled_since_is_put_to_the_next_in_line(handler, manager):
    request = ask(handler)
    WallFactory(case=request.case, person=manager)
    commissioner = UserFactory(post=Post.COMMISSIONER)

    again = actions.put_again(request, at=AT)

    assert (again.post, again.replaced_post) == (Post.COMMISSIONER, Post.MANAGER)
    assert list(waiting_for(commissioner, TODAY)) == [request]
    assert Message.objects.filter(to=commissioner.email).count() == 1


def test_somebody_who_covers_for_the_commissioner_later_is_let_in_and_told(handler):
    UserFactory(post=Post.COMMISSIONER)
    request = ask(handler)
    today = timezone.localdate()
    cover = CoverFactory(post=Post.COMMISSIONER, from_on=today, until_on=today + timedelta(days=1)).person

    put_waiting_again()

    assert list(waiting_for(cover, today)) == [request]


def test_a_question_that_can_be_decided_is_not_put_again(handler, manager):
    request = ask(handler)

    actions.put_again(request, at=AT)

    assert not Entry.objects.filter(verb="approval.put_again").exists()
    assert Message.objects.count() == 1


def test_a_decided_question_is_not_put_again(handler, manager):
    request = actions.approve(ask(handler), by=manager, at=AT)
    manager.tenures.all().delete()

    assert actions.put_again(request, at=AT).post == Post.MANAGER


@pytest.mark.parametrize(
    "post", [Post.CHIEF_FINANCE_OFFICER, Post.DATA_PROTECTION_OFFICER, Post.LEGITIMACY_LEAD]
)
def test_any_officer_whose_post_is_empty_is_replaced_by_the_chief_executive(handler, chief_executive, post):
    Delegation.objects.filter(function="resolution_letter").update(post=post)

    request = ask(handler)

    assert (request.post, request.replaced_post) == (Post.CHIEF_EXECUTIVE, post)
