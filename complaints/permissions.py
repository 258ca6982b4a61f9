"""Who may do what to a complaint they can see. Whether they can see it, lock_visible() has settled."""

from casework.cases.permissions import can_raise_wall, sees_for_now_only
from casework.people.models import User
from casework.people.roles import (
    ASSIGN_COMPLAINT,
    HANDLE_COMPLAINT,
    LOG_COMPLAINT,
    MANAGE_COMPLAINTS,
)
from complaints.models import Answer, Complaint, CriterionAnswer, Referral


def could_log(user: User) -> bool:
    """Takes complaints down and logs them at all."""
    return user.has_perm(LOG_COMPLAINT)


def can_log(user: User, complaint: Complaint) -> bool:
    return could_log(user) and not sees_for_now_only(user, complaint.case)


def could_handle(user: User) -> bool:
    """May be given complaints at all."""
    return user.has_perm(HANDLE_COMPLAINT)


def could_assign(user: User) -> bool:
    """Shares out complaints at all."""
    return user.has_perm(ASSIGN_COMPLAINT)


def can_assign(user: User, complaint: Complaint) -> bool:
    return could_assign(user) and not sees_for_now_only(user, complaint.case)


def can_take(user: User, complaint: Complaint) -> bool:
    """A handler may take what nobody has yet."""
    may = user.has_perm(HANDLE_COMPLAINT) and complaint.case.handler_id is None
    return may and not sees_for_now_only(user, complaint.case)


def can_handle(user: User, complaint: Complaint) -> bool:
    """Its handler may, or a manager; both need the permission to work complaints, and sight that lasts."""
    may = user.has_perm(HANDLE_COMPLAINT) and (
        complaint.case.handler_id == user.pk or user.has_perm(MANAGE_COMPLAINTS)
    )
    return may and not sees_for_now_only(user, complaint.case)


def can_record_contact(user: User) -> bool:
    """Whoever works complaints may: the complainant telephones whoever answers."""
    return user.has_perm(HANDLE_COMPLAINT)


def can_reroute(user: User, complaint: Complaint) -> bool:
    return user.has_perm(MANAGE_COMPLAINTS) and not sees_for_now_only(user, complaint.case)


def can_reopen(user: User, complaint: Complaint) -> bool:
    return user.has_perm(MANAGE_COMPLAINTS) and not sees_for_now_only(user, complaint.case)


def can_withdraw_criterion(user: User, referral: Referral) -> bool:
    """Somebody who may raise a wall, and not whoever said that the criterion was met."""
    said_so = CriterionAnswer.objects.filter(
        assessment__complaint=referral.complaint_id,
        assessment__decided_by=user,
        criterion__in=referral.criteria,
        answer=Answer.YES,
    )
    return can_raise_wall(user, referral.complaint.case) and not said_so.exists()
