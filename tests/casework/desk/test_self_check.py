"""Every promise goes red when the database superuser breaks it behind everybody's back."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from casework.approvals.models import State as ApprovalState
from casework.cases.models import Case
from casework.deadlines.queries import recompute
from casework.desk import self_check
from casework.desk.models import SelfCheckRun
from casework.desk.tasks import check_everything
from casework.letters.models import State as LetterState
from casework.outbox.models import State as MessageState
from casework.people.posts import Post
from casework.people.queries import holders
from casework.trail import actions as trail
from complaints.workflow import Finding, Outcome, Status
from tests.factories.approvals import ApprovalRequestFactory
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.complaints import AllegationFactory, ComplaintFactory, ReferralFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.desk import SelfCheckRunFactory
from tests.factories.documents import DocumentFactory
from tests.factories.letters import LetterFactory
from tests.factories.outbox import MessageFactory
from tests.factories.people import UserFactory

AT = datetime(2026, 3, 29, 2, 40, tzinfo=UTC)  # just after the clocks went forward
SHA256 = "5" * 64


@pytest.fixture(autouse=True)
def tonight():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def sound(office):
    """One row of everything that a promise is about, each as it should be."""
    author, decider = UserFactory(post=Post.COMPLAINT_HANDLER), UserFactory(post=Post.MANAGER)
    case = CaseFactory(next_due_on=date(2026, 3, 30))
    deadline = DeadlineFactory(case=case, next_reminder_at=AT + timedelta(hours=5))
    assert recompute(deadline).due_at == deadline.due_at
    approval = ApprovalRequestFactory(
        asked_by=author,
        decided_by=decider,
        decided_at=AT,
        state=ApprovalState.APPROVED,
        content_sha256=SHA256,
    )
    LetterFactory(
        approval=approval,
        content_sha256=SHA256,
        state=LetterState.SENT,
        sent_at=AT,
        provided_on=date(2026, 3, 27),
    )
    DocumentFactory(checked_at=AT)
    MessageFactory(state=MessageState.SENT)
    trail.record("case:1", "case.opened", by=author, at=AT)
    complaint = ComplaintFactory(
        status=Status.CLOSED,
        outcome=Outcome.RESOLVED,
        closed_at=AT,
        logged_at=AT,
        logged_by=author,
        case__is_open=False,
    )
    AllegationFactory(complaint=complaint, finding=Finding.RESOLVED, satisfied_words="Thank you.")
    ReferralFactory()


def broken_codes():
    return [result["code"] for result in self_check.check_everything(at=AT).broken]


def test_every_promise_holds_and_has_something_to_hold_for(sound):
    run = self_check.check_everything(at=AT)

    assert run.broken == []
    assert all(result["checked"] for result in run.results)


# Each removes the constraint that would refuse the row, as only a superuser could, and then breaks it.
BREAKS = {
    "due-dates": ["UPDATE deadlines_deadline SET due_at = due_at - interval '1 day'"],
    "next-dates": ["UPDATE cases_case SET next_due_on = NULL WHERE next_due_on IS NOT NULL"],
    "clocks-once": [
        "DROP INDEX deadline_runs_once_for_a_recipient",
        """INSERT INTO deadlines_deadline (case_id, clock, clock_version, trigger_at, trigger_event,
            excluded, length, due_on, due_at, state, opened_at, reason)
            SELECT case_id, clock, clock_version, trigger_at, trigger_event,
            excluded, length, due_on, due_at, state, opened_at, reason FROM deadlines_deadline""",
    ],
    "reminders": ["UPDATE deadlines_deadline SET next_reminder_at = '2026-03-28T02:39:59Z'"],
    "approvals": [
        "ALTER TABLE approvals_approvalrequest DROP CONSTRAINT approval_never_by_its_author",
        "UPDATE approvals_approvalrequest SET decided_by_id = asked_by_id",
    ],
    "letters": ["UPDATE letters_letter SET content_sha256 = repeat('6', 64)"],
    "documents": ["UPDATE documents_document SET checked_at = NULL"],
    "trail": [
        "ALTER TABLE trail_entry DISABLE TRIGGER USER",
        "UPDATE trail_entry SET verb = 'case.closed' WHERE verb = 'case.opened'",
    ],
    "owners": ["UPDATE cases_case SET owner_post = 'legitimacy_lead' WHERE next_due_on IS NOT NULL"],
    "references": ["UPDATE cases_case SET reference = '' WHERE next_due_on IS NOT NULL"],
    "messages": [
        "UPDATE outbox_message SET state = 'failed', sent_at = NULL, next_attempt_at = '2026-03-28T02:39:59Z'"
    ],
    "outcomes": [
        "ALTER TABLE complaints_complaint DROP CONSTRAINT complaint_closed_with_outcome_or_not_at_all",
        "UPDATE complaints_complaint SET outcome = '' WHERE status = 'closed'",
    ],
    "findings": ["UPDATE complaints_allegation SET finding = ''"],
    "referrals": [
        """UPDATE complaints_complaint SET status = 'closed', outcome = 'withdrawn', closed_at = now()
            WHERE status <> 'closed'"""
    ],
}


@pytest.mark.parametrize("code", BREAKS)
def test_a_broken_promise_goes_red_and_no_other_does(sound, code):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in BREAKS[code]:
            cursor.execute(statement)

    assert broken_codes() == [code]


def test_every_promise_that_is_registered_is_broken_by_a_test():
    assert {invariant.code for invariant in self_check.all_invariants()} == set(BREAKS)


def test_the_command_names_the_rows_and_ends_with_1(sound, capsys):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_allegation SET finding = ''")

    with pytest.raises(SystemExit) as ended:
        call_command("self_check")

    assert ended.value.code == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("BROKEN"))
    assert "(1 of 1: complaint " in line


def test_the_command_answers_in_json_and_ends_with_0_when_all_is_well(sound, capsys):
    call_command("self_check", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is True
    assert {result["code"] for result in answer["invariants"]} == set(BREAKS)


def test_the_nightly_run_is_kept(sound):
    assert check_everything() == 0

    assert SelfCheckRun.objects.get().run_at == AT


def test_the_page_shows_when_it_was_checked_and_what_holds(client, office):
    SelfCheckRunFactory()
    client.force_login(UserFactory(post=Post.ADMINISTRATOR))

    page = client.get("/self-check/")

    assert "All is well" in page.text
    assert "Sunday 29 March 2026 at 03:40" in page.text
    assert "Every case has a reference" in page.text


def test_the_page_shows_how_many_rows_break_a_promise_and_never_which(client, office):
    results = [
        {
            "code": "references",
            "rule": "Every case has a reference",
            "checked": 61,
            "broken": 2,
            "examples": ["case 9171"],
        }
    ]
    SelfCheckRunFactory(results=results)
    client.force_login(UserFactory(post=Post.MANAGER))

    page = client.get("/self-check/")

    assert "Something is wrong" in page.text
    assert "9171" not in page.text


def test_the_page_says_so_before_the_first_night(client, office):
    client.force_login(UserFactory(post=Post.MANAGER))

    assert "Nothing has been checked yet" in client.get("/self-check/").text


@pytest.mark.parametrize("post", [Post.COMPLAINT_HANDLER, Post.COMMISSIONER, Post.JASC_CHAIR])
def test_the_page_is_for_those_who_may_see_it(client, office, post):
    client.force_login(UserFactory(post=post))

    assert client.get("/self-check/").status_code == 403
    assert "/self-check/" not in client.get("/desk/").text


def test_an_owner_who_cannot_see_their_case_is_no_owner(sound):
    case = Case.objects.open().earliest("pk")
    for person in holders(case.owner_post, AT.date()):
        WallFactory(case=case, person=person)

    assert broken_codes() == ["owners"]
