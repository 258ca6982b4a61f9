from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casework.approvals import kinds as approval_kinds
from casework.deadlines.calendars import load_reference_data
from casework.letters import purposes
from casework.letters.kinds import approval_of_letter
from casework.letters.models import Letter
from casework.letters.purposes import LetterPurpose, PrintedDate
from casework.people.models import User
from casework.people.posts import Post
from tests.factories.people import UserFactory

happened: list[tuple[str, int]] = []


def last_day(letter: Letter, provided_on: date) -> Mapping[str, PrintedDate]:
    return {"last_day": PrintedDate(provided_on + timedelta(days=28), "sample-window", provided_on)}


def sent(letter: Letter, by: User | None, at: datetime) -> None:
    happened.append(("sent", letter.pk))


def moved(letter: Letter, by: User | None, at: datetime) -> None:
    happened.append(("moved", letter.pk))


purposes.register(
    LetterPurpose("sample-outcome", dates=last_day, on_sent=sent, on_moved=moved),
    LetterPurpose("sample-update", dates=last_day, on_sent=sent, needs_approval=False),
    LetterPurpose("sample-letter", dates=last_day, approval_kind="sample_outcome_letter"),
)
approval_kinds.register(
    approval_of_letter(
        "sample_outcome_letter",
        function="resolution_letter",
        label="Outcome of a sample",
        if_nothing_is_done="The complainant hears nothing.",
    )
)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def holidays(db: None) -> None:
    load_reference_data(at=datetime(2026, 1, 2, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def hooks_called() -> list[tuple[str, int]]:
    """What the purpose of a sample letter was told, as (hook, letter)."""
    happened.clear()
    return happened


@pytest.fixture
def handler() -> User:
    return UserFactory(post=Post.COMPLAINT_HANDLER, name="Amira Shah")


@pytest.fixture
def manager() -> User:
    return UserFactory(post=Post.MANAGER)
