from datetime import datetime, time, timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.approvals import actions
from casework.approvals.models import ApprovalRequest, State
from casework.cases.models import Case
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.people import UserFactory

PDF = b"%PDF-1.7 as it was shown"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def manager(client: Client) -> User:
    manager = UserFactory(post=Post.MANAGER)
    client.force_login(manager)
    return manager


@pytest.fixture
def waiting(manager: User, settings, tmp_path) -> ApprovalRequest:
    settings.MEDIA_ROOT = tmp_path
    return ask(CaseFactory())


def ask(case: Case) -> ApprovalRequest:
    return actions.ask(
        case,
        "sample_letter",
        content={"body": "Nobody rang back."},
        question=f"May the letter on {case} go?",
        by=UserFactory(post=Post.COMPLAINT_HANDLER),
        at=timezone.now(),
        shown=[(default_storage.save("shown.pdf", ContentFile(PDF)), sha256(PDF).hexdigest())],
    )


def address(request: ApprovalRequest) -> str:
    return reverse("approvals:detail", args=[request.pk])


def owed(request: ApprovalRequest, clock: str, days: int) -> ApprovalRequest:
    on = timezone.localdate() + timedelta(days=days)
    DeadlineFactory(
        case=request.case,
        clock=clock,
        due_on=on,
        due_at=timezone.make_aware(datetime.combine(on, time(23, 59))),
    )
    return request


def test_reading_what_is_put_forward_is_recorded_as_opening_its_case(client, manager, waiting):
    client.get(address(waiting))

    assert Entry.objects.filter(case_id=waiting.case_id, verb="case.viewed", by_id=manager.pk).count() == 1


def test_the_inbox_lists_what_the_law_wants_first_each_by_its_day(client, waiting):
    target = owed(ask(CaseFactory()), "first-contact", 1)
    later = owed(ask(CaseFactory()), "complainant-update", 9)
    sooner = owed(ask(CaseFactory()), "complainant-update", 3)
    same_day = owed(ask(CaseFactory()), "hand-over-with-criterion", 0)

    page = client.get("/approvals/").content.decode()

    in_order = [page.index(request.question) for request in (same_day, sooner, later, target, waiting)]
    assert in_order == sorted(in_order)
    assert (page.count("set by law:"), page.count("our target:")) == (2, 2)
    assert "The letter does not go, and the update is late." in page


def test_an_author_in_the_deciding_post_reads_why_somebody_else_decides_and_who(client, waiting, manager):
    other = UserFactory(post=Post.MANAGER, name="Róisín Byrne")
    waiting.authors.add(manager)

    page = client.get(address(waiting)).content.decode()

    assert "You wrote part of what is put forward, so somebody else decides on it." in page
    assert "What do you decide?" not in page
    assert other.name in page


def test_an_empty_inbox_says_what_will_appear_there(client, manager):
    assert "Nothing waits for your decision." in client.get("/approvals/").content.decode()


def test_the_page_of_a_question_shows_its_words_and_its_document(client, waiting):
    page = client.get(address(waiting)).content.decode()

    assert "Nobody rang back." in page
    assert f'data="{address(waiting)}document-1.pdf#' in page


def test_the_document_is_the_file_that_was_hashed_and_may_stand_in_our_own_page_only(client, waiting):
    response = client.get(f"{address(waiting)}document-1.pdf")

    assert b"".join(response.streaming_content) == PDF
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_a_question_on_a_case_behind_a_wall_does_not_exist(client, waiting, manager):
    WallFactory(case=waiting.case, person=manager)

    assert client.get(address(waiting)).status_code == 404
    assert client.post(address(waiting), {"answer": "approve"}).status_code == 404
    assert client.get(f"{address(waiting)}document-1.pdf").status_code == 404


def test_a_question_with_a_choice_offers_every_answer(client, waiting):
    page = client.get(address(waiting)).content.decode()

    assert page.count('name="answer"') == 3
    assert "It can only be approved" not in page


def test_approving_goes_back_to_the_inbox_and_says_what_was_done(client, waiting):
    response = client.post(address(waiting), {"answer": "approve"}, follow=True)

    waiting.refresh_from_db()
    assert waiting.state == State.APPROVED
    assert f"{waiting.case}: approved" in response.content.decode()


@pytest.mark.parametrize("answer", ["return", "refuse"])
def test_returning_or_refusing_without_a_comment_is_refused_beside_the_comment(client, waiting, answer):
    page = client.post(address(waiting), {"answer": answer, "comment": "  "}).content.decode()

    assert f"Enter why you {answer} it" in page
    assert "<title>Error: " in page


def test_deciding_nothing_is_refused(client, waiting):
    assert "Select what you decide" in client.post(address(waiting), {}).content.decode()


def test_whoever_comes_second_reads_what_happened(client, waiting):
    actions.approve(waiting, by=UserFactory(post=Post.MANAGER, name="Róisín Byrne"), at=timezone.now())

    page = client.post(address(waiting), {"answer": "refuse", "comment": "No."}).content.decode()

    assert "Approved by Róisín Byrne." in page


def test_the_first_of_two_approvals_says_that_a_second_person_is_asked(client, waiting):
    UserFactory(post=Post.MONITORING_OFFICER)
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    client.force_login(chief_executive)
    request = actions.ask(
        CaseFactory(),
        "sample_referral_test",
        content={},
        question="Can conduct be excluded?",
        by=waiting.asked_by,
        at=timezone.now(),
    )

    page = client.post(address(request), {"answer": "approve"}, follow=True).content.decode()

    assert "approved by you; a second person is asked now" in page


def test_somebody_who_may_see_it_but_not_decide_gets_no_form(client, waiting):
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))

    assert "What do you decide?" not in client.get(address(waiting)).content.decode()
    assert client.post(address(waiting), {"answer": "approve"}).status_code == 403
    assert client.post(address(waiting)).status_code == 403


def test_what_was_asked_before_is_read_below(client, waiting, manager):
    actions.return_(waiting, by=manager, at=timezone.now(), comment="It names the wrong road.")
    again = ask(waiting.case)

    assert "It names the wrong road." in client.get(address(again)).content.decode()


def test_the_inbox_costs_the_same_however_much_waits(client, waiting, django_assert_max_num_queries):
    for _ in range(5):
        ask(CaseFactory())

    with django_assert_max_num_queries(12):
        client.get("/approvals/")
