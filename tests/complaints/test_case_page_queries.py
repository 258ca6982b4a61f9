from datetime import timedelta

from casework.people.posts import Post
from casework.trail import actions as trail
from complaints.workflow import Status
from tests.factories.cases import NoteFactory
from tests.factories.complaints import MADE, AllegationFactory, ComplaintFactory, ContactFactory, PartyFactory
from tests.factories.deadlines import DeadlineFactory
from tests.factories.people import UserFactory


def test_a_case_page_of_fifty_events_costs_fifteen_queries_at_most(
    client, office, django_assert_max_num_queries
):
    handler = UserFactory(post=Post.COMPLAINT_HANDLER)
    complaint = ComplaintFactory(
        status=Status.HANDLING, logged_at=MADE, logged_by=handler, case__handler=handler
    )
    party = PartyFactory(complaint=complaint)
    for number in range(25):
        at = MADE + timedelta(hours=number)
        ContactFactory(complaint=complaint, party=party, at=at)
        NoteFactory(case=complaint.case, written_at=at, written_by=UserFactory())
        trail.record(f"case:{complaint.pk}", "case.note_added", by=handler, at=at, case_id=complaint.pk)
    for _ in range(3):
        AllegationFactory(complaint=complaint)
    DeadlineFactory(case=complaint.case)
    client.force_login(handler)
    client.get(complaint.get_absolute_url())  # the office is read once a minute

    with django_assert_max_num_queries(15):
        page = client.get(complaint.get_absolute_url())

    assert page.status_code == 200
