"""Two holders of a post deciding at the same moment, with threads and connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from casework.approvals import actions
from casework.approvals.models import ApprovalRequest, State
from casework.people.models import User
from casework.people.posts import Post
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory


def approve(request: ApprovalRequest, person: User, barrier: Barrier) -> str:
    barrier.wait()
    try:
        actions.approve(request, by=person, at=timezone.now())
    except actions.AlreadyDecided as error:
        return str(error)
    finally:
        connection.close()
    return "approved"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_does_and_the_other_is_told_who(office):
    people = [UserFactory(post=Post.MANAGER, name=name) for name in ("Siân Pugh", "Wen Li")]
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    request = actions.ask(
        CaseFactory(), "sample_letter", content={}, question="May it go?", by=handler, at=timezone.now()
    )
    barrier = Barrier(2)

    with ThreadPoolExecutor(2) as pool:
        said = [one.result() for one in [pool.submit(approve, request, who, barrier) for who in people]]

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert sorted(said) == sorted(["approved", f"Approved by {request.decided_by}."])
    assert [note.text for note in request.case.notes.all()] == ["sent"]
