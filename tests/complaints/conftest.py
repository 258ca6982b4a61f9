from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.people.models import User
from casework.people.posts import Post
from complaints.reference_data import load_reference_data
from tests.complaints import stories
from tests.factories.people import UserFactory


@pytest.fixture
def reference_data(db: None) -> None:
    """The codes, and the letters as they were from 1 February 2020."""
    load_reference_data(at=datetime(2020, 2, 1, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def handler() -> User:
    return stories.handler()


@pytest.fixture
def manager() -> User:
    return UserFactory(post=Post.MANAGER)


@pytest.fixture
def chief_executive() -> User:
    return UserFactory(post=Post.CHIEF_EXECUTIVE)
