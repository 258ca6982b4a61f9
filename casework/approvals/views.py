from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from casework.approvals import actions, queries
from casework.approvals.forms import Answer, DecideForm
from casework.approvals.kinds import kind_named
from casework.approvals.models import State
from casework.approvals.permissions import can_decide, why_not
from casework.cases import actions as cases
from casework.cases.refused import Refused
from casework.cases.views import page
from casework.documents.files import FileChanged, open_kept
from casework.people.requests import SignedInRequest

DECIDE = {Answer.APPROVE: actions.approve, Answer.RETURN: actions.return_, Answer.REFUSE: actions.refuse}


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    requests = list(queries.waiting_for(request.user, timezone.localdate()))
    duties = queries.next_duties(approval.case_id for approval in requests)
    waiting = [
        (approval, kind_named(approval.kind), duties.get(approval.case_id))
        for approval in queries.most_urgent_first(requests, duties)
    ]
    return TemplateResponse(request, "approvals/inbox.html", {"waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@csp_replace({"object-src": [SELF]})  # type: ignore[arg-type]
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    approval = get_object_or_404(queries.visible_to(request.user).select_related("case"), pk=pk)
    kind, today = kind_named(approval.kind), timezone.localdate()
    form = DecideForm(request.POST if request.method == "POST" else None, kind=kind)
    if form.is_valid():
        decide = DECIDE[form.cleaned_data["answer"]]
        try:
            approval = decide(
                approval, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{approval.case}: {queries.standing(approval)}")
            return redirect("approvals:inbox")
    elif form.is_bound and not can_decide(request.user, approval, today):
        # The page has no form then, so nothing for a summary of its errors to lead to.
        raise PermissionDenied
    context = {
        "approval": approval,
        "kind": kind,
        "reading": kind.reading(approval, queries.day_of_decision(approval, today)),
        "shown_for_another_day": approval.state == State.WAITING and localdate(approval.asked_at) != today,
        "today": today,
        "duty": queries.next_duties([approval.case_id]).get(approval.case_id),
        "earlier": queries.earlier(approval),
        "may_decide": can_decide(request.user, approval, today),
        "why_not": why_not(request.user, approval, today),
        "deciders": queries.deciders(approval, today) if approval.state == State.WAITING else [],
        "form": form,
    }
    return page(request, "approvals/detail.html", approval.case, **context)


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]
def document(request: SignedInRequest, pk: int, place: int) -> FileResponse:
    """The very file, the first or another, that was put to approval, shown in the page that asks for it."""
    approval = get_object_or_404(queries.visible_to(request.user).select_related("case"), pk=pk)
    try:
        shown = open_kept(*dict(enumerate(approval.shown, start=1))[place])
    except (KeyError, FileNotFoundError, FileChanged):
        raise Http404 from None
    cases.record_opened(approval.case, request.user, timezone.now())
    return FileResponse(
        shown,
        content_type="application/pdf",
        filename=f"{approval.case.reference}-{approval.pk}-{place}.pdf",
    )
