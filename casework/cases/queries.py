from collections.abc import Collection, Mapping
from datetime import date

from casework.cases.models import Case, Wall
from casework.people.models import User
from casework.people.posts import Post
from casework.people.queries import holders


def first_to_act(
    case: Case,
    post: Post,
    on: date,
    *,
    line: Mapping[Post, Post],
    leaving_out: Collection[int] = (),
) -> tuple[Post | None, list[User]]:
    """The first post along `line` that somebody free to act on the case holds, and those people.

    A wall, or being one of `leaving_out`, makes a person not free. With nobody left: no post, nobody.
    """
    barred = {*Wall.objects.standing().filter(case=case).values_list("person", flat=True), *leaving_out}
    current: Post | None = post
    while current:
        free = [person for person in holders(current, on) if person.pk not in barred]
        if free:
            return current, free
        current = line.get(current)
    return None, []
