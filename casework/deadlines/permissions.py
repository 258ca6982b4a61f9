from casework.people.models import User
from casework.people.permissions import can_see_settings
from casework.people.roles import MANAGE_COMPLAINTS


def can_extend(user: User) -> bool:
    """Moving a date is a manager's decision, never that of whoever is late."""
    return user.has_perm(MANAGE_COMPLAINTS)


def can_change_settings(user: User) -> bool:
    """The office's own targets, and the list of bank holidays that it counts with."""
    return can_see_settings(user)
