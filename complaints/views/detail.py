"""The case page and the pages beside it."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.cases import actions as cases
from casework.cases.models import Confidentiality, Task
from casework.cases.once import do_once
from casework.cases.permissions import can_finish
from casework.cases.queries import access_to
from casework.deadlines.models import Deadline, State
from casework.documents.permissions import can_add
from casework.documents.queries import documents_of
from casework.letters.queries import letters_of
from casework.people.models import User
from casework.people.requests import SignedInRequest
from complaints.actions.messages import mark_messages_read, send_message
from complaints.acts import Situation, allowed_actions, grouped, url_of, whose_it_is
from complaints.criteria import CRITERIA
from complaints.forms.messages import AnswerForm
from complaints.kinds import MESSAGE_TO_READ
from complaints.models import Assessment, Complaint, HandOver, Party, Referral
from complaints.permissions import can_handle
from complaints.roads import is_only_passed_on
from complaints.timeline import KINDS
from complaints.timeline import timeline as events_of
from complaints.views.acting import sent, visible
from complaints.wanted import next_step
from complaints.workflow import FIND, Road, Status

PAGES = (
    ("detail", "Summary"),
    ("allegations", "Allegations"),
    ("timeline", "Timeline"),
    ("documents", "Documents"),
    ("letters", "Letters"),
    ("messages", "Messages"),
    ("access", "Access"),
)


@require_safe
def detail(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = visible(request, reference)
    # Read once, for the page and for whether a letter can be drafted.
    people = Party.objects.select_related("user").order_by("pk")
    prefetch_related_objects([complaint], Prefetch("parties", people))
    context = {
        "referrals": _referrals(complaint),
        "hand_over": HandOver.objects.filter(complaint=complaint).first()
        if complaint.status in (Status.HANDING_OVER, Status.HANDED_OVER, Status.CLOSED)
        else None,
        "people": complaint.parties.all(),
        "questions": list(complaint.information_requests.order_by("pk")),
        "tasks": _tasks(complaint, request.user),
        "number_of_files": complaint.case.documents.count(),
    }
    return _page(request, complaint, "detail", context)


@require_safe
def allegations(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = visible(request, reference)
    rows = complaint.allegations.select_related("category", "about").prefetch_related("factors")
    return _page(request, complaint, "allegations", {"allegations": list(rows)})


@require_safe
def timeline(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = visible(request, reference)
    only = request.GET.get("only", "")
    deadlines = _deadlines(complaint)
    # Read once, for the events and for the next step.
    assessments = Assessment.objects.select_related("decided_by")
    prefetch_related_objects([complaint], Prefetch("assessments", assessments))
    context = {
        "events": events_of(complaint, deadlines, only),
        "kinds": KINDS,
        "only": only,
        "every_deadline": deadlines,
    }
    return _page(request, complaint, "timeline", context)


@require_safe
def documents(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = visible(request, reference)
    context = {"documents": documents_of(complaint.case), "can_add_document": can_add(request.user)}
    return _page(request, complaint, "documents", context)


@require_safe
def letters(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = visible(request, reference)
    return _page(request, complaint, "letters", {"letters": letters_of(complaint.case)})


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: SignedInRequest, reference: str) -> HttpResponse:
    """What was written on the complainant's page, and an answer from whoever handles the complaint."""
    complaint = visible(request, reference)
    form = AnswerForm(sent(request))
    if form.is_valid():
        now = timezone.now()
        do_once(
            request,
            lambda: send_message(complaint, **form.cleaned_data, by=request.user, at=now),
            done="The message is on the complainant’s page, and an e-mail tells them if it may",
            at=now,
        )
        return redirect("complaints:messages", reference)
    if can_handle(request.user, complaint):
        mark_messages_read(complaint, by=request.user, at=timezone.now())
    context = {
        "form": form,
        "conversation": complaint.messages.select_related("sent_by")
        .prefetch_related("documents")
        .order_by("sent_at", "pk"),
    }
    return _page(request, complaint, "messages", context)


@require_safe
def access(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = visible(request, reference)
    return _page(request, complaint, "access", {"access": access_to(complaint.case, request.user)})


def _page(request: SignedInRequest, complaint: Complaint, page: str, context: dict[str, Any]) -> HttpResponse:
    cases.record_opened(complaint.case, by=request.user, at=timezone.now())
    deadlines = context.pop("every_deadline", None) or _deadlines(complaint)
    deadlines = [deadline for deadline in deadlines if deadline.state in (State.RUNNING, State.PAUSED)]
    situation = Situation(complaint, request.user, deadlines)
    allowed = allowed_actions(situation)
    step = next_step(situation, timezone.localdate())
    new = {"messages": " (new)"} if complaint.case.calls_for == MESSAGE_TO_READ else {}
    context |= {
        "complaint": complaint,
        "case": complaint.case,
        "step": step,
        "assessment": situation.assessment,
        "deadlines": deadlines,
        "allowed": allowed,
        "groups": [
            (heading, [{"text": act.label, "href": url_of(complaint, act.name)} for act in acts])
            for heading, acts in grouped(allowed, leaving_out=step.act if step else "")
        ],
        "whose": whose_it_is(situation),
        "is_only_passed_on": is_only_passed_on(complaint),
        "may_answer": situation.handles,
        "may_find": situation.handles and complaint.status in FIND.sources,
        "tabs": [
            {
                "text": text + new.get(name, ""),
                "href": url_of(complaint, name),
                "active": name == page,
            }
            for name, text in PAGES
        ],
        "facts": [
            {"key": "About", "value": complaint.case.about or complaint.get_subject_display()},
            {"key": "Law", "value": complaint.get_road_display()},
            {"key": "Handler", "value": complaint.case.handler or "Nobody yet"},
            {"key": "Stage", "value": complaint.get_status_display()},
        ],
        "badges": _badges(complaint),
    }
    return TemplateResponse(request, f"complaints/{page}.html", context)


def _referrals(complaint: Complaint) -> list[tuple[Referral, list[str]]]:
    """Each with the questions that were answered yes. Only a complaint the office itself refers has any."""
    if complaint.road != Road.CHIEF_CONSTABLE:
        return []
    return [
        (referral, [CRITERIA[code].because for code in referral.criteria])
        for referral in complaint.referrals.order_by("-pk")
    ]


def _tasks(complaint: Complaint, user: User) -> list[tuple[Task, bool]]:
    """Each with whether this person may say that it is done."""
    tasks = complaint.case.tasks.filter(done_at=None).select_related("for_person").order_by("pk")
    return [(task, can_finish(user, task.for_person)) for task in tasks]


def _deadlines(complaint: Complaint) -> list[Deadline]:
    rows = Deadline.objects.filter(case=complaint.case_id).select_related("opened_by", "ended_by")
    return list(rows.order_by("due_on", "pk"))


def _badges(complaint: Complaint) -> list[dict[str, str]]:
    named = complaint.case.confidentiality == Confidentiality.NAMED
    seen_by = {"text": "Confidentiality: named people only", "colour": "red"}
    badges = [seen_by] if named else [{"text": "Confidentiality: office", "colour": "grey"}]
    if complaint.suspended_at:
        badges.append({"text": "Suspended", "colour": "purple"})
    if complaint.outcome:
        badges.append({"text": complaint.get_outcome_display(), "colour": "green"})
    return badges
