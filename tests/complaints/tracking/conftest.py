from typing import Any

import pytest
import time_machine

from complaints.models import Complaint
from tests.complaints.tracking.opened import NOW, received


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def complaint(client) -> Complaint:
    """A complaint whose complainant has opened its page."""
    opened = received()
    client.post("/track/", {"reference": opened.complaint.case.reference, "code": opened.access_code})
    return opened.complaint
