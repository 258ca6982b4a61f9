"""Logging, sharing out, putting right who it is about, and the people and allegations in it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.cases.kinds import kind_of
from casework.cases.models import Wall
from casework.people.requests import SignedInRequest
from complaints.actions import allegations, log, people
from complaints.acts import url_of
from complaints.forms import starting as forms
from complaints.forms.handling import ConfirmForm
from complaints.models import Party, Role
from complaints.views.acting import carry_out, offered, page, plain, sent, visible


@page
def log_complaint(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint, at = offered(request, reference, "log"), timezone.now()
    form = forms.LogForm(sent(request), me=request.user, at=at)
    return carry_out(
        request,
        complaint,
        form,
        lambda: log.log_complaint(complaint, **form.cleaned_data, by=request.user, at=at),
        heading="Log this complaint",
        done=f"{reference} is logged",
    )


@page
def assign(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint, at = offered(request, reference, "assign"), timezone.now()
    form = forms.AssignForm(sent(request), now=complaint.case.handler, me=request.user, at=at)
    return carry_out(
        request,
        complaint,
        form,
        lambda: log.assign(complaint, form.cleaned_data["handler"], by=request.user, at=at),
        heading="Give it to somebody",
        done=f"Who handles {reference} was saved",
    )


@page
def take(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "take")
    form = ConfirmForm(sent(request), button="Take it")
    return carry_out(
        request,
        complaint,
        form,
        lambda: log.assign(complaint, request.user, by=request.user, at=timezone.now()),
        heading="Take this complaint",
        what_happens="Nobody handles it yet. You will be its handler.",
        done=f"{reference} is yours",
    )


reroute = plain(
    "reroute",
    forms.RerouteForm,
    log.reroute_complaint,
    heading="Change who it is about",
    what_happens="This decides which law it follows, who owns and sees it, and which clocks run. "
    "You may not be able to see it afterwards.",
    done="Who {reference} is about was changed",
)


delegated_command = plain(
    "delegated_command",
    forms.DelegatedCommandForm,
    log.pass_on_delegated_command,
    heading="Pass on: delegated command",
    what_happens="The complaint becomes one about the police, and a letter tells the complainant why.",
    done="The complaint is now about the police. The complainant is told.",
)


KEPT_OUT = (
    "If somebody the complaint is about has the name or e-mail address of one of our people, that colleague "
    "sees nothing of it from that moment."
)


@page
def person(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint, at = offered(request, reference, "person"), timezone.now()
    form = forms.PartyForm(sent(request))
    return carry_out(
        request,
        complaint,
        form,
        lambda: people.add_party(
            complaint, form.cleaned_data["role"], form.details(), by=request.user, at=at
        ),
        heading="Add a person",
        what_happens=KEPT_OUT,
        done=lambda party: f"The person was added{_kept_out(party, at)}",
    )


@page
def change_person(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    complaint, at = offered(request, reference, "person"), timezone.now()
    party = get_object_or_404(complaint.parties, pk=pk)
    form = forms.PartyForm(sent(request), party=party, version=complaint.case.version)
    return carry_out(
        request,
        complaint,
        form,
        lambda: people.change_party(
            party,
            form.details(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=at,
        ),
        heading=f"Change the {party.get_role_display().lower()}’s details",
        what_happens=KEPT_OUT if party.role == Role.SUBJECT else "",
        done=lambda party: f"The details were changed{_kept_out(party, at)}",
    )


def _kept_out(party: Party, at: datetime) -> str:
    """Whom what was typed at this moment keeps out, for whoever typed it."""
    walls = Wall.objects.standing().filter(case=party.complaint_id, raised_at=at)
    people = [wall.person for wall in walls.select_related("person")]
    if not people:
        return ""
    kept_out = f", and {' and '.join(map(str, people))} can no longer see this complaint."
    case = party.complaint.case
    return " ".join([kept_out, *(kind_of(case).still_has(case, person) for person in people)]).strip()


@page
def identify(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    complaint, at = offered(request, reference, "person"), timezone.now()
    party = get_object_or_404(complaint.parties, pk=pk, role=Role.SUBJECT)
    form = forms.IdentifyForm(sent(request))
    return carry_out(
        request,
        complaint,
        form,
        lambda: people.identify_subject(party, form.cleaned_data["user"], by=request.user, at=at),
        heading="Say which of our people it is about",
        what_happens="From that moment they see nothing of this complaint, in no list, search or e-mail. "
        "If they handle it, it becomes unassigned.",
        done=lambda party: f"The wall is raised{_kept_out(party, at)}",
    )


@page
def allegation(request: SignedInRequest, reference: str) -> HttpResponse:
    complaint = offered(request, reference, "allegation")
    form = forms.AllegationForm(sent(request), complaint=complaint)
    return carry_out(
        request,
        complaint,
        form,
        lambda: allegations.add_allegation(
            complaint, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        heading="Add an allegation",
        done="The allegation was added",
        to=url_of(complaint, "allegations"),
    )


@page
def change_allegation(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    complaint = offered(request, reference, "allegation")
    changed = get_object_or_404(complaint.allegations, number=number)
    form = forms.AllegationForm(sent(request), complaint=complaint, allegation=changed)
    return carry_out(
        request,
        complaint,
        form,
        lambda: allegations.change_allegation(
            changed, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        heading=f"Change allegation {number}",
        done=f"Allegation {number} was changed",
        to=url_of(visible(request, reference), "allegations"),
    )
