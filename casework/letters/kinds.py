"""The decision whether a letter may leave, for domains to register as kinds of approval."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casework.approvals.kinds import ApprovalKind
from casework.approvals.models import ApprovalRequest
from casework.letters import actions, content
from casework.letters.models import Letter
from casework.people.models import User


def approval_of_letter(code: str, *, function: str, label: str, if_nothing_is_done: str) -> ApprovalKind:
    """Approved, the letter leaves at once or joins today's post; else it is a draft again."""
    return ApprovalKind(
        code=code,
        function=function,
        label=label,
        if_approved="It leaves at once by e-mail, or with today’s post.",
        if_nothing_is_done=if_nothing_is_done,
        on_approve=send,
        on_return=take_back,
        on_refuse=take_back,
        reading=reading,
    )


def letter_of(request: ApprovalRequest) -> Letter:
    return Letter.objects.select_related("case", "template").get(approval=request)


def as_put(request: ApprovalRequest, on: date) -> list[tuple[Letter, dict[str, Any]]]:
    """The letters that were put forward, drawn from what was kept as they leave on that day."""
    if request.subject_id is None:
        return []
    kept = {request.subject_id: request.content}
    kept |= {other["letter"]: other for other in request.content.get("with_it", [])}
    letters = Letter.objects.select_related("case", "template").in_bulk(kept)
    return [(letters[pk], content.drawn(letters[pk], on, what)) for pk, what in kept.items()]


def reading(request: ApprovalRequest, on: date) -> SafeString:
    [(_, drawn)] = as_put(request, on)
    return render_to_string("letters/_shown.html", {"drawn": drawn})


def send(request: ApprovalRequest, by: User, at: datetime) -> None:
    actions.send(letter_of(request), by=by, at=at)


def take_back(request: ApprovalRequest, by: User, at: datetime) -> None:
    actions.take_back(letter_of(request), by=by, at=at)
