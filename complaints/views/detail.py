from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.cases import actions as cases
from casework.people.requests import SignedInRequest
from complaints.models import Complaint


@require_safe
def detail(request: SignedInRequest, reference: str) -> HttpResponse:
    visible = Complaint.objects.visible_to(request.user).select_related("case", "case__handler")
    complaint = get_object_or_404(visible, case__reference=reference)
    cases.record_opened(complaint.case, by=request.user, at=timezone.now())
    return TemplateResponse(request, "complaints/detail.html", {"complaint": complaint})
