from casework.people.models import User
from casework.people.roles import MANAGE_OFFICE


def can_manage_office(user: User) -> bool:
    return user.has_perm(MANAGE_OFFICE)


def can_give_post(user: User, person: User) -> bool:
    """Never to oneself: an administrator could let themselves in to every case."""
    return can_manage_office(user) and user != person
