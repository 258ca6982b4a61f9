"""An office of every post with a case in each state of each road, told through the real actions.

Four of its cases are secrets: somebody in the office must not know of them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from casework.approvals import actions as approvals
from casework.cases import actions as cases
from casework.cases.models import Case, Wall
from casework.documents import tasks as documents
from casework.documents.models import Document
from casework.letters.models import Template
from casework.outbox import tasks as outbox
from casework.outbox.models import Message
from casework.people.models import Tenure, User
from casework.people.posts import Post
from complaints.actions import handling, log, messages, people
from complaints.models import Role
from complaints.workflow import Channel, Finding, Route, Subject
from demonstration.office import SINCE, Cast, open_office
from demonstration.stories import Reached, Story, stories
from demonstration.telling import Telling
from demonstration.ways import FINDING, ROUTE, tell
from reporting.actions import freeze_report
from reporting.quarters import Quarter
from tests.conventions.holdings import words_of_each_case

# The demonstration has no holder of these two.
FURTHER = {Post.CHIEF_FINANCE_OFFICER: "Olive Finch", Post.DATA_PROTECTION_OFFICER: "Ivor Penn"}


@dataclass(frozen=True)
class Told:
    """The office as it stands at `now`: its people by post, and the keys of its secrets by name.

    `walls_up_after` is the newest message when the last wall was raised: what was written to a person
    before they were walled off was theirs to read. `words` is what each case holds to be read.
    """

    now: datetime
    people: dict[str, int]
    secrets: dict[str, int]
    walls_up_after: int
    logs: list[str]
    words: dict[int, set[str]]

    def person(self, post: Post | str) -> User:
        return User.objects.get(pk=self.people[post])


class Listener(logging.Handler):
    """Keeps every record as it was logged, before anything is struck out of it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {record.exc_text or ''}")


def tell_everything(now: datetime) -> Told:
    """The whole of it, and what was logged meanwhile."""
    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        return _tell_everything(now, listener.heard)
    finally:
        logging.getLogger().removeHandler(listener)


def _tell_everything(now: datetime, logs: list[str]) -> Told:
    call_command("load_complaint_data", verbosity=0)
    Template.objects.filter(version=1).update(from_on=SINCE)
    cast = open_office()
    for post, name in FURTHER.items():
        person = User.objects.create_user(f"{post}@office.example", name)
        Tenure.objects.create(person=person, post=post, from_on=SINCE)
    for number, story in enumerate(_one_of_each_kind(), start=1):
        tell(story, cast, number=number, now=now)
    _freeze_the_last_quarter(cast, now)
    secrets = {
        "walled": _walled(_telling("Zebedee Quillfeather", Subject.POLICE_PERSON, cast, now, 101)),
        "colleague": _about_a_colleague(
            _telling("Ottoline Larkspur", Subject.OFFICE_STAFF, cast, now, 102), cast
        ),
        "chief": _about_the_chief(_telling("Peregrine Thistlewood", Subject.CHIEF_EXECUTIVE, cast, now, 103)),
        "commissioner": _received(_telling("Clementine Burdock", Subject.COMMISSIONER, cast, now, 104)),
    }
    _let_the_workers_run(now)
    newest = Message.objects.latest("pk").pk
    return Told(
        now,
        {tenure.post: tenure.person_id for tenure in Tenure.objects.order_by("-pk")}
        | {"second.handler": cast.handlers[1].pk},
        {name: case.pk for name, case in secrets.items()},
        newest,
        logs,
        words_of_each_case(),
    )


def _one_of_each_kind() -> list[Story]:
    """The demonstration's first story of each subject and stage."""
    first: dict[tuple[Subject, Reached], Story] = {}
    for story in stories():
        person_or_service = "police" if story.subject.startswith("police") else story.subject
        first.setdefault((person_or_service, story.reached), story)  # type: ignore[arg-type]
    return sorted(first.values(), key=lambda story: -story.days_ago)


def _telling(complainant: str, subject: Subject, cast: Cast, now: datetime, number: int) -> Telling:
    """Every name and sentence of a secret is found in no other case."""
    surname = complainant.split()[1]
    story = Story(
        days_ago=20,
        subject=subject,
        category="H1",
        reached=Reached.HANDLED,
        channel=Channel.ONLINE,
        complainant=complainant,
        about=f"The one they call Old {surname}",
        account=f"{surname} heliotrope: I was sent away from the counter in the rain.",
    )
    handler = {"police_person": cast.handlers[0], "office_staff": cast.manager}.get(
        subject, cast.commissioner
    )
    return Telling(story, cast, handler, now, number)


def _received(telling: Telling) -> Case:
    telling.receive()
    return telling.complaint.case


def _walled(telling: Telling) -> Case:
    """Everything a case can hold, on one whose handlers' manager is walled off last."""
    cast = telling.cast
    telling.receive()
    _add_what_only_this_case_holds(telling, cast.handlers[1])
    telling.log()
    telling.contact()
    telling.allege()
    telling.assess(Route.OUTSIDE_SCHEDULE_3)
    telling.ask_force()
    telling.force_answers()
    handling.ask_force(
        telling.complaint,
        question="Quillfeather heliotrope: who stood at the counter?",
        wanted_by=date(2030, 1, 2),
        by=telling.handler,
        at=telling.at(12),
    )
    telling._again()
    telling.find(Finding.RESOLVED)
    telling.propose()
    for person in (cast.handlers[1], cast.manager):
        cases.set_task(
            telling.complaint.case,
            f"Quillfeather heliotrope: ring back, {person}",
            for_person=person,
            by=telling.handler,
            at=telling.at(14),
            due_on=telling.at(16).date(),
        )
    for person in (cast.handlers[1], cast.manager):
        cases.raise_wall(
            telling.complaint.case,
            person,
            source=Wall.Source.DECLARED,
            reason="Quillfeather heliotrope lives next door.",
            by=cast.chief_executive,
            at=telling.at(15),
        )
    approvals.put_again(telling.complaint.case.approvals.get(), at=telling.at(15.1))
    return telling.complaint.case


def _about_a_colleague(telling: Telling, cast: Cast) -> Case:
    """The second handler, who had been named on it, is identified as whom it is about."""
    telling.receive()
    telling.log()
    complaint, colleague = telling.complaint, cast.handlers[1]
    cases.name_person(
        complaint.case, colleague, reason="Larkspur heliotrope", by=cast.chief_executive, at=telling.at(1.5)
    )
    _add_what_only_this_case_holds(telling, colleague)
    party = people.add_party(
        complaint,
        role=Role.SUBJECT,
        details=people.Details(name="T. Okafor-Larkspur"),
        by=telling.handler,
        at=telling.at(2),
    )
    people.identify_subject(party, colleague, by=telling.handler, at=telling.at(2.5))
    return complaint.case


def _about_the_chief(telling: Telling) -> Case:
    telling.receive()
    log.log_complaint(telling.complaint, handler=telling.handler, by=telling.handler, at=telling.at(1))
    telling._again()
    telling.contact()
    telling.allege()
    telling.assess(ROUTE[telling.complaint.road])
    _add_what_only_this_case_holds(telling, telling.handler)
    telling.find(FINDING[telling.complaint.road])
    return telling.complaint.case


def _add_what_only_this_case_holds(telling: Telling, colleague: User) -> None:
    complaint, at = telling.complaint, telling.at(0.1)
    surname = telling.story.complainant.split()[1]
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    picture = SimpleUploadedFile(f"{surname} at the counter.png", content.getvalue())
    text = f"{surname} heliotrope: see the picture."
    messages.send_message(complaint, text=text, uploads=[picture], by=None, at=at)
    cases.add_note(complaint.case, f"{surname} heliotrope: careful on the telephone.", by=colleague, at=at)
    telling._again()


def _freeze_the_last_quarter(cast: Cast, now: datetime) -> None:
    report = freeze_report(Quarter.of(now.date()).previous, by=cast.manager, at=now)
    approvals.approve(report.case.approvals.get(), by=cast.chief_executive, at=now)


def _let_the_workers_run(now: datetime) -> None:
    """What the queue would have asked for after each commit."""
    for document in Document.objects.in_quarantine():
        documents.check_document(document.pk)
    for message in Message.objects.due(now):
        outbox.send_message(message.pk)
