from typing import Protocol

from casework.trail.actions import Person

RETRY_MESSAGE = "outbox.retry_message"


class Permitted(Person, Protocol):
    def has_perm(self, perm: str) -> bool: ...


def can_retry(person: Permitted) -> bool:
    return person.has_perm(RETRY_MESSAGE)
