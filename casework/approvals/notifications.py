"""Messages about decisions. Subjects carry the reference and nothing else."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from casework.approvals.kinds import kind_named
from casework.approvals.models import ApprovalRequest
from casework.cases.models import Case
from casework.outbox import actions as outbox
from casework.people.models import User

QUESTION_BODY = """\
{question}

If nothing is done: {if_nothing_is_done}

{address}
"""

DECISION_BODY = """\
{state}: {question}

Open it to read the comment, if there is one.

{address}
"""


def tell_of_question(request: ApprovalRequest, deciders: Iterable[User], *, at: datetime) -> None:
    for person in deciders:
        body = QUESTION_BODY.format(
            question=request.question,
            if_nothing_is_done=kind_named(request.kind).if_nothing_is_done,
            address=_address(request),
        )
        _write(f"approval-asked:{request.pk}:{person.pk}", "for decision", request, person, body, at)


def tell_of_decision(request: ApprovalRequest, *, at: datetime) -> None:
    """Tell whoever asked, if they may still see the case."""
    person = request.asked_by
    if not Case.objects.visible_to(person).filter(pk=request.case_id).exists():
        return
    body = DECISION_BODY.format(
        state=request.get_state_display(), question=request.question, address=_address(request)
    )
    _write(f"approval-decided:{request.pk}", "decided", request, person, body, at)


def _write(key: str, what: str, request: ApprovalRequest, person: User, body: str, at: datetime) -> None:
    outbox.write(
        key,
        kind=key.partition(":")[0].replace("-", "_"),
        to=person.email,
        subject=f"{request.case.reference}: {what}",
        body=body,
        at=at,
        person_id=person.pk,
        case_id=request.case_id,
    )


def _address(request: ApprovalRequest) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('approvals:detail', args=[request.pk])}"
