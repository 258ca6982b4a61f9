from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaints.reference_data import load_reference_data


@pytest.fixture
def reference_data(db: None) -> None:
    """The codes, and the letters as they were from 1 February 2020."""
    load_reference_data(at=datetime(2020, 2, 1, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT
