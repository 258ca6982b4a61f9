from casework.cases.models import Case, CaseAccess, Confidentiality
from casework.people.models import User
from casework.people.roles import (
    ASSIGN_COMPLAINT,
    BREAK_GLASS,
    HANDLE_COMPLAINT,
    NAME_PEOPLE,
    RAISE_WALL,
)


def can_work(user: User) -> bool:
    return user.has_perm(HANDLE_COMPLAINT)


def can_assign(user: User, case: Case, handler: User | None) -> bool:
    """Whoever shares out the work may; and a handler may take what nobody has yet."""
    takes_it = case.handler_id is None and handler == user
    may = user.has_perm(ASSIGN_COMPLAINT) or takes_it and can_work(user)
    return may and not sees_for_now_only(user, case)


def can_finish(user: User, task_for: User) -> bool:
    return can_work(user) or user == task_for


def can_raise_wall(user: User, case: Case) -> bool:
    """And lift one."""
    return user.has_perm(RAISE_WALL) and not sees_for_now_only(user, case)


def can_name_people(user: User, case: Case) -> bool:
    """And withdraw them."""
    return user.has_perm(NAME_PEOPLE) and not sees_for_now_only(user, case)


def can_break_glass(user: User) -> bool:
    return user.has_perm(BREAK_GLASS)


def sees_for_now_only(user: User, case: Case) -> bool:
    """Only emergency access lets them in: to read, and to do what cannot wait.

    It ends, and nobody makes more of it, for themselves or others: not who sees the case, whose it is, or
    what is decided on it.
    """
    if case.confidentiality != Confidentiality.NAMED:
        return False
    return not CaseAccess.objects.lasting().filter(case=case, person=user).exists()
