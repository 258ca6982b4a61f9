"""How the tests of a complaint's pages visit them."""

import re

from django.http import HttpResponse
from django.test import Client

from casework.people.models import User
from complaints.acts import Situation, allowed_actions
from complaints.models import Complaint
from tests.complaints.stories import fresh


def address(complaint: Complaint, page: str = "") -> str:
    return f"/complaints/{complaint.case.reference}/{page}"


def send(client: Client, complaint: Complaint, page: str, **typed: object):
    return client.post(address(complaint, page), typed, follow=True)


def key_on(page: HttpResponse) -> str:
    """What tells one drawing of the page's form from another."""
    found = re.search(r'name="once" value="([0-9a-f-]{36})"', page.content.decode())
    assert found
    return found[1]


def offered(complaint: Complaint, user: User) -> set[str]:
    return set(allowed_actions(Situation(fresh(complaint), user)))
