from casework.people.models import User
from casework.people.roles import MANAGE_COMPLAINTS, MANAGE_OFFICE


def can_manage_office(user: User) -> bool:
    return user.has_perm(MANAGE_OFFICE)


def can_see_settings(user: User) -> bool:
    """A manager sets the office's targets and moves its dates; the page lists what each may change."""
    return can_manage_office(user) or user.has_perm(MANAGE_COMPLAINTS)


def can_give_post(user: User, person: User) -> bool:
    """Never to oneself: an administrator could let themselves in to every case."""
    return can_manage_office(user) and user != person
