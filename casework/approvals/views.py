from csp.decorators import csp_update
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from casework.approvals import queries
from casework.approvals.kinds import kind_named
from casework.approvals.permissions import can_decide
from casework.cases import actions as cases
from casework.cases.kinds import kind_of
from casework.people.requests import SignedInRequest


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    waiting = [(approval, kind_named(approval.kind)) for approval in queries.waiting_for(request.user, today)]
    return TemplateResponse(request, "approvals/inbox.html", {"waiting": waiting, "today": today})


@require_safe
@csp_update({"object-src": ["'self'"], "frame-src": ["'self'"]})
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    approval = get_object_or_404(queries.visible_to(request.user).select_related("case"), pk=pk)
    kind = kind_named(approval.kind)
    context = {
        "approval": approval,
        "kind": kind,
        "facts": kind.facts(approval),
        "case_url": kind_of(approval.case).url(approval.case),
        "earlier": queries.earlier(approval),
        "may_decide": can_decide(request.user, approval, timezone.localdate()),
    }
    return TemplateResponse(request, "approvals/detail.html", context)


@require_safe
@xframe_options_sameorigin
@csp_update({"frame-ancestors": ["'self'"]})
def document(request: SignedInRequest, pk: int) -> FileResponse:
    """The very file that was put to approval, shown in the page that asks for it."""
    approval = get_object_or_404(queries.visible_to(request.user).select_related("case"), pk=pk)
    if not approval.shown_path or not default_storage.exists(approval.shown_path):
        raise Http404
    cases.record_opened(approval.case, request.user, timezone.now())
    return FileResponse(
        default_storage.open(approval.shown_path),
        content_type="application/pdf",
        filename=f"{approval.case.reference}-{approval.pk}.pdf",
    )
