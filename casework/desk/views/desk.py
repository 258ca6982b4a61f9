from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.approvals.queries import waiting_for
from casework.cases.models import Case
from casework.desk.queries import work
from casework.people.requests import SignedInRequest
from casework.people.roles import ASSIGN_COMPLAINT, DECIDE_APPROVAL


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    soon = work.soon_after(today)
    seen = Case.objects.visible_to(user)
    my_cases = list(work.my_cases(seen, user)[: work.SHOWN + 1])
    lines = work.lines([*my_cases, *work.calling_then_unassigned(seen, user)])
    mine, others = lines[: len(my_cases)], lines[len(my_cases) :]
    team = work.team_load(seen, on=today) if user.has_perm(ASSIGN_COMPLAINT) else []
    context = {
        "counts": work.counts(seen, user, on=today, soon=soon),
        "waiting": waiting_for(user, today).count() if user.has_perm(DECIDE_APPROVAL) else 0,
        "to_do": [line for line in mine[: work.SHOWN] if _is_to_do(line.case)],
        "waiting_on_others": [line for line in mine[: work.SHOWN] if not _is_to_do(line.case)],
        "has_more": len(mine) > work.SHOWN,
        "calls": [line for line in others if not line.case.is_open],
        "unassigned": [line for line in others if line.case.is_open],
        "tasks": work.my_tasks(seen, user),
        "team": team,
        "team_most": max((load.number for load in team), default=0),
        "overdue_href": f"{work.ALL_CASES}?handler=me&due=overdue",
        "due_soon_href": f"{work.ALL_CASES}?handler=me&due=soon",
        "mine_href": f"{work.ALL_CASES}?handler=me",
        "unassigned_href": f"{work.ALL_CASES}?handler=nobody",
    }
    return TemplateResponse(request, "desk/desk.html", context)


def _is_to_do(case: Case) -> bool:
    """What waits for somebody else is one's own again when somebody outside wants something of it."""
    return bool(case.calls_for or not case.waits_for)
