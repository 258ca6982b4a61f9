"""Assessing, referring, handing over, finding and proposing an outcome."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from casework.approvals.content import sha256_of
from casework.letters.content import content_of, drawn
from casework.letters.models import Letter, Method
from casework.letters.models import State as LetterState
from casework.people.requests import SignedInRequest
from complaints import permissions
from complaints.actions import assess as assessing
from complaints.actions import closing, hand_over, outcome, referral, timeliness
from complaints.actions.writing import complainant_as_reader
from complaints.acts import url_of
from complaints.forms import handling as forms
from complaints.forms.assessing import AssessForm
from complaints.forms.fields import moment
from complaints.models import Complaint
from complaints.queries import complainant_of, latest_assessment, nobody_is_kept_from
from complaints.views.acting import carry_out, offered, page, plain, sent, visible
from complaints.wanted import given_back
from complaints.workflow import FIND, Road, Route
from complaints.writing_up import OUTCOME_LETTERS


def how_to_reach(complaint: Complaint) -> str:
    """What somebody heeds before a letter leaves."""
    complainant = complainant_of(complaint)
    to_heed = complainant.to_heed if complainant else ""
    return to_heed and f"Before it leaves. {to_heed}"


@page
def assess(request: SignedInRequest, reference: str) -> HttpResponse:
    """One question after another, and beside them what follows from the answers so far."""
    complaint = offered(request, reference, "assess")
    form = AssessForm(sent(request), complaint=complaint, latest=latest_assessment(complaint))
    result = form.result()
    refusals = [(route.label, reasons) for route, reasons in result.refusals.items()]
    if request.POST.get("check") == "result":
        context = {"result": result, "refusals": refusals}
        return TemplateResponse(request, "complaints/_what_follows.html", context)
    if "check" in request.POST:
        so_far = AssessForm(complaint=complaint, latest=None)
        so_far.initial = {name: form[name].value() for name in form.fields}
        context = {"complaint": complaint, "form": so_far, "result": result, "refusals": refusals}
        context["nobody_kept"] = nobody_is_kept_from(complaint)
        return TemplateResponse(request, "complaints/assess.html", context)
    return carry_out(
        request,
        complaint,
        form,
        lambda: assessing.assess(complaint, **form.decision(), by=request.user, at=timezone.now()),
        heading="Assess",
        done="The assessment was saved",
        template="complaints/assess.html",
        nobody_kept=nobody_is_kept_from(complaint),
        result=result,
        refusals=refusals,
    )


@page
def refer(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "refer")
    form, reader = forms.ReferralForm(sent(request)), complainant_as_reader(complaint)
    joins = reader and reader["method"] == Method.POST
    letter = "A letter to the complainant " + ("joins today’s post" if joins else "leaves at once by e-mail")

    def done(made: object) -> str:
        recorded = f"The referral of {reference} was recorded"
        told = reader and not form.cleaned_data["not_told_because"].strip()
        return f"{recorded}. {letter.replace('leaves', 'left')}" if told else recorded

    return carry_out(
        request,
        complaint,
        form,
        lambda: referral.record_referral(complaint, **form.referral(), by=request.user, at=timezone.now()),
        heading="Record a referral to the IOPC",
        what_happens="Until the IOPC returns it, the office can reach no outcome. "
        + (
            f"{letter}, and says why it was referred, unless you say below why they must not be told."
            if reader
            else "The complainant cannot be written to, so no letter tells them."
        ),
        warning=how_to_reach(complaint),
        done=done,
    )


@page
def first_clear(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "first_clear")
    waiting = get_object_or_404(complaint.referrals, returned_on=None, withdrawn_at=None)
    form = forms.FirstClearForm(sent(request))
    return carry_out(
        request,
        complaint,
        form,
        lambda: referral.change_first_clear(
            waiting,
            first_clear_at=moment(form.cleaned_data["day"], form.cleaned_data["time"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        heading="Put right when it became clear",
        what_happens="The last day to refer is counted anew. The trail keeps what was said before.",
        done="The last day to refer was counted anew",
    )


@page
def withdraw_criterion(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "withdraw_criterion")
    waiting = get_object_or_404(complaint.referrals, returned_on=None, withdrawn_at=None)
    form = forms.ReasonForm(sent(request), button="Withdraw the criterion", kind="warning")
    return carry_out(
        request,
        complaint,
        form,
        lambda: referral.withdraw_criterion(waiting, **form.cleaned_data, by=request.user, at=timezone.now()),
        heading="Withdraw the criterion",
        what_happens="The complaint then need not be referred, and can be handled again.",
        warning="If a criterion is met after all, the law still wants the referral by its first last day.",
        done="The criterion was withdrawn",
    )


iopc_decision = plain(
    "iopc_decision",
    forms.IopcDecisionForm,
    referral.record_iopc_decision,
    heading="Record the IOPC’s decision",
    done="The IOPC’s decision was recorded",
)


timeliness_report = plain(
    "timeliness_report",
    forms.TimelinessReportForm,
    timeliness.record_timeliness_report,
    heading="Record the report to the IOPC",
    what_happens="A complaint about the Chief Constable that is not finished within twelve months is "
    "reported to the IOPC, and again every six months: how it stands, why it takes so long, what is "
    "planned and when it is likely to end.",
    done="The report was recorded, and the next six months are counted",
)


@page
def hand_it_over(request: SignedInRequest, reference: str) -> HttpResponse:
    """First both letters to read, then the hand-over of just what was read."""
    complaint, today = offered(request, reference, "hand_over"), timezone.localdate()
    form = forms.HandOverForm(sent(request), complaint=complaint)
    assessment = latest_assessment(complaint)
    assert assessment
    both: list[Letter] = []
    if form.is_valid():
        typed = form.cleaned_data
        both = hand_over.letters_that_leave(complaint, assessment, **typed, writer=request.user, on=today)
        form.put_to_reader(sha256_of([content_of(letter, today) for letter in both]))
    waits_for = hand_over.waits_for(assessment, request.user, today)
    leave = f"when the {waits_for.label} has approved" if waits_for else "at once"
    return carry_out(
        request,
        complaint,
        form,
        lambda: hand_over.hand_over(complaint, **form.cleaned_data, by=request.user, at=timezone.now()),
        heading="Hand it over to the force",
        what_happens=_who_is_told(form.both, leave),
        warning=f"Once it is handed over, the outcome is the force’s. {how_to_reach(complaint)}".strip(),
        done=f"The hand-over of {reference} was recorded",
        ready=form.was_read,
        template="complaints/hand_over.html",
        both=[(letter, drawn(letter, today)) for letter in both],
    )


def _who_is_told(both: bool, leave: str) -> str:
    if both:
        return f"Letters tell the force and the complainant. They leave {leave}."
    return f"A letter tells the force, and leaves {leave}. The complainant is not told: they left no address."


take_back_hand_over = plain(
    "take_back_hand_over",
    partial(forms.ConfirmForm, button="Take it back"),
    hand_over.take_back_hand_over,
    heading="Take the hand-over back",
    what_happens="The question to whoever approves it is withdrawn.",
    done="The hand-over was taken back",
)


acknowledgement = plain(
    "acknowledgement",
    forms.AcknowledgementForm,
    hand_over.record_acknowledgement,
    heading="Record the force’s reference",
    done="The force’s reference was recorded",
)


@page
def force_outcome(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "force_outcome")
    form = forms.ForceOutcomeForm(sent(request), complaint=complaint)
    return carry_out(
        request,
        complaint,
        form,
        lambda: hand_over.record_force_outcome(
            complaint, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        heading="Record the force’s outcome",
        warning="This closes the complaint here. A manager can reopen it.",
        done=f"{reference} is closed",
    )


@page
def finding(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    complaint = visible(request, reference)
    allegation = get_object_or_404(complaint.allegations.select_related("complaint__case"), number=number)
    if not (permissions.can_handle(request.user, complaint) and complaint.status in FIND.sources):
        raise PermissionDenied
    assessment = latest_assessment(complaint)
    route = assessment.route if assessment else ""
    form = forms.FindingForm(sent(request), allegation=allegation, road=Road(complaint.road), route=route)
    return carry_out(
        request,
        complaint,
        form,
        lambda: outcome.record_finding(allegation, **form.cleaned_data, by=request.user, at=timezone.now()),
        heading=f"What was found on allegation {number}?",
        what_happens=allegation.text,
        done=f"The finding on allegation {number} was recorded",
    )


@page
def draft_outcome(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "draft_outcome")
    informal = outcome.route_of(complaint) == Route.OUTSIDE_SCHEDULE_3
    form = forms.OutcomeForm(sent(request), informal=informal)

    return carry_out(
        request,
        complaint,
        form,
        lambda: outcome.draft_outcome(complaint, told=form.cleaned_data, by=request.user, at=timezone.now()),
        heading="Draft the outcome letter",
        what_happens="It says each finding in the words you recorded. Nothing is sent yet.",
        done=format_html(
            "Read the letter as it will print. Then "
            '<a class="govuk-notification-banner__link" href="{}">propose the outcome</a>.',
            url_of(complaint, "propose_outcome"),
        ),
        to="result",
    )


@page
def propose_outcome(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "propose_outcome")
    drafts = complaint.case.letters.filter(template__code__in=OUTCOME_LETTERS, state=LetterState.DRAFT)
    letter = drafts.select_related("template", "case").order_by("-pk").first()
    form = forms.ConfirmForm(sent(request), button="Propose the outcome")
    return carry_out(
        request,
        complaint,
        form,
        lambda: outcome.propose_outcome(complaint, letter=letter, by=request.user, at=timezone.now()),
        heading="Propose the outcome",
        what_happens=f"{given_back(complaint)}\n\n"
        "Whoever decides under the scheme of delegation is asked, and sees "
        f"{'the letter' if letter else 'what was found'}. {_leaves(letter)} Until then you can take it back.",
        warning=how_to_reach(complaint),
        done="The outcome was proposed",
    )


def _leaves(letter: Letter | None) -> str:
    if letter is None:
        return (
            "No letter leaves. Approved, the complaint is closed, and the complainant reads it on their page."
        )
    if letter.method == Method.EMAIL:
        return "Approved, it leaves at once by e-mail and the complaint is closed."
    return "Approved, it joins today’s post, and the complaint is closed when it is posted."


take_back_outcome = plain(
    "take_back_outcome",
    partial(forms.ConfirmForm, button="Take it back"),
    outcome.take_back_outcome,
    heading="Take the outcome back",
    what_happens="The question to whoever decides is withdrawn, and the letter is a draft again.",
    done="The outcome was taken back",
)


reopen = plain(
    "reopen",
    partial(forms.ReasonForm, button="Reopen", kind="warning"),
    closing.reopen,
    heading="Reopen this complaint",
    what_happens="It is handled again, and the complainant’s updates run again.",
    warning="The outcome that was given is taken from the complaint. Its letter and the trail keep it.",
    done="{reference} is open again",
)


ask_to_reopen = plain(
    "ask_to_reopen",
    partial(forms.ReasonForm, button="Ask to reopen"),
    closing.ask_to_reopen,
    heading="Ask to reopen this complaint",
    what_happens="Whoever approves such an outcome is asked. Approved, it is handled again.",
    done="You asked for it to be opened again",
)
