"""What is done on a complaint from day to day."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from casework.cases import actions as cases
from casework.cases.once import SentBefore, key_of, was_sent
from casework.people.requests import SignedInRequest
from complaints import permissions
from complaints.actions import handling, recording, resumption, update, withdrawal
from complaints.actions.access_code import replace_access_code
from complaints.actions.writing import can_be_written_to
from complaints.acts import url_of
from complaints.forms import handling as forms
from complaints.forms import pausing
from complaints.models import Complaint, Contact
from complaints.notifications import complainant_by_email
from complaints.queries import access_code_of, complainant_of
from complaints.views.acting import carry_out, offered, page, plain, sent, visible
from complaints.views.deciding import how_to_reach

SHOWN_AGAIN = timedelta(minutes=5)
SHOWN_ONCE = "is shown once, to be read out or written in a letter"


@page
def contact(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint, at = offered(request, reference, "contact"), timezone.now()
    form = forms.ContactForm(sent(request), complaint=complaint, at=at)
    return carry_out(
        request,
        complaint,
        form,
        lambda: handling.record_contact(complaint, **form.contact(), by=request.user, at=at),
        heading="Record a contact",
        done=_contact_recorded,
    )


def _contact_recorded(contact: Contact) -> str:
    because = handling.why_not_first(contact)
    counts = f", but it does not count as the first contact: {because}" if because else ""
    return f"The contact was recorded{counts}"


write_update = plain(
    "update",
    forms.UpdateForm,
    update.draft_update,
    heading="Write an update",
    what_happens="You read the letter as it will print before it is sent. "
    "When it leaves, the four weeks to the next update begin anew.",
    done="The letter is drafted. Read it, then send it.",
    to="result",
)


write_letter = plain(
    "letter",
    forms.LetterForm,
    update.draft_letter,
    heading="Write a letter",
    what_happens="In your own words, to the complainant. It leaves when it is approved.",
    done="The letter is drafted. Read it, then put it to approval.",
    to="result",
)


@page
@never_cache
def access_code(request: SignedInRequest, reference: str) -> HttpResponse:
    """A code that is not mailed stands in the answers to this form alone: no address, session or row has it.

    They come to the same form for a few minutes, because of a double click only the last is seen.
    """
    complaint, at = offered(request, reference, "access_code"), timezone.now()
    complainant = complainant_by_email(complaint)
    form = forms.AccessCodeForm(sent(request), by_email=complainant is not None)
    key = key_of(request, "access code")

    def shown(code: str) -> HttpResponse | None:
        context = {"complaint": complaint, "access_code": code}
        return TemplateResponse(request, "complaints/access_code.html", context) if code else None

    goes = f"goes by e-mail to {complainant.email}, without the reference" if complainant else SHOWN_ONCE
    try:
        return carry_out(
            request,
            complaint,
            form,
            lambda: shown(
                replace_access_code(complaint, **form.cleaned_data, key=key, by=request.user, at=at)
            ),
            heading="Give a new access code",
            what_happens=f"The code they have stops working at once. The new one {goes}.",
            warning="" if complainant else how_to_reach(complaint),
            done="A new access code is on its way to the complainant",
        )
    except SentBefore:
        complaint.refresh_from_db(fields=["access_code_mac"])
        again = shown(access_code_of(complaint, key)) if key else None
        if again is None or not was_sent(request, since=at - SHOWN_AGAIN):
            raise
        return again


ask_force = plain(
    "ask_force",
    forms.AskForceForm,
    handling.ask_force,
    heading="Ask the force",
    what_happens="It leaves at once by e-mail, with the reference.",
    done="The question is on its way to the force",
)


@page
def reply(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    complaint = visible(request, reference)
    asked = get_object_or_404(complaint.information_requests, pk=pk)
    if not permissions.can_handle(request.user, complaint):
        raise PermissionDenied
    form = forms.ReplyForm(sent(request), complaint=complaint)
    return carry_out(
        request,
        complaint,
        form,
        lambda: handling.record_reply(asked, **form.cleaned_data, by=request.user, at=timezone.now()),
        heading="Record the force’s answer",
        what_happens=f"You asked: {asked.question}",
        done="The answer was recorded",
    )


@page
def note(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "note")
    form = forms.NoteForm(sent(request))
    return carry_out(
        request,
        complaint,
        form,
        lambda: cases.add_note(complaint.case, **form.cleaned_data, by=request.user, at=timezone.now()),
        heading="Add a note",
        done="The note was added",
    )


@page
def task(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint, at = offered(request, reference, "task"), timezone.now()
    form = forms.TaskForm(sent(request), me=request.user, at=at)
    return carry_out(
        request,
        complaint,
        form,
        lambda: cases.set_task(complaint.case, **form.cleaned_data, by=request.user, at=at),
        heading="Set a task",
        done="The task was set",
    )


@page
def finish_task(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    complaint = visible(request, reference)
    to_do = get_object_or_404(complaint.case.tasks.filter(done_at=None), pk=pk)
    form = forms.ConfirmForm(sent(request), button="It is done")
    return carry_out(
        request,
        complaint,
        form,
        lambda: cases.finish_task(to_do, by=request.user, at=timezone.now()),
        heading="Is this task done?",
        what_happens=to_do.what,
        done="The task is done",
    )


suspend = plain(
    "suspend",
    partial(forms.ReasonForm, button="Suspend", kind="warning"),
    handling.suspend,
    heading="Suspend this complaint",
    what_happens="Our own targets stop. Updates to the complainant and the twelve-month report go on.",
    done="{reference} is suspended",
)


@page
def resume(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "resume")
    if resumption.governs(complaint):
        return _after_proceedings(request, complaint)
    form = forms.ConfirmForm(sent(request), button="Resume")
    return carry_out(
        request,
        complaint,
        form,
        lambda: resumption.resume(complaint, by=request.user, at=timezone.now()),
        heading="Resume this complaint",
        what_happens="Our targets run on. The days of the suspension are left out.",
        done=f"{reference} is resumed",
    )


def _after_proceedings(request: SignedInRequest, complaint: Complaint) -> HttpResponse:
    can_be_asked = can_be_written_to(complainant_of(complaint))
    form = pausing.AfterProceedingsForm(
        sent(request), asked=resumption.question_of(complaint) is not None, can_be_asked=can_be_asked
    )
    chosen = form.cleaned_data["said"] if form.is_valid() else ""

    def do() -> object:
        by, at = request.user, timezone.now()
        if chosen == "silent" and not can_be_asked:
            return url_of(complaint, "decide_resumption")
        if chosen == "silent":
            return resumption.draft_question(complaint, by=by, at=at)
        if chosen == "early":
            return resumption.resume(complaint, by=by, at=at)
        return resumption.record_answer(complaint, wanted=chosen == "wanted", by=by, at=at)

    done = "The answer was recorded"
    if chosen == "silent":
        done = "The letter is drafted. Read it, then send it." if can_be_asked else "Decide without them"
    return carry_out(
        request,
        complaint,
        form,
        do,
        heading="Resume after criminal proceedings",
        what_happens="The law leaves it to the complainant: PCMR 2020 reg 41. If they want it, it goes on. "
        "If they do not, or stay silent for 28 days after a letter, what is in the public interest decides.",
        done=done,
        to="result" if chosen == "silent" else "",
    )


decide_resumption = plain(
    "decide_resumption",
    pausing.PublicInterestForm,
    resumption.propose_decision,
    heading="Decide whether it goes on",
    what_happens="Whoever decides about the Chief Constable under the scheme of delegation is asked.",
    warning="Approved, it goes on as a recordable conduct matter, or the complaint is closed.",
    done="The decision was proposed",
)


ask_for_recording = plain(
    "ask_for_recording",
    partial(forms.ConfirmForm, button="The complainant asks for it"),
    recording.ask_for_recording,
    heading="Does the complainant ask for it to be recorded?",
    what_happens="They may ask at any time, in any words. Then it must be recorded: "
    "it is assessed again, and no informal outcome can be given.",
    done="It is kept that the complainant asks for it to be recorded",
)


@page
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "withdrawal")
    form = pausing.WithdrawalForm(sent(request))

    def record() -> object:
        signed = form.cleaned_data["signed"]
        act = withdrawal.record_signed_withdrawal if signed else withdrawal.ask_about_withdrawal
        return act(complaint, by=request.user, at=timezone.now())

    return carry_out(
        request,
        complaint,
        form,
        record,
        heading="Record a withdrawal",
        what_happens="Not signed: a letter asks the complainant now, and they have 28 days to answer.",
        warning="A signed withdrawal closes the complaint at once. A manager can reopen it.",
        done="The withdrawal was recorded",
    )


@page
def withdrawal_reply(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "withdrawal_reply")
    form = pausing.WithdrawalReplyForm(sent(request))

    def record() -> object:
        act = {
            "goes_on": withdrawal.keep_open,
            "signed": withdrawal.record_signed_withdrawal,
            "silent": withdrawal.treat_as_withdrawn,
        }[form.cleaned_data["reply"]]
        return act(complaint, by=request.user, at=timezone.now())

    return carry_out(
        request,
        complaint,
        form,
        record,
        heading="Record the answer about withdrawing",
        warning="Unless they go on, this closes the complaint. A manager can reopen it.",
        done="The answer was recorded",
    )
