from casework.approvals.models import State as ApprovalState
from casework.letters.models import Letter, State
from casework.letters.purposes import purpose_of
from casework.people.models import User
from casework.people.roles import DISPATCH_LETTER


def can_write_letters(user: User) -> bool:
    return user.has_perm(DISPATCH_LETTER)


def can_edit(user: User, letter: Letter) -> bool:
    """What waits for approval can still be changed; that withdraws the question."""
    return can_write_letters(user) and letter.state in {State.DRAFT, State.WAITING}


def can_send(user: User, letter: Letter) -> bool:
    """Whoever sends letters, or the person who approved this one, once nothing stands against it."""
    approval = letter.approval
    approved = approval is not None and approval.state == ApprovalState.APPROVED
    if approved:
        return can_write_letters(user) or approval.decided_by_id == user.pk
    return can_write_letters(user) and letter.state == State.DRAFT and not purpose_of(letter).needs_approval


def can_post(user: User, letter: Letter) -> bool:
    return can_write_letters(user) and letter.state == State.APPROVED
