from casework.people.models import User
from casework.people.roles import MANAGE_COMPLAINTS, MANAGE_OFFICE


def can_extend(user: User) -> bool:
    """Moving a date is a manager's decision, never that of whoever is late."""
    return user.has_perm(MANAGE_COMPLAINTS)


def can_set_length(user: User) -> bool:
    return user.has_perm(MANAGE_OFFICE) or user.has_perm(MANAGE_COMPLAINTS)


def can_change_calendar(user: User) -> bool:
    return user.has_perm(MANAGE_COMPLAINTS)
