"""How the tests of a complaint's pages visit them."""

from django.test import Client

from casework.people.models import User
from complaints.acts import Situation, allowed_actions
from complaints.models import Complaint
from tests.complaints.stories import fresh


def address(complaint: Complaint, page: str = "") -> str:
    return f"/complaints/{complaint.case.reference}/{page}"


def send(client: Client, complaint: Complaint, page: str, **typed: object):
    return client.post(address(complaint, page), typed, follow=True)


def offered(complaint: Complaint, user: User) -> set[str]:
    return set(allowed_actions(Situation(fresh(complaint), user)))
