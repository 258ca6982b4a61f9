import pytest
from django.test import Client

from casework.people.models import User


@pytest.fixture
def at_desk(client: Client, handler: User) -> Client:
    client.force_login(handler)
    return client
