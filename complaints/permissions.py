"""Who may do what to a complaint they can see. Whether they can see it, lock_visible() has settled."""

from casework.people.models import User
from casework.people.roles import (
    ASSIGN_COMPLAINT,
    HANDLE_COMPLAINT,
    LOG_COMPLAINT,
    MANAGE_COMPLAINTS,
    RAISE_WALL,
)
from complaints.models import Answer, Complaint, CriterionAnswer, Referral


def can_log(user: User) -> bool:
    return user.has_perm(LOG_COMPLAINT)


def could_handle(user: User) -> bool:
    """May be given complaints at all."""
    return user.has_perm(HANDLE_COMPLAINT)


def can_assign(user: User) -> bool:
    return user.has_perm(ASSIGN_COMPLAINT)


def can_take(user: User, complaint: Complaint) -> bool:
    """A handler may take what nobody has yet."""
    return user.has_perm(HANDLE_COMPLAINT) and complaint.case.handler_id is None


def can_handle(user: User, complaint: Complaint) -> bool:
    """Its handler may, or a manager; both need the permission to work complaints."""
    return user.has_perm(HANDLE_COMPLAINT) and (
        complaint.case.handler_id == user.pk or user.has_perm(MANAGE_COMPLAINTS)
    )


def can_record_contact(user: User) -> bool:
    """Whoever works complaints may: the complainant telephones whoever answers."""
    return user.has_perm(HANDLE_COMPLAINT)


def can_reroute(user: User) -> bool:
    return user.has_perm(MANAGE_COMPLAINTS)


def can_reopen(user: User) -> bool:
    return user.has_perm(MANAGE_COMPLAINTS)


def can_withdraw_criterion(user: User, referral: Referral) -> bool:
    """Somebody who may raise a wall, and not whoever said that the criterion was met."""
    said_so = CriterionAnswer.objects.filter(
        assessment__complaint=referral.complaint_id,
        assessment__decided_by=user,
        criterion__in=referral.criteria,
        answer=Answer.YES,
    )
    return user.has_perm(RAISE_WALL) and not said_so.exists()
