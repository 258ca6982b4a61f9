"""What whoever changes the office is told before they do."""

from datetime import date

import pytest

from casework.people.effects import of_ending, of_holding
from casework.people.posts import Post
from tests.factories.people import TenureFactory, UserFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


def test_giving_a_post_says_since_when_and_who_else_acts_in_it():
    TenureFactory(person=UserFactory(name="Tom Okafor"), post=Post.MANAGER)
    TenureFactory(person=UserFactory(name="Wen Li"), post=Post.MANAGER)

    said = of_holding(UserFactory(name="Siân Pugh"), Post.MANAGER, ON, None)

    assert said[0] == "From Monday 2 March 2026 Siân Pugh acts as Complaints manager."
    assert {name for name in ("Tom Okafor", "Wen Li") if name in said[2]} == {"Tom Okafor", "Wen Li"}
    assert said[2].endswith("may act in this post too.")


@pytest.mark.parametrize(
    ("post", "sight"),
    [
        (Post.MANAGER, "will see every case that is open to the office, but none behind a wall."),
        (Post.ADMINISTRATOR, "will change people, posts and settings, and see no case."),
        (Post.DECLARANT, "see no case but those they are named on."),
    ],
)
def test_giving_a_post_says_what_it_lets_somebody_see(post, sight):
    said = of_holding(UserFactory(), post, ON, date(2026, 4, 1))

    assert said[0].endswith(" until Wednesday 1 April 2026, the first day they no longer do.")
    assert said[1].endswith(sight)
    assert said[2] == "Nobody else acts in this post then."


def test_ending_a_post_names_whoever_is_left_in_it():
    TenureFactory(person=UserFactory(name="Tom Okafor"), post=Post.MANAGER)
    ending = TenureFactory(person=UserFactory(name="Wen Li"), post=Post.MANAGER)

    said = of_ending(ending, ON)

    assert said == [
        "From Monday 2 March 2026 Wen Li is no longer Complaints manager.",
        "Tom Okafor will act in this post.",
    ]


def test_ending_the_last_hold_of_a_post_says_where_its_decisions_go():
    said = of_ending(TenureFactory(post=Post.CHIEF_EXECUTIVE), ON)

    assert said[1] == (
        "Nobody will act in this post. What it decides goes to the Police and Crime Commissioner."
    )
