from datetime import date

from casework.approvals.models import ApprovalRequest, State
from casework.cases.models import Case
from casework.people.models import User
from casework.people.queries import named_second, posts_on


def can_decide(user: User, request: ApprovalRequest, on: date) -> bool:
    """Whoever holds or covers the deciding post, if they may see the case and have had no part in it yet.

    A second approval may also be given by the person the office names for it.
    """
    return _is_asked(user, request, on) and user.pk not in request.had_a_part


def why_not(user: User, request: ApprovalRequest, on: date) -> str:
    """Why somebody who would decide on it may not; nothing for whoever may, or was never to."""
    if not _is_asked(user, request, on) or user.pk not in request.had_a_part:
        return ""
    if user.pk == request.asked_by_id:
        return "You put this forward, so somebody else decides on it."
    if user.pk == request.first_by_id:
        return "You approved this first, so somebody else must be the second."
    return "You wrote part of what is put forward, so somebody else decides on it."


def _is_asked(user: User, request: ApprovalRequest, on: date) -> bool:
    if request.state != State.WAITING:
        return False
    in_post = request.post in posts_on(user, on)
    is_second = request.first_by_id is not None and user == named_second(on)
    return (in_post or is_second) and Case.objects.lastingly_visible_to(user).filter(
        pk=request.case_id
    ).exists()
