from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.cases.kinds import kind_of
from casework.cases.models import Case
from casework.deadlines.explanation import explain
from casework.deadlines.models import Deadline
from casework.people.requests import SignedInRequest


@require_safe
def why(request: SignedInRequest, pk: int) -> HttpResponse:
    """Explain one date to somebody who may see its case."""
    visible = Deadline.objects.filter(case__in=Case.objects.visible_to(request.user))
    deadline = get_object_or_404(visible.select_related("case", "holidays"), pk=pk)
    return TemplateResponse(
        request,
        "deadlines/why.html",
        {
            "case": deadline.case,
            "case_url": kind_of(deadline.case).url(deadline.case),
            "explanation": explain(deadline),
            "at": timezone.now(),
        },
    )
