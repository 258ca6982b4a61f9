"""Who is told about a deadline: the one who must act, then the posts above; never somebody walled from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.cases.models import Case
from casework.deadlines.clocks import Point
from casework.deadlines.models import Deadline
from casework.deadlines.queries import clock_of
from casework.people.models import User
from casework.people.posts import NEXT_POST_UP, Post
from casework.people.queries import holders


class Roster:
    """Who holds which post on a day and sees which of these cases, each asked of the database once."""

    def __init__(self, deadlines: Iterable[Deadline], on: date) -> None:
        self._cases = {deadline.case_id for deadline in deadlines}
        self._on = on
        self._holders: dict[Post, list[User]] = {}
        self._seen: dict[int, set[int]] = {}

    def recipients(self, deadline: Deadline, point: Point) -> list[User]:
        """Whoever should act, and at a point that climbs the post that many steps above as well."""
        post = clock_of(deadline).remind
        people = self._first(deadline, post)
        if point.climbs:
            above: Post | None = post
            for _ in range(point.climbs):
                above = NEXT_POST_UP.get(above) if above else None
            people = [*people, *self._free_from(above, deadline)]
        return list(dict.fromkeys(people))

    def _first(self, deadline: Deadline, post: Post) -> list[User]:
        if post is Post.DECLARANT:
            # The post is every member of staff: only the one the clock runs for is meant.
            concerned = User.objects.filter(is_active=True, pk__in=_person_ids(deadline.recipient))
            return [person for person in concerned if self._is_free(person, deadline)]
        if post is Post.COMPLAINT_HANDLER:
            handler = deadline.case.handler
            if handler and handler.is_active and self._is_free(handler, deadline):
                return [handler]
            # A case that nobody handles is for the manager to share out, not for every handler to read about.
            post = NEXT_POST_UP[post]
        return self._free_from(post, deadline)

    def _free_from(self, post: Post | None, deadline: Deadline) -> list[User]:
        """The holders who may see the case of the first post, going up, that has any."""
        while post:
            if post not in self._holders:
                self._holders[post] = holders(post, self._on)
            free = [person for person in self._holders[post] if self._is_free(person, deadline)]
            if free:
                return free
            post = NEXT_POST_UP.get(post)
        return []

    def _is_free(self, person: User, deadline: Deadline) -> bool:
        if person.pk not in self._seen:
            visible = Case.objects.visible_to(person).filter(pk__in=self._cases)
            self._seen[person.pk] = set(visible.values_list("pk", flat=True))
        return deadline.case_id in self._seen[person.pk]


def _person_ids(recipient: str | None) -> list[int]:
    kind, _, number = (recipient or "").partition(":")
    return [int(number)] if kind == "person" and number.isdecimal() else []
