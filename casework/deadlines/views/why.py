from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.cases.models import Case
from casework.cases.views import page
from casework.deadlines.explanation import explain
from casework.deadlines.models import Deadline
from casework.people.requests import SignedInRequest


@require_safe
def why(request: SignedInRequest, pk: int) -> HttpResponse:
    """Explain one date to somebody who may see its case."""
    visible = Deadline.objects.filter(case__in=Case.objects.visible_to(request.user))
    deadline = get_object_or_404(visible.select_related("case", "holidays"), pk=pk)
    return page(
        request, "deadlines/why.html", deadline.case, explanation=explain(deadline), at=timezone.now()
    )
