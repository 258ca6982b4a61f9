"""What people see while a part of the installation is away, and that nothing is lost meanwhile."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from casework.documents.models import Document
from casework.outbox.models import Message, State
from complaints.models import Complaint, Draft
from demonstration.office import Cast
from demonstration.stories import Reached, stories
from demonstration.ways import tell
from tests.casework.documents import samples
from tests.fixtures.gates import Gate
from tests.fixtures.installation import Installation, WebServer
from tests.fixtures.mail_server import MailServer
from tests.fixtures.workers import CeleryProcess, wait_until
from tests.journeys import steps
from tests.journeys.steps import Visit

# A page that finds no broker goes on within about a second; the rest is for a busy machine.
PATIENCE = 8


def through(gate: Gate) -> str:
    """The address of this test's database, by way of the gate."""
    given = connection.get_connection_params()
    account = ":".join(quote(str(given[part])) for part in ("user", "password") if given.get(part))
    return f"postgres://{account}@127.0.0.1:{gate.port}/{given['dbname']}"


def handled(cast: Cast) -> Complaint:
    """A complaint that the first handler works on."""
    story = next(story for story in stories() if story.reached == Reached.HANDLED)
    return tell(story, cast, number=2, now=timezone.now())


def test_form_answers_503_in_words_while_the_database_is_away_and_goes_on_when_it_returns(
    office_people: Cast,
    installed_environment: dict[str, str],
    database_gate: Gate,
    web_server: Callable[[], WebServer],
    visitor: Visit,
) -> None:
    installed_environment |= {
        "DATABASE_URL": through(database_gate),
        "DATABASE_CONN_MAX_AGE": "60",  # as in production: the server holds connections that are cut
    }
    gwen = visitor(web_server().url)
    steps.to_the_last_page(gwen)

    database_gate.shut()
    gwen.press("Send my complaint", status=503)
    assert "Nothing you have sent is lost" in gwen.text()
    gwen.go("/complain/check/", status=503)
    assert not Complaint.objects.exists()

    database_gate.open()
    gwen.go("/complain/what-happened/")
    gwen.fill("What happened?", "I rang four times and nobody rang back.")
    database_gate.shut()
    gwen.press("Continue", status=503)
    database_gate.open()
    gwen.press("Send it again")
    gwen.go("/complain/check/")
    assert "I rang four times" in gwen.text()
    gwen.press("Send my complaint")
    assert (
        gwen.page.locator(".govuk-panel__body strong").inner_text() == Complaint.objects.get().case.reference
    )
    assert Draft.objects.get().complaint == Complaint.objects.get()


@pytest.mark.parametrize("silent", [False, True], ids=["refused", "silent"])
def test_pages_work_on_while_redis_is_away_and_messages_leave_when_it_returns(
    office_people: Cast,
    installed_environment: dict[str, str],
    broker_gate: Gate,
    web_server: Callable[[], WebServer],
    celery_worker_process: Callable[..., CeleryProcess],
    mail_server: MailServer,
    visitor: Visit,
    silent: bool,
) -> None:
    complaint = handled(office_people)
    installed_environment["REDIS_URL"] = f"redis://127.0.0.1:{broker_gate.port}/0"
    site = web_server().url
    gwen, priya = visitor(site), visitor(site)
    steps.to_the_last_page(gwen)
    priya.sign_in("handler")
    priya.go(complaint.get_absolute_url())

    broker_gate.shut(silent=silent)
    gwen.press("Send my complaint")
    assert gwen.waited < PATIENCE
    steps.ask_the_force(priya)
    assert priya.waited < PATIENCE
    assert {message.state for message in Message.objects.all()} == {State.WAITING}
    assert not mail_server.taken

    broker_gate.open()
    celery_worker_process(with_beat=True)
    wait_until(lambda: Message.objects.filter(state=State.SENT).count() == Message.objects.count())
    assert set(mail_server.taken.values()) == {1}


def test_full_disk_refuses_a_file_in_words_and_leaves_the_complaint_as_it_was(
    installation: Installation, visitor: Visit
) -> None:
    complaint = handled(installation.cast)
    gwen, priya = visitor(installation.url), visitor(installation.url)
    priya.sign_in("handler")
    priya.go(f"/complaints/{complaint.case.reference}/documents/")
    gwen.go("/complain/evidence/")
    before = complaint.case.version
    photograph = {
        "name": "bruise.png",
        "mimeType": "image/png",
        "buffer": samples.picture("PNG") + bytes(99_999),
    }

    installation.web.leave_no_room(over=65_536)
    gwen.page.locator("input[type=file]").set_input_files([photograph])
    gwen.press("Add these files")
    priya.press("Add a file")
    priya.page.locator("input[type=file]").set_input_files([photograph])
    priya.choose("The office found or made it")
    priya.press("Add the file")

    assert "our storage is full" in gwen.text()
    assert "our storage is full" in priya.text()
    complaint.case.refresh_from_db()
    assert complaint.case.version == before
    assert not Document.objects.exists()
