"""What a change to the office will affect, in sentences for whoever is about to make it."""

from datetime import date

from casework.people.models import Tenure, User
from casework.people.posts import SUCCESSION, Post
from casework.people.queries import holders
from casework.people.roles import MANAGE_OFFICE, PERMISSIONS, VIEW_OFFICE_CASES


def day(value: date) -> str:
    return f"{value:%A} {value.day} {value:%B %Y}"


def of_holding(person: User, post: Post, from_on: date, until_on: date | None) -> list[str]:
    """For a post that is given, and for one that is covered."""
    until = f" until {day(until_on)}, the first day they no longer do" if until_on else ""
    others = [other.name for other in holders(post, from_on) if other != person]
    return [
        f"From {day(from_on)} {person} acts as {post.label}{until}.",
        _sight(person, post),
        f"{_listed(others)} may act in this post too." if others else "Nobody else acts in this post then.",
    ]


def of_ending(tenure: Tenure, until_on: date) -> list[str]:
    post = Post(tenure.post)
    others = [other.name for other in holders(post, until_on) if other != tenure.person]
    sentences = [f"From {day(until_on)} {tenure.person} is no longer {post.label}."]
    if others:
        return [*sentences, f"{_listed(others)} will act in this post."]
    next_post = SUCCESSION.get(post)
    to = f" What it decides goes to the {next_post.label}." if next_post else ""
    return [*sentences, f"Nobody will act in this post.{to}"]


def _sight(person: User, post: Post) -> str:
    if VIEW_OFFICE_CASES in PERMISSIONS[post]:
        return f"{person} will see every case that is open to the office, but none behind a wall."
    if MANAGE_OFFICE in PERMISSIONS[post]:
        return f"{person} will change people, posts and settings, and see no case."
    return f"This post lets {person} see no case but those they are named on."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
