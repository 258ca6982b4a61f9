from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.lookups import Exact
from django.utils.timezone import localdate

from casework.approvals.kinds import all_kinds
from casework.approvals.models import ApprovalRequest, State
from casework.cases.models import Case
from casework.cases.queries import first_to_act
from casework.deadlines.clocks import Authority
from casework.deadlines.models import Deadline
from casework.deadlines.queries import clock_of
from casework.people.models import Delegation, User
from casework.people.posts import Post
from casework.people.queries import named_second, office_in_force, posts_on


def visible_to(user: User) -> QuerySet[ApprovalRequest]:
    return ApprovalRequest.objects.filter(case__in=Case.objects.visible_to(user).values("pk"))


def waiting_for(user: User, on: date) -> QuerySet[ApprovalRequest]:
    """What `user` is asked to decide, the longest waiting first. Agrees with can_decide()."""
    is_second = Exact(office_in_force(on).values("named_second")[:1], user.pk)
    asked = Q(post__in=posts_on(user, on)) | Q(is_second, first_by__isnull=False)
    return (
        visible_to(user)
        .filter(asked, state=State.WAITING)
        .exclude(asked_by=user)
        .exclude(authors=user)
        .exclude(first_by=user)
        .select_related("case", "asked_by")
        .order_by("asked_at", "pk")
    )


@dataclass(frozen=True)
class Delegated:
    """One function of the scheme: what it is about, which post decides it, and what is already to change."""

    function: str
    covers: list[str]
    now: Delegation | None
    next: Delegation | None

    @property
    def post(self) -> Post:
        return Post(self.now.post) if self.now else Post.COMMISSIONER


def scheme_on(day: date) -> list[Delegated]:
    """Every function that some kind of decision needs, in the order of the kinds."""
    labels: dict[str, list[str]] = {}
    for kind in all_kinds():
        labels.setdefault(kind.function, []).append(kind.label)
    now = {row.function: row for row in Delegation.objects.on(day)}
    coming = {row.function: row for row in Delegation.objects.filter(from_on__gt=day).order_by("-from_on")}
    return [
        Delegated(function, covers, now.get(function), coming.get(function))
        for function, covers in labels.items()
    ]


def earlier(request: ApprovalRequest) -> QuerySet[ApprovalRequest]:
    """What was asked before about the same thing, the latest first."""
    return (
        ApprovalRequest.objects.filter(
            case=request.case_id, kind=request.kind, subject_id=request.subject_id, pk__lt=request.pk
        )
        .select_related("asked_by", "decided_by")
        .order_by("-pk")
    )


def next_duties(case_ids: Iterable[int]) -> dict[int, Deadline]:
    """What the office owes on each of these cases that presses most, as `_urgency` has it."""
    running = Deadline.objects.running().filter(case__in=case_ids)
    owed = [deadline for deadline in running if clock_of(deadline).is_office_duty]
    owed.sort(key=_urgency, reverse=True)
    return {deadline.case_id: deadline for deadline in owed}


def most_urgent_first(
    requests: Iterable[ApprovalRequest], duties: Mapping[int, Deadline]
) -> list[ApprovalRequest]:
    """First what the law sets a day for, then our own targets, then the rest, each by its day."""
    with_duty = [request for request in requests if request.case_id in duties]
    without = [request for request in requests if request.case_id not in duties]
    return [*sorted(with_duty, key=lambda request: _urgency(duties[request.case_id])[:2]), *without]


def _urgency(deadline: Deadline) -> tuple[bool, datetime, int]:
    """A target of a single day stands with the law: it is there so that somebody else can keep the law."""
    clock = clock_of(deadline)
    can_wait = clock.authority is not Authority.STATUTORY and not clock.is_urgent
    return can_wait, deadline.due_at, deadline.pk


def seconds(request: ApprovalRequest, on: date) -> list[User]:
    """Who may give the second approval: the Monitoring Officer and the office's named second.

    Two people must act, whatever posts they hold: neither an author nor whoever approved first.
    """
    had_a_part = request.had_a_part
    _, officers = first_to_act(request.case, Post.MONITORING_OFFICER, on, line={}, leaving_out=had_a_part)
    second = named_second(on)
    if second is None or second in officers or second.pk in had_a_part:
        return officers
    walled = request.case.walls.standing().filter(person=second).exists()
    return officers if walled else [*officers, second]


def deciders(request: ApprovalRequest, on: date) -> list[User]:
    """Who may decide on it that day. Agrees with can_decide()."""
    if request.first_by_id:
        return seconds(request, on)
    _, free = first_to_act(request.case, Post(request.post), on, line={}, leaving_out=request.had_a_part)
    return free


def day_of_decision(request: ApprovalRequest, today: date) -> date:
    """Today while it waits: what is approved leaves with the dates of the day it is approved."""
    if request.state == State.WAITING:
        return today
    return localdate(request.decided_at or request.asked_at)


def standing(request: ApprovalRequest) -> str:
    """Where a request stands, in words for whoever just decided on it."""
    if request.state == State.WAITING and request.first_by_id:
        return "approved by you; a second person is asked now"
    return request.get_state_display().lower()
