"""Is somebody the complaint names one of us? Asked before anybody in the office can read it."""

import re
import unicodedata
from collections.abc import Iterable

from casework.people.models import User
from casework.people.posts import Post

# A hyphen or an apostrophe belongs to its word: Siân Pugh-Jones is not Siân Pugh.
WORD = re.compile(r"\w+(?:[-\u2010']\w+)*")
BELONGING = re.compile(r"['\u2019]s\b")


def colleagues_among(texts: Iterable[str], emails: Iterable[str] = ()) -> list[User]:
    """Everybody here whose whole name is in these words, or whose address is among these. They are few."""
    searched = [_words(BELONGING.sub("", text)) for text in texts]
    addresses = {email.strip().casefold() for email in emails}
    colleagues = User.objects.filter(is_active=True)
    found = [
        pk
        for pk, name, email in colleagues.values_list("pk", "name", "email")
        if any(_words(name) in words for words in searched) or email.casefold() in addresses
    ]
    return list(colleagues.filter(pk__in=found).order_by("pk"))


def names_post(names: Iterable[str], post: Post) -> bool:
    """Whether a post is given instead of a name, or beside one: "Mrs Marsh, Chief Executive"."""
    return any(_words(post.label) in _words(name) for name in names)


def _words(text: str) -> str:
    """The words with a space about each, as somebody types them who has no accents on the keyboard."""
    letters = unicodedata.normalize("NFKD", text).replace("\u2019", "'")
    if not letters.isascii():
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return f" {' '.join(WORD.findall(letters.casefold()))} "
