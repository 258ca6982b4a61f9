"""Asking for a decision and giving it. Whoever asks has been permitted by the owner of the kind."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from casework.approvals import notifications, queries
from casework.approvals.content import check_unchanged, sha256_of
from casework.approvals.kinds import kind_named
from casework.approvals.models import ApprovalRequest, State
from casework.approvals.permissions import can_decide, why_not
from casework.cases import actions as cases
from casework.cases.models import Case
from casework.cases.queries import first_to_act
from casework.cases.refused import Refused
from casework.people.models import User
from casework.people.posts import SUCCESSION, Post
from casework.people.queries import deciding_post


class NobodyCanDecide(Refused):
    """Everybody in line holds no post that day, had a part in it, or is walled from the case."""

    def __init__(self, posts: Collection[Post]) -> None:
        line = ", then the ".join(post.label for post in posts)
        super().__init__(
            f"Nobody is free to decide this. It falls to the {line}. Nobody acts in these posts who may see "
            "the case and neither asked for it nor wrote any of it. An administrator can fill a post, "
            "arrange cover or name a second."
        )


class AlreadyAsked(Refused):
    def __init__(self) -> None:
        super().__init__("This already waits for a decision.")


class AlreadyDecided(Refused):
    """Somebody else was quicker, or the content changed meanwhile."""

    def __init__(self, request: ApprovalRequest) -> None:
        what = request.get_state_display()
        super().__init__(f"{what} by {request.decided_by}." if request.decided_by else f"{what}.")


class CommentRequired(Refused):
    def __init__(self) -> None:
        super().__init__("Say why, so that whoever asked knows what to do.")


@transaction.atomic
def ask(
    case: Case,
    kind_code: str,
    *,
    content: Any,
    question: str,
    by: User,
    at: datetime,
    authors: Collection[int] = (),
    subject_id: int | None = None,
    shown: Sequence[tuple[str, str]] = (),
) -> ApprovalRequest:
    """Put `content`, and the PDFs shown of it, to whoever the scheme of delegation names that day.

    `authors` are the people who wrote the content; they and whoever asks never decide on it. A post whose
    holders are all walled or among those, or that nobody holds, is replaced along the succession. Those
    who are asked and could not see the case are named on it.
    """
    case = cases.lock_visible(case, by)
    kind, on = kind_named(kind_code), localdate(at)
    named_post = deciding_post(kind.function, on)
    post, deciders = first_to_act(case, named_post, on, line=SUCCESSION, leaving_out={by.pk, *authors})
    if post is None:
        raise NobodyCanDecide([*_line_from(named_post)])
    if case.approvals.filter(kind=kind.code, subject_id=subject_id, state=State.WAITING).exists():
        raise AlreadyAsked
    (shown_path, shown_sha256), *also_shown = shown or [("", "")]

    request = ApprovalRequest.objects.create(
        case=case,
        kind=kind.code,
        needs_two=kind.needs_two,
        subject_id=subject_id,
        question=question,
        content=content,
        content_sha256=sha256_of(content),
        shown_path=shown_path,
        shown_sha256=shown_sha256,
        also_shown=also_shown,
        post=post,
        replaced_post="" if post == named_post else named_post,
        asked_at=at,
        asked_by=by,
    )
    request.authors.set(set(authors) - {by.pk})
    changes = {
        "post": post,
        "authors": sorted({by.pk, *authors}),
        "content_sha256": request.content_sha256,
    }
    cases.record(case, "approval.asked", by=by, at=at, changes=_about(request) | changes)
    _put_to(deciders, request, at=at)
    return request


@transaction.atomic
def approve(request: ApprovalRequest, *, by: User, at: datetime, comment: str = "") -> ApprovalRequest:
    """Approve exactly what was shown. Where two must act, the first approval asks for the second."""
    request = _lock_waiting(request, by, at)
    check_unchanged(request)
    if request.needs_two and request.first_by is None:
        return _approve_first(request, by=by, at=at)

    _decide(request, State.APPROVED, by=by, at=at, comment=comment)
    kind_named(request.kind).on_approve(request, by, at)
    return request


@transaction.atomic
def return_(request: ApprovalRequest, *, by: User, at: datetime, comment: str) -> ApprovalRequest:
    """Send it back to whoever asked, with what is to be changed."""
    request = _lock_waiting(request, by, at)
    _require_a_choice(request)
    _decide(request, State.RETURNED, by=by, at=at, comment=comment)
    kind_named(request.kind).on_return(request, by, at)
    return request


@transaction.atomic
def refuse(request: ApprovalRequest, *, by: User, at: datetime, comment: str) -> ApprovalRequest:
    """Decide that it shall not be done."""
    request = _lock_waiting(request, by, at)
    _require_a_choice(request)
    _decide(request, State.REFUSED, by=by, at=at, comment=comment)
    kind_named(request.kind).on_refuse(request, by, at)
    return request


@transaction.atomic
def void(request: ApprovalRequest, *, at: datetime, by: User | None = None) -> ApprovalRequest:
    """Withdraw the question because its content changed. What was decided already stays decided."""
    case = cases.lock(request.case)
    request = ApprovalRequest.objects.select_for_update().get(pk=request.pk)
    if request.state == State.WAITING:
        request.state = State.VOID
        request.save(update_fields=["state"])
        cases.record(case, "approval.voided", by=by, at=at, changes=_about(request))
    return request


@transaction.atomic
def put_again(request: ApprovalRequest, *, at: datetime) -> ApprovalRequest:
    """Put a waiting question to whoever may decide it now, if since it was asked the post was emptied,
    covered by somebody who cannot see the case, or its holder walled from it."""
    case = cases.lock(request.case)
    request = ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    request.case, on = case, localdate(at)
    if request.state != State.WAITING:
        return request
    post: Post | None = Post(request.post)
    if request.first_by_id:
        deciders = queries.seconds(request, on)
    else:
        had_a_part = request.had_a_part
        post, deciders = first_to_act(case, Post(request.post), on, line=SUCCESSION, leaving_out=had_a_part)
    unaware = [person for person in deciders if not _may_see(person, case)]
    if post is None or (post == request.post and not unaware):
        return request

    if post != request.post:
        request.replaced_post, request.post = request.replaced_post or request.post, post
        request.save(update_fields=["post", "replaced_post"])
    cases.record(case, "approval.put_again", by=None, at=at, changes=_about(request) | {"post": post})
    _put_to(deciders, request, at=at)
    return request


def _lock_waiting(request: ApprovalRequest, by: User, at: datetime) -> ApprovalRequest:
    case = cases.lock_visible(request.case, by)
    request = ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    request.case = case
    if request.state != State.WAITING:
        raise AlreadyDecided(request)
    if not can_decide(by, request, localdate(at)):
        raise PermissionDenied(why_not(by, request, localdate(at)))
    return request


def _approve_first(request: ApprovalRequest, *, by: User, at: datetime) -> ApprovalRequest:
    request.first_by, request.first_at = by, at
    deciders = queries.seconds(request, localdate(at))
    if not deciders:
        raise NobodyCanDecide([Post.MONITORING_OFFICER])
    request.post = Post.MONITORING_OFFICER
    request.save(update_fields=["first_by", "first_at", "post"])
    cases.record(request.case, "approval.first_given", by=by, at=at, changes=_about(request))
    _put_to(deciders, request, at=at)
    return request


def _require_a_choice(request: ApprovalRequest) -> None:
    why = kind_named(request.kind).must_be_approved
    if why:
        raise Refused(why)


def _decide(request: ApprovalRequest, state: State, *, by: User, at: datetime, comment: str) -> None:
    # Recorded before the effect runs: the effect locks the case itself and must have the last word on it.
    if state != State.APPROVED and not comment.strip():
        raise CommentRequired
    request.state, request.decided_by, request.decided_at, request.comment = state, by, at, comment
    request.save(update_fields=["state", "decided_by", "decided_at", "comment"])
    cases.record(request.case, f"approval.{state.value}", by=by, at=at, changes=_about(request))
    notifications.tell_of_decision(request, at=at)


def _put_to(deciders: list[User], request: ApprovalRequest, *, at: datetime) -> None:
    for person in deciders:
        if not _may_see(person, request.case):
            cases.name_person(
                request.case, person, reason=f"Asked to decide: {request.question}", by=None, at=at
            )
    notifications.tell_of_question(request, deciders, at=at)


def _line_from(post: Post | None) -> Iterator[Post]:
    while post:
        yield post
        post = SUCCESSION.get(post)


def _may_see(person: User, case: Case) -> bool:
    return Case.objects.lastingly_visible_to(person).filter(pk=case.pk).exists()


def _about(request: ApprovalRequest) -> dict[str, Any]:
    return {"approval": request.pk, "kind": request.kind}
