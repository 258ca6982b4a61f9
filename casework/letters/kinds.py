"""The decision whether a letter may leave, for domains to register as kinds of approval."""

from datetime import datetime

from casework.approvals.kinds import ApprovalKind
from casework.approvals.models import ApprovalRequest
from casework.letters import actions
from casework.letters.models import Letter
from casework.people.models import User


def approval_of_letter(
    code: str, *, function: str, label: str, if_nothing_is_done: str, needs_two: bool = False
) -> ApprovalKind:
    """Approved, the letter leaves at once or joins today's post; else it is a draft again."""
    return ApprovalKind(
        code=code,
        function=function,
        label=label,
        if_nothing_is_done=if_nothing_is_done,
        on_approve=send,
        on_return=take_back,
        on_refuse=take_back,
        needs_two=needs_two,
    )


def letter_of(request: ApprovalRequest) -> Letter:
    return Letter.objects.select_related("case", "template").get(approval=request)


def send(request: ApprovalRequest, by: User, at: datetime) -> None:
    actions.send(letter_of(request), by=by, at=at)


def take_back(request: ApprovalRequest, by: User, at: datetime) -> None:
    actions.take_back(letter_of(request), by=by, at=at)
