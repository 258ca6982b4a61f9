"""The public form for whoever comes: by keyboard alone, without JavaScript, with whatever they bring."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from casework.documents.models import Document, HeldReason, State
from complaints.models import Complaint
from demonstration.office import Cast
from tests.casework.documents import samples
from tests.fixtures.installation import Installation
from tests.fixtures.visitors import Visitor
from tests.fixtures.workers import wait_until
from tests.journeys import steps
from tests.journeys.steps import Visit

FOCUS = """() => {
  const control = document.activeElement;
  const label = control.labels && control.labels.length ? control.labels[0] : control;
  return [control.type || "", label.innerText.trim()];
}"""


class Typist:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.keyboard = visitor, visitor.page.keyboard

    def focus(self) -> tuple[str, str]:
        kind, name = self.visitor.page.evaluate(FOCUS)
        return kind, name

    def tab_to(self, name: str) -> None:
        for _ in range(40):
            self.keyboard.press("Tab")
            if self.focus()[1].startswith(name):
                return
        raise AssertionError(f"Tab does not come to {name!r} on {self.visitor.page.url}")

    def type(self, label: str, text: str) -> None:
        self.tab_to(label)
        self.keyboard.type(text)

    def choose(self, label: str) -> None:
        """Tab comes to the group, the arrows move in it."""
        while self.focus()[0] != "radio":
            self.keyboard.press("Tab")
        self.keyboard.press("Space")
        for _ in range(20):
            if self.focus()[1].startswith(label):
                return
            self.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not come to {label!r} on {self.visitor.page.url}")

    def press(self, name: str, key: str = "Enter") -> None:
        self.tab_to(name)
        with self.visitor.page.expect_navigation():
            self.keyboard.press(key)
        self.visitor.look()


def test_form_is_filled_in_by_keyboard_alone(site: str, visitor: Visit, office_people: Cast) -> None:
    gwen = visitor(site)
    typist = Typist(gwen)
    gwen.go("/")

    typist.press("Start now", key="Space")
    typist.press("Continue")
    assert "Select who or what" in typist.focus()[1]  # the summary of errors has the focus
    typist.tab_to("Select who or what")
    typist.keyboard.press("Enter")
    typist.choose("The Chief Constable")
    typist.press("Continue")
    typist.type("What happened?", "He did not answer my letter.\nTwice.")
    typist.press("Continue")
    typist.press("Continue")
    typist.press("Continue")
    typist.choose("To me")
    typist.press("Continue")
    typist.choose("Yes")
    typist.type("Your full name", "Gwen Pryce")
    typist.press("Continue")
    typist.choose("Telephone")
    typist.type("Telephone number", "01632 960 001")
    typist.press("Continue")
    typist.press("Continue")
    typist.press("Continue")
    typist.press("Continue")
    typist.press("Send my complaint", key="Space")

    assert Complaint.objects.get().what_happened == "He did not answer my letter.\nTwice."


def test_form_and_its_page_work_without_javascript(site: str, visitor: Visit, office_people: Cast) -> None:
    gwen = visitor(site, java_script_enabled=False)

    reference, code = steps.complain(gwen, "A police officer, a special constable", files=steps.evidence())
    steps.open_at_track(gwen, reference, code)
    gwen.fill("Your message", "I found somebody who saw it.")
    gwen.press("Send")

    assert "I found somebody who saw it." in gwen.text()


@pytest.mark.parametrize(
    "account",
    [
        "word " * 10_000,
        "没有人给我回电话。 لم يتصل بي أحد. কেউ ফোন করেনি। Ní fhuair mé freagra. Ŵyr neb ddim.",
        "Nobody came 😡👮🏽‍♀️🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "=cmd|' /C calc'!A0 <script>alert(1)</script> '; DROP TABLE complaints; -- {{ 7 * 7 }}",
    ],
    ids=["ten thousand words", "scripts", "emoji", "code"],
)
def test_account_is_kept_as_it_was_typed(
    site: str, visitor: Visit, office_people: Cast, account: str
) -> None:
    gwen = visitor(site)

    steps.to_the_last_page(gwen, account=account)
    assert account.split()[0] in gwen.text()
    gwen.press("Send my complaint")

    assert Complaint.objects.get().what_happened == account.strip()


def test_account_that_is_too_long_is_refused_in_words_and_kept(
    site: str, visitor: Visit, office_people: Cast
) -> None:
    gwen = visitor(site)
    gwen.go("/complain/what-happened/")

    gwen.fill("What happened?", "word " * 20_001)
    gwen.press("Continue")

    assert "100,000 characters or less" in gwen.text()
    assert len(gwen.box("What happened?").input_value()) > 100_000


def test_whatever_is_wrong_with_a_file_is_said_in_words_and_the_complaint_goes_through(
    installation: Installation, visitor: Visit, tmp_path: Path
) -> None:
    wrong = {
        "nothing.pdf": (b"", "This file is empty", HeldReason.EMPTY),
        "letter.pdf": (samples.picture(), "not what its name says", HeldReason.NOT_WHAT_IT_SAYS),
        "diary.docm": (samples.word_with_macros(), "holds macros", HeldReason.MACROS),
        "from a friend.txt": (samples.EICAR, "something harmful", HeldReason.VIRUS),
    }
    gwen, priya = visitor(installation.url), visitor(installation.url)
    gwen.go("/complain/evidence/")
    for name, (content, _, _) in wrong.items():
        (tmp_path / name).write_bytes(content)
    film = tmp_path / "the whole film.mp4"
    film.touch()
    os.truncate(film, settings.DOCUMENT_SIZE_LIMIT + 1)

    gwen.page.locator("input[type=file]").set_input_files([film, *(tmp_path / name for name in wrong)])
    gwen.press("Add these files")
    assert "“the whole film.mp4” was not added" in gwen.text()

    wait_until(lambda: not Document.objects.filter(state=State.QUARANTINED).exists(), what="the checks")
    gwen.go("/complain/evidence/")
    for name, (_, words, reason) in wrong.items():
        assert Document.objects.get(name=name).held_reason == reason
        assert words in gwen.text()

    steps.to_the_last_page(gwen)
    gwen.press("Send my complaint")
    priya.sign_in("handler")
    priya.go(f"/complaints/{Complaint.objects.get().case.reference}/documents/")
    assert all(name in priya.text() for name in wrong)
