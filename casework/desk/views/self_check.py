from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from casework.desk.models import SelfCheckRun
from casework.people.requests import SignedInRequest
from casework.people.roles import VIEW_SELF_CHECK


@require_safe
def self_check(request: SignedInRequest) -> HttpResponse:
    """How many rows hold to each promise. Never which: some readers see no case, and a wall hides some."""
    if not request.user.has_perm(VIEW_SELF_CHECK):
        raise PermissionDenied
    latest = SelfCheckRun.objects.order_by("-pk").first()
    return TemplateResponse(request, "desk/self_check.html", {"latest": latest})
