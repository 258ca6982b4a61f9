"""Outgoing messages as their readers may see them: the outbox itself knows nothing of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField

from casework.cases.kinds import kind_of
from casework.cases.models import Case, Wall
from casework.outbox.models import Message, State
from casework.people.models import User

PAGE = 25


class Show(Enum):
    """The lists of the page, in the order they are offered."""

    ATTENTION = ("attention", "Need a person", (State.DEAD, State.UNCONFIRMED))
    WAITING = ("waiting", "Waiting", (State.WAITING, State.FAILED, State.SENDING))
    SENT = ("sent", "Sent", (State.SENT,))

    def __init__(self, code: str, label: str, states: tuple[State, ...]) -> None:
        self.code = code
        self.label = label
        self.states = states

    @classmethod
    def named(cls, code: str | None) -> "Show":
        return next((show for show in cls if show.code == code), cls.ATTENTION)


@dataclass(frozen=True)
class Line:
    """A message with the case it is about, if it is about one."""

    message: Message
    case: Case | None

    @property
    def case_url(self) -> str:
        return kind_of(self.case).url(self.case) if self.case else ""


def messages_visible_to(user: User) -> QuerySet[Message]:
    """Those about no case, and those about the cases that `user` may see."""
    # Asked of each row that is shown, not of every case there is.
    its_case = Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))
    return Message.objects.filter(Q(case_id=None) | Q(Exists(its_case))).order_by("-pk")


def local_mail(user: User) -> QuerySet[Message]:
    """What left as a file on this machine: what was written to `user`, and about the cases they may see.

    Somebody walled off since finds no trace of the case here, although their own mail still holds it.
    """
    about_a_case = messages_visible_to(user).exclude(case_id=None)
    walls = Wall.objects.standing().filter(person=user)
    # A reminder of several dates is about no one case, and names each.
    said = ExpressionWrapper(OuterRef("body"), output_field=TextField())
    names_a_walled_case = walls.alias(said=said).filter(said__contains=F("case__reference"))
    to_user = Message.objects.filter(person_id=user.pk).exclude(
        Q(case_id__in=walls.values("case")) | Q(Exists(names_a_walled_case))
    )
    return (about_a_case | to_user).filter(state=State.SENT).order_by("-pk")


def page_of(messages: QuerySet[Message], *, before: int | None) -> tuple[list[Line], int | None]:
    """The next lines older than message `before`, and the message that the page after them starts from."""
    if before:
        messages = messages.filter(pk__lt=before)
    rows = list(messages[: PAGE + 1])
    lines = lines_of(rows[:PAGE])
    return lines, lines[-1].message.pk if len(rows) > PAGE else None


def lines_of(messages: Sequence[Message]) -> list[Line]:
    cases = Case.objects.in_bulk({message.case_id for message in messages if message.case_id})
    return [Line(message, cases.get(message.case_id or 0)) for message in messages]
