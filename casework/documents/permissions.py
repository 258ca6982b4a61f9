from casework.documents.models import Document, HeldReason, State
from casework.people.models import User
from casework.people.roles import ADD_DOCUMENT


def can_add(user: User) -> bool:
    """Whoever works on cases may add files to those they see."""
    return user.has_perm(ADD_DOCUMENT)


def can_be_opened(document: Document) -> bool:
    """Not before it is checked, and never once the scanner found something in it."""
    return document.state != State.QUARANTINED and document.held_reason != HeldReason.VIRUS
