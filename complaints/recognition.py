"""Is somebody the complaint names one of us? Asked before anybody in the office can read it."""

import re
from collections.abc import Iterable

from casework.people.models import User

BETWEEN_NAMES = re.compile(r"[,;&/\n]|\band\b", re.IGNORECASE)


def colleagues_among(names: Iterable[str], emails: Iterable[str]) -> list[User]:
    """Everybody here whose whole name or e-mail address is among these. An office has few people."""
    wanted = {_plain(part) for name in names for part in BETWEEN_NAMES.split(name)}
    addresses = {email.strip().casefold() for email in emails}
    return [
        person
        for person in User.objects.filter(is_active=True).order_by("pk")
        if _plain(person.name) in wanted or person.email.casefold() in addresses
    ]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
