"""The complainant's own page, opened with a reference and an access code for half an hour at a time."""

from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.cases.once import do_once
from casework.documents.files import FileChanged, StorageFull, open_kept
from casework.letters import content
from casework.letters.actions import record_changed_file
from casework.letters.models import Rendition
from complaints.actions.messages import mark_messages_read, send_message
from complaints.actions.recording import ask_for_recording, may_be_asked_for
from complaints.actions.refused import Refused
from complaints.actions.resumption import NOT_ASKED, question_of, record_answer
from complaints.models import Complaint
from complaints.next_steps import next_steps
from complaints.public_form.evidence import as_file
from complaints.queries import must_now_be_recorded
from complaints.rate_limits import Limit, View, limited
from complaints.tracking.forms import MessageForm, OpenForm, ResumptionForm
from complaints.tracking.outcome import outcome_untold
from complaints.tracking.queries import complaint_opened_by, files_of_complainant, letters_to_complainant
from complaints.tracking.stages import as_told, so_far, stage_now

OPENED = "complaint-tracked"
OPEN_FOR = timedelta(minutes=30)
OPENING = Limit("open complaint", 30)
WRITING = Limit("write to the office", 60)
WRONG = "We cannot find a complaint with that reference and access code. Check both and try again."


def for_complainant(view: View) -> View:
    """Give the view the complaint this visitor opened; with none, or after half an hour, ask again."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = timezone.now()
        complaint = _opened(request.session.get(OPENED), now)
        if complaint is None:
            request.session.pop(OPENED, None)
            messages.info(request, "Enter the reference and access code to go on.")
            return redirect("track:open")
        _keep_open(request, complaint, now)
        return view(request, complaint, *args, **kwargs)

    return wrapped


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(OPENING)
def open_complaint(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        complaint = complaint_opened_by(**form.cleaned_data)
        if complaint:
            request.session.cycle_key()
            _keep_open(request, complaint, timezone.now())
            return redirect("track:complaint")
        form.add_error(None, WRONG)
    return TemplateResponse(request, "complaints/tracking/open.html", {"form": form})


@for_complainant
@require_http_methods(["GET", "HEAD", "POST"])
@limited(WRITING)
def complaint(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    posted, now = request.method == "POST", timezone.now()
    form = MessageForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            do_once(
                request,
                lambda: send_message(complaint, **form.cleaned_data, by=None, at=now),
                done="We have your message. Whoever deals with your complaint will read it.",
                at=now,
            )
        except StorageFull as error:
            form.add_error("uploads", str(error))
        else:
            return redirect("track:complaint")
    mark_messages_read(complaint, by=None, at=now)
    context = {
        "complaint": complaint,
        "form": form,
        "stage": stage_now(complaint),
        "told": as_told(complaint),
        "events": so_far(complaint),
        "next_steps": next_steps(complaint, on=timezone.localdate()),
        "letters": letters_to_complainant(complaint),
        "untold": outcome_untold(complaint),
        "asked_to_record": must_now_be_recorded(complaint),
        "may_ask_to_record": may_be_asked_for(complaint),
        "asked_whether_to_resume": question_of(complaint) is not None,
        "conversation": _conversation(complaint),
        "files": [as_file(document) for document in files_of_complainant(complaint)],
    }
    return TemplateResponse(request, "complaints/tracking/complaint.html", context)


@for_complainant
@require_http_methods(["GET", "HEAD", "POST"])
@limited(WRITING)
def answer_resumption(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Whether the complaint goes on after criminal proceedings, which the law leaves to them."""
    if question_of(complaint) is None:
        messages.info(request, NOT_ASKED)
        return redirect("track:complaint")
    form = ResumptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            record_answer(complaint, **form.cleaned_data, by=None, at=timezone.now())
        except Refused as error:
            messages.info(request, str(error))
        else:
            messages.success(request, "We have your answer.")
        return redirect("track:complaint")
    return TemplateResponse(request, "complaints/tracking/question.html", {"form": form})


@for_complainant
@require_http_methods(["GET", "HEAD", "POST"])
@limited(WRITING)
def ask_to_record(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Ask for a complaint that is handled informally to be recorded; a page says first what that means."""
    if request.method == "POST":
        try:
            ask_for_recording(complaint, by=None, at=timezone.now())
        except Refused as error:
            messages.info(request, str(error))
        else:
            messages.success(request, "You have asked for your complaint to be recorded.")
        return redirect("track:complaint")
    if not may_be_asked_for(complaint):
        return redirect("track:complaint")
    return TemplateResponse(request, "complaints/tracking/ask_to_record.html", {"complaint": complaint})


@for_complainant
@require_safe
def letter(request: HttpRequest, complaint: Complaint, pk: int) -> HttpResponse:
    letter = get_object_or_404(letters_to_complainant(complaint), pk=pk)
    left = get_object_or_404(letter.renditions, left=True)
    context = {"letter": letter, "drawn": content.drawn(letter, left.day), "complaint": complaint}
    return TemplateResponse(request, "complaints/tracking/letter.html", context)


@for_complainant
@require_safe
def letter_pdf(request: HttpRequest, complaint: Complaint, pk: int) -> HttpResponseBase:
    """The PDF exactly as it left the office."""
    letter = get_object_or_404(letters_to_complainant(complaint), pk=pk)
    left: Rendition = get_object_or_404(letter.renditions, left=True)
    try:
        pdf = open_kept(left.path, left.sha256)
    except FileChanged:
        record_changed_file(letter, left, by=None, at=timezone.now())
        context = {"complaint": complaint, "letter": letter}
        return TemplateResponse(request, "complaints/tracking/no_pdf.html", context, status=503)
    return FileResponse(
        pdf,
        as_attachment=True,
        filename=f"Letter {complaint.case.reference}.pdf",
        content_type="application/pdf",
    )


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.pop(OPENED, None)
    messages.success(request, "You have closed your complaint’s page. Nobody can open it without the code.")
    return redirect("track:open")


def _keep_open(request: HttpRequest, complaint: Complaint, now: datetime) -> None:
    until = (now + OPEN_FOR).isoformat()
    request.session[OPENED] = {"code_mac": bytes(complaint.access_code_mac or b"").hex(), "until": until}


def _opened(opened: dict[str, str] | None, now: datetime) -> Complaint | None:
    """Until the half hour is over, or another code was given in place of the one it was opened with."""
    if not opened or datetime.fromisoformat(opened["until"]) <= now:
        return None
    mac = bytes.fromhex(opened.get("code_mac", ""))
    return Complaint.objects.select_related("case").filter(access_code_mac=mac).first()


def _conversation(complaint: Complaint) -> list[dict[str, Any]]:
    """Both sides in the order they wrote; which colleague wrote is the office's business."""
    return [
        {
            "text": message.text or f"{message.documents.count()} file(s) added",
            "sender": "You" if message.from_complainant else "The office",
            "at": timezone.localtime(message.sent_at),
            "sent": message.from_complainant,
        }
        for message in complaint.messages.order_by("sent_at", "pk").prefetch_related("documents")
    ]
