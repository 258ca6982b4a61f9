from casework.people.models import User
from casework.people.roles import MANAGE_COMPLAINTS, OPEN_FIGURE, READ_REPORT


def can_read(user: User) -> bool:
    return user.has_perm(READ_REPORT)


def can_see_live(user: User) -> bool:
    """Live figures, unpublished reports and the cases behind a figure are the office's own."""
    return user.has_perm(OPEN_FIGURE)


def can_freeze(user: User) -> bool:
    """Whoever sees the live figures and manages complaints; the Commissioner, who sees no case, may not."""
    return can_see_live(user) and user.has_perm(MANAGE_COMPLAINTS)
