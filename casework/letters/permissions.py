from casework.approvals.models import State as ApprovalState
from casework.cases.kinds import kind_of
from casework.cases.permissions import sees_for_now_only
from casework.letters.models import Letter, State
from casework.letters.purposes import purpose_of
from casework.people.models import User
from casework.people.roles import DISPATCH_LETTER


def can_write_letters(user: User) -> bool:
    return user.has_perm(DISPATCH_LETTER)


def can_rework(user: User, letter: Letter) -> bool:
    """Whoever writes letters and works on the case that this one is of."""
    return can_write_letters(user) and kind_of(letter.case).may_work(user, letter.case)


def can_edit(user: User, letter: Letter) -> bool:
    """What waits for approval can still be changed; that withdraws the question."""
    return can_rework(user, letter) and letter.state in {State.DRAFT, State.WAITING}


def can_send(user: User, letter: Letter) -> bool:
    """Whoever sends letters, or the person who approved this one, once nothing stands against it."""
    approval = letter.approval
    if approval and approval.state == ApprovalState.APPROVED:
        return can_write_letters(user) or approval.decided_by_id == user.pk
    return can_rework(user, letter) and letter.state == State.DRAFT and not purpose_of(letter).needs_approval


def can_take_back(user: User, letter: Letter) -> bool:
    """Whoever may rework it, or the person who just returned or refused this one."""
    decided_it = letter.approval is not None and letter.approval.decided_by_id == user.pk
    return can_rework(user, letter) or decided_it


def offers(user: User, letter: Letter) -> frozenset[str]:
    """The acts that the letter's page offers this person now."""
    if sees_for_now_only(user, letter.case):
        return frozenset()
    if can_write_letters(user) and letter.state == State.SENT:
        return frozenset({"move"})
    if not can_rework(user, letter):
        return frozenset({"post"}) if can_post(user, letter) else frozenset()
    purpose = purpose_of(letter)
    match letter.state:
        case State.DRAFT if not purpose.needs_approval:
            return frozenset({"send", "withdraw"})
        case State.DRAFT if purpose.approval_kind:
            return frozenset({"put_to_approval", "withdraw"})
        case State.DRAFT | State.WAITING:
            return frozenset({"withdraw"})
        case State.APPROVED:
            return frozenset({"post", "take_back", "withdraw"})
    return frozenset()


def can_post(user: User, letter: Letter) -> bool:
    return can_write_letters(user) and letter.state == State.APPROVED
