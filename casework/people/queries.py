"""Who holds which post on a day, and which post decides what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from casework.outbox.delivery import Sender
from casework.people.models import Cover, Delegation, Office, Tenure, User
from casework.people.posts import Post
from casework.people.roles import PERMISSIONS


def posts_on(user: User, day: date) -> frozenset[Post]:
    """The posts `user` holds or covers on `day`; read once for one object, which lives for a request."""
    if not hasattr(user, "known_posts"):
        user.known_posts = {}
    if day not in user.known_posts:
        user.known_posts[day] = _posts_on(user, day)
    return user.known_posts[day]


def _posts_on(user: User, day: date) -> frozenset[Post]:
    held = Tenure.objects.on(day).filter(person=user).values_list("post", flat=True)
    covered = Cover.objects.on(day).filter(person=user).values_list("post", flat=True)
    return frozenset(Post(post) for post in held.union(covered))


def holders(post: Post | str, on: date) -> list[User]:
    """Everybody who may act in `post` on that day: who holds it, and who covers for them."""
    return list(
        User.objects.filter(
            Q(pk__in=Tenure.objects.on(on).filter(post=post).values("person"))
            | Q(pk__in=Cover.objects.on(on).filter(post=post).values("person")),
            is_active=True,
        ).order_by("pk")
    )


def is_held_by_one(post: Post, on: date) -> bool:
    """Whether one person holds the post, whoever else covers for them."""
    return Tenure.objects.on(on).filter(post=post, person__is_active=True).count() == 1


def office_in_force(day: date) -> QuerySet[Office]:
    """The rows in force by `day`, the one that holds first."""
    return Office.objects.filter(from_on__lte=day).order_by("-from_on")


def office_on(day: date) -> Office:
    """The office as it is on `day`; before its first day, as it was when it began."""
    return office_in_force(day).first() or Office.objects.order_by("from_on")[:1].get()


def office_as_sender(at: datetime) -> Sender:
    """In whose name mail leaves, and whom an answer reaches; nobody before the office has been entered."""
    try:
        office = office_on(localdate(at))
    except Office.DoesNotExist:
        return Sender("", "")
    return Sender(office.name, office.email)


def named_second(on: date) -> User | None:
    """Who acts where two must act and one person holds both posts; nobody once they hold none themselves."""
    try:
        second = office_on(on).named_second
    except Office.DoesNotExist:
        return None
    return second if second and second.is_active and posts_on(second, on) else None


def deciding_post(function: str, on: date) -> Post:
    """Which post decides `function`. What nobody was delegated stays with the Commissioner.

    Police Reform and Social Responsibility Act 2011, s 18; complaint functions: Policing and Crime
    Act 2017, s 23.
    """
    delegation = Delegation.objects.on(on).filter(function=function).first()
    return Post(delegation.post) if delegation else Post.COMMISSIONER


@dataclass(frozen=True)
class Able:
    """Somebody whose posts let them do a thing, and which of their posts: "Complaints manager (cover)"."""

    pk: int
    name: str
    posts: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join((self.name, *self.posts))


# Written out, because every list asks it: to have it composed took a tenth of the whole page.
WHO_ACTS = """
    SELECT person.name, person.id, acting.post, acting.is_cover
    FROM (
        SELECT person_id, post, false AS is_cover, from_on, until_on FROM people_tenure
        UNION ALL SELECT person_id, post, true, from_on, until_on FROM people_cover
    ) acting JOIN people_user person ON person.id = acting.person_id AND person.is_active
    WHERE acting.post = ANY(%(posts)s)
        AND acting.from_on <= %(day)s AND (acting.until_on IS NULL OR acting.until_on > %(day)s)
    ORDER BY person.name, person.id, acting.is_cover, acting.post
"""


def people_with(permission: str, on: date) -> tuple[Able, ...]:
    """Everybody whose posts on that day, held or covered, give them `permission`, with those; by name."""
    posts = [post for post, permissions in PERMISSIONS.items() if permission in permissions]
    labels: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(WHO_ACTS, {"posts": posts, "day": on})
        for name, pk, post, is_cover in cursor:
            label = Post(post).label
            labels[name, pk].setdefault(post, f"{label} (cover)" if is_cover else label)
    return tuple(Able(pk, name, tuple(of_posts.values())) for (name, pk), of_posts in labels.items())


def as_choices(people: Iterable[Able], *, me: User) -> list[tuple[str, str]]:
    """Whoever chooses first: "Me, Complaint handler"."""
    first = sorted(people, key=lambda able: able.pk != me.pk)
    return [(str(able.pk), str(replace(able, name="Me") if able.pk == me.pk else able)) for able in first]
