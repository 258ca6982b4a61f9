"""Every write to a case that belongs to no domain. Each function is one transaction and one trail row."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from casework.cases import notifications
from casework.cases.kinds import CaseKind, kind_of
from casework.cases.models import Case, CaseAccess, Confidentiality, Note, Series, Task, Wall
from casework.cases.permissions import (
    can_assign,
    can_break_glass,
    can_finish,
    can_name_people,
    can_raise_wall,
    can_work,
    sees_for_now_only,
)
from casework.cases.queries import depends_on
from casework.cases.refused import Refused
from casework.people.models import User
from casework.people.posts import Post
from casework.trail import actions as trail

EMERGENCY = timedelta(hours=4)


class StaleEdit(Refused):
    """Somebody else changed the case after this person read it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this while you were working. What you typed is still here: copy what you "
            "need, then open the page again."
        )


class CannotBeHandler(Refused):
    def __init__(self) -> None:
        super().__init__("This person cannot be given this case. Choose somebody else.")


class WouldBeNobodys(Refused):
    def __init__(self, case: Case) -> None:
        super().__init__(
            "Nobody would be left who can act on this case: somebody who holds or covers the post of "
            f"{case.get_owner_post_display()} must see it, and somebody who may lift a wall. Name such a "
            "person on it, for example the Commissioner, or have somebody cover the post. Then try again."
        )


# What every action begins and ends with


def lock_visible(case: Case, by: User, *, in_emergency: bool = False) -> Case:
    """Lock the case until the transaction ends; to somebody who may not see it, it does not exist.

    Whoever sees it by emergency access only may do what says `in_emergency`, and nothing else.
    """
    # A key lock would also hold up everybody who adds a row that only points at the case.
    case = Case.objects.visible_to(by).select_for_update(no_key=True).get(pk=case.pk)
    require(in_emergency or not sees_for_now_only(by, case))
    return case


def lock(case: Case) -> Case:
    """Lock the case for what the complainant or the system does; people go through lock_visible()."""
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def check_version(case: Case, version: int) -> None:
    if case.version != version:
        raise StaleEdit


# The three that every action is built of join its transaction without a savepoint: an action that one
# of them refuses is refused whole.


@transaction.atomic(savepoint=False)
def record(
    case: Case, verb: str, *, by: User | None, at: datetime, changes: Mapping[str, Any] | None = None
) -> None:
    """Finish a write: refresh what lists and searches show, bump the version, write the trail."""
    listing = kind_of(case).listing(case)
    case.status = listing.status
    case.stream = listing.stream
    case.heading = listing.heading
    case.about = listing.about
    case.names = listing.names
    case.words = listing.words
    case.waits_for = listing.waits_for
    case.calls_for = listing.calls_for
    case.is_open = listing.is_open
    case.version += 1
    case.save(
        update_fields=[
            "reference",
            "status",
            "stream",
            "heading",
            "about",
            "names",
            "words",
            "waits_for",
            "calls_for",
            "is_open",
            "version",
        ]
    )
    _write_trail(case, verb, by=by, at=at, changes=changes)


# Opening


@transaction.atomic(savepoint=False)
def open_case(
    kind: CaseKind,
    *,
    owner_post: Post,
    opened_on: date,
    at: datetime,
    by: User | None,
    confidentiality: Confidentiality = Confidentiality.OFFICE,
    handler: User | None = None,
) -> Case:
    """Begin a case that has no number yet: the transaction cannot commit before number() is called."""
    case = Case.objects.create(
        kind=kind.code,
        owner_post=owner_post,
        opened_on=opened_on,
        confidentiality=confidentiality,
        handler=handler,
    )
    _write_trail(case, "case.opened", by=by, at=at, changes={"kind": kind.code, "owner_post": owner_post})
    return case


# One statement, because whoever else numbers a case of the series waits from here on.
NEXT_NUMBER = """
    INSERT INTO cases_series (prefix, year, last_number) VALUES (%s, %s, 1)
    ON CONFLICT (prefix, year) DO UPDATE SET last_number = cases_series.last_number + 1
    RETURNING *
"""


@transaction.atomic(savepoint=False)
def number(case: Case, *, at: datetime) -> str:
    """Give the case the next number of its series for the year of `at` in London.

    The series stays locked until the transaction ends, so that one that fails leaves no gap. Call it
    last, just before record(), which saves it: nobody else can number a case of the series in between.
    """
    series = Series.objects.raw(NEXT_NUMBER, [kind_of(case).prefix(case), localdate(at).year])[0]
    case.reference = f"{series.prefix}-{series.year}-{series.last_number:06d}"
    return case.reference


# Working


@transaction.atomic
def assign(case: Case, handler: User | None, *, by: User, at: datetime) -> Case:
    """Give the case to `handler`, or to nobody. Nobody is given what they may not see."""
    case = lock_visible(case, by)
    require(can_assign(by, case, handler))
    if handler and not Case.objects.lastingly_visible_to(handler).filter(pk=case.pk).exists():
        raise CannotBeHandler

    before, case.handler = case.handler_id, handler
    case.save(update_fields=["handler"])

    record(case, "case.assigned", by=by, at=at, changes={"handler": [before, case.handler_id]})
    return case


@transaction.atomic
def add_note(case: Case, text: str, *, by: User, at: datetime) -> Note:
    case = lock_visible(case, by, in_emergency=True)
    require(can_work(by))

    note = Note.objects.create(case=case, text=text, written_at=at, written_by=by)

    record(case, "case.note_added", by=by, at=at, changes={"note": note.pk})
    return note


@transaction.atomic
def set_task(
    case: Case, what: str, *, for_person: User, by: User | None, at: datetime, due_on: date | None = None
) -> Task:
    """`by` is None when what was decided calls for it by itself, whoever decided."""
    case = lock_visible(case, by, in_emergency=True) if by else lock(case)
    require(by is None or can_work(by))
    if not Case.objects.visible_to(for_person).filter(pk=case.pk).exists():
        raise CannotBeHandler

    task = Task.objects.create(
        case=case, what=what, for_person=for_person, due_on=due_on, set_at=at, set_by=by
    )

    changes = {"task": task.pk, "for_person": for_person.pk, "due_on": due_on}
    record(case, "case.task_set", by=by, at=at, changes=changes)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: User, at: datetime) -> Task:
    """Mark a task as done; done twice, the first time stands."""
    case = lock_visible(task.case, by, in_emergency=True)
    require(can_finish(by, task.for_person))
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.done_at:
        return task

    task.done_at, task.done_by = at, by
    task.save(update_fields=["done_at", "done_by"])

    record(case, "case.task_finished", by=by, at=at, changes={"task": task.pk})
    return task


# Who sees it


@transaction.atomic
def raise_wall(
    case: Case,
    person: User,
    *,
    source: Wall.Source,
    reason: str,
    by: User | None,
    at: datetime,
    by_rule: bool = False,
) -> Wall:
    """Keep `person` out of the case; one who handles it handles it no longer.

    With `by_rule` it follows from something else that `by` did and may do: nobody's permission is asked,
    and whoever may lift the wall is told. `by` is None when the system does it as the case comes in.
    """
    case = lock(case) if by_rule else _lock_for(case, by, can_raise_wall)
    # What comes in is kept from whom it is about, whoever is left: it cannot be refused.
    if by and depends_on(case, person, localdate(at)):
        raise WouldBeNobodys(case)

    wall, raised = Wall.objects.get_or_create(
        case=case,
        person=person,
        lifted_at=None,
        defaults={"source": source, "reason": reason, "raised_at": at, "raised_by": by},
    )
    if not raised:
        return wall
    if case.handler_id == person.pk:
        case.handler = None
        case.save(update_fields=["handler"])

    if by_rule:
        notifications.tell_of_wall(wall, at=at)

    record(case, "case.wall_raised", by=by, at=at, changes={"person": person.pk, "source": source})
    return wall


@transaction.atomic
def lift_wall(wall: Wall, *, reason: str, by: User, at: datetime) -> Wall:
    """Let a person see the case again, as far as they otherwise may; lifted twice, the first time stands."""
    case = lock_visible(wall.case, by)
    require(can_raise_wall(by, case))
    wall = Wall.objects.select_for_update().get(pk=wall.pk)
    if wall.lifted_at:
        return wall

    wall.lifted_at, wall.lifted_by, wall.lift_reason = at, by, reason
    wall.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])

    record(case, "case.wall_lifted", by=by, at=at, changes={"person": wall.person_id})
    return wall


@transaction.atomic
def name_person(
    case: Case,
    person: User,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    until_at: datetime | None = None,
) -> CaseAccess:
    """Let `person` see the case whatever its confidentiality. A wall still keeps them out."""
    case = _lock_for(case, by, can_name_people)

    access = CaseAccess.objects.create(
        case=case,
        person=person,
        source=CaseAccess.Source.NAMED,
        reason=reason,
        from_at=at,
        until_at=until_at,
        given_by=by,
    )

    record(case, "case.person_named", by=by, at=at, changes={"person": person.pk, "access": access.pk})
    return access


@transaction.atomic
def withdraw_person(access: CaseAccess, *, by: User, at: datetime) -> CaseAccess:
    """End somebody's access now; one that has ended already stays as it was."""
    case = lock_visible(access.case, by)
    require(can_name_people(by, case))
    access = CaseAccess.objects.select_for_update().get(pk=access.pk)
    if access.until_at and access.until_at <= at:
        return access

    was_needed = depends_on(case, access.person, localdate(at))
    access.until_at = at
    access.save(update_fields=["until_at"])
    if was_needed and not Case.objects.lastingly_visible_to(access.person).filter(pk=case.pk).exists():
        raise WouldBeNobodys(case)

    changes = {"person": access.person_id, "access": access.pk}
    record(case, "case.person_withdrawn", by=by, at=at, changes=changes)
    return access


@transaction.atomic
def break_glass(case: Case, *, reason: str, by: User, at: datetime) -> CaseAccess:
    """Let somebody see a case for four hours that they otherwise could not, and tell on them at once.

    A wall is never opened: to a person behind one, the case does not exist.
    """
    require(can_break_glass(by))
    case = lock(case)
    if Wall.objects.standing().filter(case=case, person=by).exists():
        raise Case.DoesNotExist

    access = CaseAccess.objects.create(
        case=case,
        person=by,
        source=CaseAccess.Source.BREAK_GLASS,
        reason=reason,
        from_at=at,
        until_at=at + EMERGENCY,
    )
    notifications.tell_of_emergency_access(access, at=at)

    record(case, "case.glass_broken", by=by, at=at, changes={"access": access.pk})
    return access


def record_opened(case: Case, by: User, at: datetime) -> None:
    """Say in the trail that somebody opened the case's page; the case itself does not change."""
    _write_trail(case, "case.viewed", by=by, at=at)


def _lock_for(case: Case, by: User | None, permitted: Any) -> Case:
    if by is None:
        return lock(case)
    case = lock_visible(case, by)
    require(permitted(by, case))
    return case


def _write_trail(
    case: Case, verb: str, *, by: User | None, at: datetime, changes: Mapping[str, Any] | None = None
) -> None:
    trail.record(
        f"case:{case.pk}",
        verb,
        by=by,
        at=at,
        case_id=case.pk,
        reference=case.reference or "",
        changes=changes,
    )
