"""Is somebody the complaint names one of us? Asked before anybody in the office can read it."""

import re
from collections.abc import Iterable
from datetime import date
from unicodedata import category, combining, normalize

from casework.people.models import User
from casework.people.posts import Post
from casework.people.queries import holders, is_held_by_one

# A hyphen or an apostrophe belongs to its word, an underscore to none: Siân Pugh-Jones is not Siân Pugh.
WORD = re.compile(r"[^\W_]+(?:[-\u2010'][^\W_]+)*")
BELONGING = re.compile(r"'s\b")
# Looking behind keeps the time linear where a text is one long word.
ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")

# The Commissioner is not of the staff, and "the Office of the Police and Crime Commissioner" is nobody.
NOT_OF_THE_STAFF = {Post.COMMISSIONER, Post.DEPUTY, Post.JASC_CHAIR, Post.JASC_MEMBER}


def colleagues_among(texts: Iterable[str]) -> list[User]:
    """Everybody here whose whole name or e-mail address is in these words. They are few."""
    read = [letters for text in texts for letters in _readings(text)]
    searched = [_words(letters) for letters in read]
    addresses = {address for letters in read for address in ADDRESS.findall(letters)}
    colleagues = User.objects.filter(is_active=True)
    found = [
        pk
        for pk, name, email in colleagues.values_list("pk", "name", "email")
        if any(_words(bare_letters(name)) in words for words in searched) or email.casefold() in addresses
    ]
    return list(colleagues.filter(pk__in=found).order_by("pk"))


def colleagues_by_post(texts: Iterable[str], on: date) -> list[User]:
    """Whoever acts in a post of the staff that is given for a name or with it: "Mrs Marsh, Chief Executive".

    A post that several hold means nobody in particular; the Chief Executive is always meant.
    """
    searched = [_words(re.sub("[-\u2010]", " ", letters)) for text in texts for letters in _readings(text)]
    return [
        person
        for post in Post
        if post not in NOT_OF_THE_STAFF and any(_words(post.label.casefold()) in words for words in searched)
        if post == Post.CHIEF_EXECUTIVE or is_held_by_one(post, on)
        for person in holders(post, on)
    ]


def _readings(text: str) -> set[str]:
    """The letters, with what nobody sees left out, which may split a word, and read as a space."""
    if text.isascii():
        return {BELONGING.sub("", text.casefold())}
    seen = [letter if category(letter) != "Cf" else "" for letter in text]
    return {
        BELONGING.sub("", bare_letters(reading))
        for reading in ("".join(seen), "".join(s or " " for s in seen))
    }


def bare_letters(text: str) -> str:
    """As somebody types them who has no accents on the keyboard."""
    letters = normalize("NFKD", text).replace("\u2019", "'")
    if not letters.isascii():
        letters = "".join(letter for letter in letters if not combining(letter))
    return letters.casefold()


def _words(letters: str) -> str:
    """The words with a space about each."""
    return f" {' '.join(WORD.findall(letters))} "
