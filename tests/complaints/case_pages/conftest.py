import pytest
from django.test import Client

from casework.people.models import User
from tests.complaints import stories


@pytest.fixture
def handler() -> User:
    return stories.handler()


@pytest.fixture
def at_desk(client: Client, handler: User) -> Client:
    client.force_login(handler)
    return client
