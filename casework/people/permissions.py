from casework.people.models import User
from casework.people.posts import Post
from casework.people.roles import (
    DECIDE_APPROVAL,
    HANDLE_COMPLAINT,
    MANAGE_COMPLAINTS,
    MANAGE_OFFICE,
    PERMISSIONS,
)


def can_manage_office(user: User) -> bool:
    return user.has_perm(MANAGE_OFFICE)


def can_see_settings(user: User) -> bool:
    """A manager sets the office's targets and moves its dates; the page lists what each may change."""
    return can_manage_office(user) or user.has_perm(MANAGE_COMPLAINTS)


def can_give_post(user: User, person: User) -> bool:
    """Never to oneself: an administrator could let themselves in to every case."""
    return can_manage_office(user) and user != person


def can_reset_second_factor(user: User, person: User) -> bool:
    """Never one's own: who sits at a computer left open could make themselves a factor."""
    return can_manage_office(user) and user != person and person.is_active


def can_be_delegated_to(post: Post) -> bool:
    """Whoever decides is shown the case: never a post that works on none such as the administrator’s."""
    return bool(PERMISSIONS[post] & {DECIDE_APPROVAL, HANDLE_COMPLAINT})
