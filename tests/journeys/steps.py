"""What people do on the way of a complaint, in the words of the pages."""

from collections.abc import Callable
from datetime import date, timedelta

import pypdfium2
from django.utils.timezone import localdate, localtime

from complaints.criteria import criteria_for
from complaints.workflow import Road
from tests.casework.documents import samples
from tests.fixtures.installation import Installation
from tests.fixtures.visitors import Visitor
from tests.fixtures.workers import wait_until

Visit = Callable[..., Visitor]

GWEN = "gwen@post.example"


def evidence() -> list[dict[str, object]]:
    """What somebody has on their phone and computer: a PDF, a Word file, a photograph, an e-mail."""
    return [
        {"name": "crime-number.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()},
        {"name": "diary.docx", "mimeType": "application/octet-stream", "buffer": samples.word()},
        {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": samples.picture(place=True)},
        {"name": "to-the-control-room.eml", "mimeType": "message/rfc822", "buffer": samples.email()},
    ]


def complain(gwen: Visitor, about: str, *, files: list[dict[str, object]] | None = None) -> tuple[str, str]:
    """Fill in the public form to its end; the answer is the reference and the access code."""
    gwen.go("/")
    gwen.press("Start now")
    gwen.choose(about, exact=False)
    gwen.press("Continue")
    if gwen.box("Name or number").count():
        gwen.fill("Name or number", "PC 4412")
        gwen.press("Continue")
    gwen.fill("What happened?", "I rang three times about my stolen bicycle and nobody rang back.")
    gwen.press("Continue")
    gwen.press("Continue")
    gwen.fill("What would you like to happen?", "An apology")
    gwen.press("Continue")
    gwen.choose("To me")
    gwen.press("Continue")
    gwen.choose("Yes")
    gwen.fill("Your full name", "Gwen Pryce")
    gwen.press("Continue")
    gwen.choose("E-mail")
    gwen.fill("E-mail address", GWEN)
    gwen.press("Continue")
    gwen.press("Continue")
    if files:
        gwen.page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
        gwen.press("Add these files")
    gwen.press("Continue")
    gwen.press("Continue")
    gwen.press("Send my complaint")
    reference = gwen.page.locator(".govuk-panel__body strong").inner_text()
    return reference, gwen.page.locator(".app-code").inner_text()


def to_the_last_page(gwen: Visitor, *, account: str = "I rang three times and nobody rang back.") -> None:
    """Fill in the form as somebody who stays anonymous, up to checking the answers."""
    gwen.go("/complain/who/")
    gwen.choose("Something the police did or did not do", exact=False)
    gwen.press("Continue")
    gwen.press("Continue")
    gwen.fill("What happened?", account)
    gwen.press("Continue")
    gwen.press("Continue")
    gwen.press("Continue")
    gwen.choose("To me")
    gwen.press("Continue")
    gwen.choose("No, I want to stay anonymous")
    gwen.press("Continue")
    gwen.press("Continue")
    gwen.press("Continue")


def take_down(priya: Visitor, about: str) -> str:
    """Log a complaint that came by telephone, and keep it; the answer is its reference."""
    priya.follow("Complaints")
    priya.press("Log a complaint")
    priya.choose("Telephone", to="How did it come?")
    priya.date("When was it made?", localdate())
    priya.choose(about)
    priya.fill("What happened?", "She was pushed to the ground and her arm was broken.")
    priya.fill("Full name", "Gwen Pryce")
    priya.fill("E-mail address", GWEN)
    priya.choose("E-mail", to="How do they want to be reached?")
    priya.choose("I do", to="Who handles it?")
    priya.press("Log the complaint")
    reference = priya.page.locator(".govuk-panel__body strong").inner_text()
    priya.follow("Open the complaint")
    return reference


def log(person: Visitor, reference: str, *, handler: str) -> None:
    person.go("/desk/")
    person.follow(reference)
    person.press("Log")
    person.select("Who will handle it?", handler)
    person.press("Log this complaint")


def contact(handler: Visitor) -> None:
    handler.press("Record a contact")
    handler.choose("We contacted them")
    handler.select("With whom?", "Gwen Pryce, complainant")
    handler.choose("Telephone")
    handler.date("On which day?", localdate())
    handler.fill("At what time?", f"{localtime():%H:%M}")
    handler.fill("What was said?", "She would like an apology and no investigation.")
    handler.press("Save contact")


def allege(handler: Visitor) -> None:
    handler.press("Add an allegation")
    handler.fill("What is alleged?", "Nobody rang back about the stolen bicycle.")
    handler.box("Category").select_option(index=1)
    situation = handler.page.get_by_label("None of these")
    if situation.count():
        situation.check()
    handler.press("Save allegation")


def assess(handler: Visitor, road: Road, route: str, *, agreed: str = "", **met: str) -> None:
    handler.press("Assess")
    for criterion in criteria_for(road):
        reason = met.get(criterion.code, "")
        handler.choose("Yes" if reason else "No", to=criterion.question)
        handler.page.locator(f"[name={criterion.code}_reason]").fill(reason)
    if agreed:
        handler.choose(agreed, to="Does the complainant agree to resolve it informally?")
    handler.choose(route)
    handler.fill("Why?", "Nothing suggests more than a call that was not returned.")
    if criteria_for(road):
        handler.press("Check what follows")
    handler.press("Save assessment")


def ask_the_force(handler: Visitor) -> None:
    handler.press("Ask the force")
    handler.fill("What do you ask the force?", "Who took the calls, and what was done?")
    handler.date("By which day?", localdate() + timedelta(days=7))
    handler.press("Send to the force")
    handler.follow("Record the answer")
    handler.date("When did the force answer?", localdate())
    handler.fill("What did it answer?", "The calls were graded wrongly.")
    handler.press("Save answer")


def decide_with_reasons(handler: Visitor, finding: str) -> None:
    """A finding and the letter about it, as every road but resolving outside Schedule 3 asks for them."""
    handler.press("Record a finding")
    handler.choose(finding)
    handler.fill("Why?", "The recording bears her account out.")
    handler.fill("What will be put right, or learnt?", "A written apology.")
    handler.press("Save finding")
    handler.press("Draft the outcome letter")
    handler.fill("What did we look at?", "The recording and both accounts.")
    handler.fill("What happens now?", "The apology follows within ten working days.")
    handler.press("Draft the outcome letter")
    handler.follow("Back")
    propose(handler)


def propose(handler: Visitor) -> None:
    handler.press("Propose the outcome")
    handler.press("Propose the outcome")


def approve(decider: Visitor, question: str) -> bytes:
    """Decide at /approvals/; the answer is the very PDF that was shown."""
    decider.follow("Approvals")
    decider.leave_by("link", question, exact=False)
    address = decider.page.get_by_role("link", name="Open the document").get_attribute("href")
    shown = decider.page.request.get(f"{decider.site}{address}").body()
    decider.choose("Approve")
    decider.press("Decide")
    return shown


def letters_to(installation: Installation, address: str, *, many: int = 1) -> list[bytes]:
    """The PDFs that reached this address by mail, waited for until there are so many."""

    def arrived() -> list[bytes]:
        to_address = [mail for mail in installation.mail.messages if mail["To"] == address]
        return [part.get_content() for mail in to_address for part in mail.iter_attachments()]

    wait_until(lambda: len(arrived()) >= many, what="the letter")
    return arrived()


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def in_letters(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def open_at_track(gwen: Visitor, reference: str, code: str) -> None:
    gwen.go("/track/")
    gwen.fill("Reference", reference)
    gwen.fill("Access code", code)
    gwen.press("Continue")
