from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from casework.people.models import Office

# Maundy Thursday, the day before two bank holidays and a weekend.
NOW = datetime(2026, 4, 2, 20, 15, tzinfo=UTC)
ANSWERS: dict[str, dict[str, Any]] = {
    "who": {"subject": "police_person"},
    "person": {"name": "PC 4412", "description": "Tall, with a red beard"},
    "what-happened": {"what_happened": "I rang three times about my stolen bicycle."},
    "when-and-where": {"when": "27 March 2026", "where": "High Street"},
    "what-you-want": {"what_is_wanted": "An apology"},
    "who-it-happened-to": {"behalf": "myself"},
    "your-name": {"identity": "named", "name": "Gwen Pryce"},
    "reach-you": {"contact_by": "email", "email": "gwen@post.example"},
    "adjustments": {"adjustments": "Large print"},
    "evidence": {},
    "equality": {"ethnicity": "A1", "age": "25_34"},
}

Fill = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def fill(client: Client, office: Office) -> Fill:
    """Answer every question, with these instead where given; the answer to the last one."""

    def fill(**instead: dict[str, Any] | None) -> HttpResponse:
        answers = ANSWERS | {slug.replace("_", "-"): given for slug, given in instead.items()}
        for slug, given in answers.items():
            if given is not None:
                response = client.post(f"/complain/{slug}/", given)
                assert response.status_code == 302, (slug, response.content.decode())
        return response

    return fill
