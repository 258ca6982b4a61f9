from uuid import uuid4

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.cases.models import Wall
from casework.cases.once import key_of
from casework.people.requests import SignedInRequest
from casework.people.roles import LOG_COMPLAINT
from complaints.actions.log import assign
from complaints.actions.receive import receive
from complaints.intake.forms import ME, IntakeForm
from complaints.intake.queries import possible_repeats
from complaints.models import Complaint
from complaints.permissions import can_take
from complaints.queries import first_access_code

RECEIVED = "complaint-taken-down"


@permission_required(LOG_COMPLAINT, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Take a complaint down; one that may be a repeat is logged once the person has seen the others."""
    now = timezone.now()
    form = IntakeForm(request.POST if request.method == "POST" else None, now=now)
    repeats: list[Complaint] = []
    if form.is_valid():
        key = key_of(request) or uuid4()
        repeats = list(possible_repeats(form.submission, key, request.user))
        if not repeats or "all_the_same" in request.POST:
            received = receive(
                form.submission,
                submission_key=key,
                channel=form.cleaned_data["channel"],
                made_at=form.made_at,
                received_at=form.received_at,
                at=now,
                by=request.user,
            )
            if form.cleaned_data["handler"] == ME:
                _take(request, received.complaint)
            request.session[RECEIVED] = received.complaint.pk
            return redirect("intake:received")
    return TemplateResponse(request, "complaints/intake/new.html", {"form": form, "repeats": repeats})


def _take(request: SignedInRequest, complaint: Complaint) -> None:
    """Give it to whoever took it down, unless it is one that they do not see."""
    mine = Complaint.objects.visible_to(request.user).filter(pk=complaint.pk, case__handler=None).first()
    if mine and can_take(request.user, mine):
        assign(mine, request.user, by=request.user, at=timezone.now())


@permission_required(LOG_COMPLAINT, raise_exception=True)
@never_cache
@require_safe
def received(request: SignedInRequest) -> HttpResponse:
    """Show the reference, and the code to give the complainant, to whoever has just taken it down."""
    complaint = get_object_or_404(Complaint, pk=request.session.get(RECEIVED), logged_by=request.user)
    # The code would let somebody the complaint is about follow it from outside.
    is_walled = Wall.objects.standing().filter(case=complaint.pk, person=request.user).exists()
    context = {
        "complaint": complaint,
        "access_code": "" if is_walled else first_access_code(complaint),
        "is_visible": Complaint.objects.visible_to(request.user).filter(pk=complaint.pk).exists(),
    }
    return TemplateResponse(request, "complaints/intake/received.html", context)
