"""An outcome that no letter can tell is read on the complainant's own page."""

from dataclasses import replace

import pytest
import time_machine
from django.test import Client

from casework.approvals import actions as approvals
from casework.cases.models import Task
from casework.letters.models import Letter
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.assess import assess
from complaints.actions.outcome import draft_outcome, propose_outcome, record_finding
from complaints.actions.refused import Refused
from complaints.acts import Situation
from complaints.models import Complaint
from complaints.queries import first_access_code
from complaints.tracking.outcome import outcome_untold
from complaints.wanted import next_step
from complaints.workflow import Finding, Road, Route, Status, Subject
from complaints.writing_up import findings
from tests.complaints import stories
from tests.complaints.case_pages.visits import address, offered
from tests.complaints.stories import ASSESSED, DECIDED, GWEN, fresh, waiting
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
BY_TELEPHONE = replace(GWEN, email="", address="", telephone="01632 960 001", contact_by="telephone")
UNREACHED = replace(GWEN, email="", address="", contact_by="")


@pytest.fixture(autouse=True)
def deciders() -> dict[Post, User]:
    posts = (Post.MANAGER, Post.CHIEF_EXECUTIVE, Post.COMMISSIONER)
    return {post: UserFactory(post=post) for post in posts}


def found(by: User, subject: Subject, route: Route, finding: Finding, who=BY_TELEPHONE) -> Complaint:
    """Everything looked into, and nobody to write to."""
    complaint = stories.taken(by, subject=subject, people=(who,) if who else ())
    stories.alleged(complaint, by)
    met = ("asked_to_record",) if route == Route.SCHEDULE_3 else ()
    if who:
        complaint = stories.spoken_to(complaint, by)
    assess(
        complaint,
        answers=stories.answers(Road(complaint.road), *met),
        route=route,
        reasons="As answered.",
        agreed=True,
        by=by,
        at=ASSESSED,
    )
    record_finding(
        complaint.allegations.get(),
        finding=finding,
        reasons="The log shows no call.",
        done_to_resolve="The sergeant rang.",
        satisfied_words="That is all I wanted." if finding == Finding.RESOLVED else "",
        version=fresh(complaint).case.version,
        by=by,
        at=DECIDED,
    )
    return fresh(complaint)


def resolved(by: User, who=BY_TELEPHONE) -> Complaint:
    return found(by, Subject.POLICE_PERSON, Route.OUTSIDE_SCHEDULE_3, Finding.RESOLVED, who)


def decided(complaint: Complaint, by: User) -> Complaint:
    propose_outcome(complaint, letter=None, by=by, at=DECIDED)
    request = waiting(complaint)
    decider = User.objects.filter(tenures__post=request.post).exclude(pk=by.pk).get()
    approvals.approve(request, by=decider, at=DECIDED)
    return fresh(complaint)


def read_on_the_page(complaint: Complaint) -> str:
    client, code = Client(), first_access_code(complaint)
    with time_machine.travel(DECIDED, tick=False):
        client.post("/track/", {"reference": complaint.case.reference, "code": code})
        return client.get("/track/complaint/").content.decode()


@pytest.mark.parametrize("who", [BY_TELEPHONE, UNREACHED])
def test_whoever_cannot_be_written_to_reads_what_was_found_in_the_words_of_the_letter(handler, who):
    complaint = decided(resolved(handler, who), handler)

    page = read_on_the_page(complaint)

    assert complaint.status == Status.CLOSED
    assert not Letter.objects.filter(case=complaint.case).exists()
    for said in findings(complaint)[0]["text"].split("\n\n"):
        assert said in page
    assert "Resolved to your satisfaction." in page
    assert "When we do, you can read our letters" not in page


def test_nothing_found_is_read_before_it_is_decided(handler):
    complaint = resolved(handler)

    propose_outcome(complaint, letter=None, by=handler, at=DECIDED)

    assert "The sergeant rang." not in read_on_the_page(fresh(complaint))


def test_what_a_letter_told_is_not_told_twice(handler, deciders):
    complaint = stories.proposed(
        stories.resolving(handler), handler, Finding.RESOLVED, satisfied_words="That is all."
    )

    approvals.approve(waiting(complaint), by=deciders[Post.MANAGER], at=DECIDED)

    assert outcome_untold(fresh(complaint)) is None


def test_the_page_says_how_to_apply_for_a_review_and_names_no_day_that_nothing_started(handler):
    complaint = found(handler, Subject.CHIEF_CONSTABLE, Route.SCHEDULE_3, Finding.ACCEPTABLE)

    page = read_on_the_page(decided(complaint, handler))

    assert "You have the right to apply for a review of this outcome" in page
    assert "within 28 days, starting with the day after you were given this outcome" in page
    assert "You can ask for a review of the outcome until" not in page


def test_the_page_says_who_hears_an_appeal(deciders):
    handler = deciders[Post.CHIEF_EXECUTIVE]
    complaint = found(handler, Subject.OFFICE_STAFF, Route.LOCAL_POLICY, Finding.NOT_FOUNDED)

    page = read_on_the_page(decided(complaint, handler))

    assert "The Police and Crime Commissioner will decide your appeal." in page
    assert "They also made this decision, in place of the Chief Executive." in page


def test_the_handler_is_set_to_ring_whoever_has_a_telephone_only(handler):
    complaint = decided(resolved(handler), handler)

    task = Task.objects.get(case=complaint.case)
    assert task.for_person == handler
    assert task.set_by is None
    assert task.what.startswith("Ring the complainant and tell them the outcome")


def test_nobody_is_set_to_ring_whoever_left_no_number(handler):
    complaint = decided(resolved(handler, UNREACHED), handler)

    assert not Task.objects.filter(case=complaint.case).exists()


def test_no_letter_is_asked_for_that_nobody_could_be_sent(handler):
    complaint = resolved(handler)

    step = next_step(Situation(complaint, handler), ASSESSED.date())

    assert step
    assert step.act == "propose_outcome"
    assert "No letter can be sent" in step.sentence
    assert "draft_outcome" not in offered(complaint, handler)
    with pytest.raises(Refused):
        draft_outcome(complaint, by=handler, at=DECIDED)


def test_whoever_decides_is_told_that_no_letter_leaves_and_that_she_is_rung(client, handler, deciders):
    complaint = resolved(handler)
    propose_outcome(complaint, letter=None, by=handler, at=DECIDED)
    client.force_login(deciders[Post.MANAGER])

    page = client.get(f"/approvals/{waiting(complaint).pk}/").content.decode()

    assert "No letter leaves" in page
    assert "The handler is asked to ring and tell them." in page
    assert "its letter leaves" not in page


def test_whoever_proposes_without_a_letter_is_told_so(client, handler):
    client.force_login(handler)
    complaint = resolved(handler)

    page = client.get(address(complaint, "outcome/propose/")).content.decode()

    assert "No letter leaves." in page
    assert "sees the letter" not in page
