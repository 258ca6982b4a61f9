from email.message import EmailMessage as Mail

from django.conf import settings
from django.contrib import messages as banners
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from casework.desk.queries.messages import Show, lines_of, local_mail, messages_visible_to, page_of
from casework.outbox import actions
from casework.outbox.mailfiles import mail_with_id
from casework.outbox.models import Message
from casework.people.requests import SignedInRequest
from casework.people.roles import RETRY_MESSAGE

may_retry = permission_required(RETRY_MESSAGE, raise_exception=True)


@require_safe
@may_retry
def index(request: SignedInRequest) -> HttpResponse:
    show = Show.named(request.GET.get("show"))
    messages = messages_visible_to(request.user).filter(state__in=show.states)
    lines, onward = page_of(messages, before=_before(request))
    context = {
        "show": show,
        "tabs": [{"text": s.label, "href": f"?show={s.code}", "active": s is show} for s in Show],
        "lines": lines,
        "newest_href": f"?show={show.code}" if _before(request) else "",
        "older_href": f"?show={show.code}&before={onward}" if onward else "",
        "is_local": not settings.PRODUCTION,
    }
    return TemplateResponse(request, "desk/messages/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_retry
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask before sending again: what is unconfirmed may already have arrived."""
    message = get_object_or_404(messages_visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            actions.retry(message, by=request.user, at=timezone.now())
        except actions.RetryNotAllowed:
            banners.info(request, "Somebody else has already dealt with that message")
        else:
            banners.success(request, "The message will be sent again")
        return redirect("messages:index")
    if not message.needs_a_person:
        raise Http404
    return TemplateResponse(request, "desk/messages/retry.html", {"line": lines_of([message])[0]})


@require_safe
def local_index(request: SignedInRequest) -> HttpResponse:
    lines, onward = page_of(local_mail(request.user), before=_before(request))
    context = {
        "lines": lines,
        "newest_href": request.path if _before(request) else "",
        "older_href": f"?before={onward}" if onward else "",
    }
    return TemplateResponse(request, "desk/messages/local_index.html", context)


@require_safe
def local_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    message, mail = _local(request, pk)
    body = mail.get_body(preferencelist=("plain",))
    context = {
        "message": message,
        "sender": mail["From"],
        "replies_to": mail["Reply-To"],
        "text": body.get_content() if body else "",
        "attachments": [attachment.get_filename() for attachment in mail.iter_attachments()],
    }
    return TemplateResponse(request, "desk/messages/local_detail.html", context)


@require_safe
def local_attachment(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    _, mail = _local(request, pk)
    try:
        attachment = list(mail.iter_attachments())[number]
    except IndexError:
        raise Http404 from None
    return HttpResponse(
        attachment.get_payload(decode=True),
        content_type=attachment.get_content_type(),
        headers={
            "Content-Disposition": content_disposition_header(True, attachment.get_filename() or "file")
        },
    )


def _local(request: SignedInRequest, pk: int) -> tuple[Message, Mail]:
    message = get_object_or_404(local_mail(request.user), pk=pk)
    mail = mail_with_id(message.message_id)
    if mail is None:
        raise Http404
    return message, mail


def _before(request: SignedInRequest) -> int | None:
    text = request.GET.get("before", "")
    # Eighteen digits are the most that a bigint always holds.
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 18 else None
