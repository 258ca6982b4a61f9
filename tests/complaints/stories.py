"""How a complaint came to where a test begins: through the actions that bring every complaint there."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from casework.approvals.models import ApprovalRequest
from casework.letters.models import Letter
from casework.people.models import User
from casework.people.posts import Post
from complaints.actions.allegations import add_allegation
from complaints.actions.assess import Answered, assess
from complaints.actions.hand_over import hand_over
from complaints.actions.handling import record_contact
from complaints.actions.log import assign
from complaints.actions.outcome import draft_outcome, propose_outcome, record_finding
from complaints.actions.receive import Person, Submission, receive
from complaints.criteria import criteria_for
from complaints.models import Answer, Category, Complaint, Contact, ContactBy, Party, Role
from complaints.workflow import Channel, Finding, Road, Route, Subject
from tests.factories.people import UserFactory

# Maundy Thursday, late in the evening and already British Summer Time; the office opens on the Tuesday after.
MADE = datetime(2026, 4, 2, 22, 30, tzinfo=UTC)
LOGGED = datetime(2026, 4, 7, 8, 0, tzinfo=UTC)
SPOKE = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)
ASSESSED = datetime(2026, 4, 9, 13, 0, tzinfo=UTC)
DECIDED = datetime(2026, 4, 30, 15, 0, tzinfo=UTC)

GWEN = Person(
    role=Role.COMPLAINANT,
    name="Gwen Pryce",
    email="gwen.pryce@post.example",
    address="2 Mill Lane\nExampleton",
    contact_by=ContactBy.EMAIL,
)


def handler() -> User:
    return UserFactory(post=Post.COMPLAINT_HANDLER)


def logged(
    by: User,
    *,
    subject: Subject = Subject.POLICE_PERSON,
    channel: Channel = Channel.TELEPHONE,
    people: tuple[Person, ...] = (GWEN,),
) -> Complaint:
    submission = Submission(
        subject=subject,
        what_happened="I rang three times about my stolen bicycle and nobody rang back.",
        people=people,
    )
    received = receive(
        submission, submission_key=uuid.uuid4(), channel=channel, made_at=MADE, at=LOGGED, by=by
    )
    return fresh(received.complaint)


def taken(by: User, **given: Any) -> Complaint:
    """Logged and given to `by`."""
    return fresh(assign(logged(by, **given), by, by=by, at=LOGGED))


def complainant(complaint: Complaint) -> Party:
    return complaint.parties.get(role=Role.COMPLAINANT)


def spoken_to(complaint: Complaint, by: User) -> Complaint:
    record_contact(
        complaint,
        party=complainant(complaint),
        method=Contact.Method.TELEPHONE,
        from_us=True,
        contacted_at=SPOKE,
        summary="Asked how she would like it handled.",
        by=by,
        at=SPOKE,
    )
    return fresh(complaint)


def answers(road: Road, *met: str, **given: Answer) -> dict[str, Answered]:
    """No to every question but those that are met."""
    told = {criterion.code: Answered(Answer.NO) for criterion in criteria_for(road)}
    told |= {code: Answered(Answer.YES, "As she tells it.") for code in met}
    return told | {code: Answered(answer) for code, answer in given.items()}


def assessed(complaint: Complaint, by: User, *met: str, route: Route, **given: Any) -> Complaint:
    assess(
        complaint,
        **(
            {
                "answers": answers(Road(complaint.road), *met),
                "route": route,
                "reasons": "As answered.",
                "agreed": True,
                "by": by,
                "at": ASSESSED,
            }
            | given
        ),
    )
    return fresh(complaint)


def resolving(by: User) -> Complaint:
    """A force complaint that is being resolved outside Schedule 3, with one allegation."""
    complaint = spoken_to(taken(by), by)
    alleged(complaint, by)
    return assessed(complaint, by, route=Route.OUTSIDE_SCHEDULE_3)


def alleged(complaint: Complaint, by: User, code: str = "A1") -> None:
    add_allegation(
        complaint,
        text="Calls about the theft were not returned.",
        category=Category.objects.get(code=code),
        by=by,
        at=ASSESSED,
    )


def proposed(complaint: Complaint, by: User, finding: Finding, **words: str) -> Complaint:
    """Each allegation found the same, the letter drafted and put to whoever decides."""
    for allegation in complaint.allegations.all():
        told = {"reasons": "The log shows it.", "done_to_resolve": "The sergeant rang and explained."}
        version = fresh(complaint).case.version
        record_finding(
            allegation,
            finding=finding,
            **(told | words),
            version=version,
            by=by,
            at=DECIDED - timedelta(hours=4),
        )
    told = {"what_we_looked_at": "The call log.", "what_happens_next": "Nothing more."}
    letter = draft_outcome(complaint, told=told, by=by, at=DECIDED - timedelta(hours=3))
    propose_outcome(complaint, letter=letter, by=by, at=DECIDED - timedelta(hours=2))
    return fresh(complaint)


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_related("case").get(pk=complaint.pk)


def waiting(complaint: Complaint) -> ApprovalRequest:
    """The question that waits to be decided on it."""
    return ApprovalRequest.objects.get(case=complaint.case_id, state="waiting")


def printed(letter: Letter) -> str:
    return f"{letter.template.body} {letter.fields}"


def to_hand_over(by: User, *met: str) -> Complaint:
    complaint = spoken_to(taken(by), by)
    alleged(complaint, by)
    return assessed(complaint, by, *met, route=Route.HAND_OVER)


def handed(complaint: Complaint, by: User) -> Complaint:
    hand_over(complaint, explanation="She wants it recorded.", by=by, at=ASSESSED)
    return fresh(complaint)


def letters(complaint: Complaint) -> dict[str, Letter]:
    """By their code, in the order in which they were drafted and are shown."""
    found = Letter.objects.filter(case=complaint.case).order_by("pk")
    return {letter.template.code: letter for letter in found}
