from datetime import date

from casework.approvals.models import ApprovalRequest, State
from casework.cases.models import Case
from casework.people.models import User
from casework.people.queries import named_second, posts_on


def can_decide(user: User, request: ApprovalRequest, on: date) -> bool:
    """Whoever holds or covers the deciding post, if they may see the case and have had no part in it yet.

    A second approval may also be given by the person the office names for it.
    """
    if request.state != State.WAITING or user.pk in {request.asked_by_id, request.first_by_id}:
        return False
    in_post = request.post in posts_on(user, on)
    is_second = request.first_by_id is not None and user == named_second(on)
    return (in_post or is_second) and Case.objects.visible_to(user).filter(pk=request.case_id).exists()
