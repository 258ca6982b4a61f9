"""Forms for what is done on a complaint, up to its referral, hand-over or outcome."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localdate

from casework.documents.models import Document
from casework.people.models import User
from complaints.actions.access_code import Identified
from complaints.actions.hand_over import MAY_LEAVE
from complaints.actions.handling import may_be_updated_orally
from complaints.actions.writing import can_be_written_to
from complaints.forms.fields import (
    DocumentChoice,
    DocumentChoices,
    PartyChoice,
    clock_time,
    line,
    moment,
    person,
    version,
    words,
)
from complaints.models import Allegation, Complaint, Contact, Party, Referral
from complaints.queries import complainant_of
from complaints.rules import findings_for
from complaints.workflow import Finding, Road
from govuk.fields import DateField
from govuk.helper import DesignSystemHelper
from govuk.layout import (
    Button,
    ButtonGroup,
    Checkbox,
    Checkboxes,
    DateInput,
    Radios,
    Select,
    Size,
    Textarea,
    TextInput,
)


class ContactForm(forms.Form):
    from_us = forms.TypedChoiceField(
        label="Who contacted whom?",
        choices=[("us", "We contacted them"), ("them", "They contacted us")],
        coerce=lambda said: said == "us",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who contacted whom"},
    )
    party = PartyChoice(
        label="With whom?", queryset=Party.objects.none(), required=False, empty_label="Somebody else"
    )
    method = forms.TypedChoiceField(
        label="How?",
        choices=Contact.Method.choices,
        coerce=Contact.Method,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the contact was made"},
    )
    day = DateField(subject="the day", label="On which day?")
    time = clock_time("At what time?", "Enter the time")
    summary = words("What was said?", "Enter what was said")
    views = words(
        "What does the complainant want done, in their words?", "", "Only if they said it.", optional=True
    )
    counts_as_update = forms.BooleanField(label="This was an update on their complaint", required=False)

    def __init__(self, data: Any = None, *, complaint: Complaint, at: datetime) -> None:
        complainant = complainant_of(complaint)
        super().__init__(data, initial={"from_us": "us", "party": complainant, "day": localdate(at)})
        self.fields["party"].queryset = complaint.parties.order_by("pk")  # type: ignore[attr-defined]
        if complainant and complainant.safe_contact:
            self.fields["party"].help_text = f"To reach them safely: {complainant.safe_contact}"
        only = "" if may_be_updated_orally(complaint) else " On this complaint it must be in writing."
        self.helper = DesignSystemHelper(
            Radios("from_us", legend_size=Size.SMALL),
            Select("party"),
            Radios("method", legend_size=Size.SMALL),
            DateInput("day", legend_size=Size.SMALL),
            TextInput("time", width=10),
            Textarea("summary"),
            Textarea("views", rows=3),
            Checkbox(
                "counts_as_update",
                hint=f"Telling them how it stands begins their four weeks to the next update anew.{only}",
            ),
            Button("Save contact"),
        )

    def contact(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        return typed | {"contacted_at": moment(typed.pop("day"), typed.pop("time"))}


class UpdateForm(forms.Form):
    done = words("What have we done?", "Enter what we have done")
    next_ = words("What happens next?", "Enter what happens next")
    helper = DesignSystemHelper(Textarea("done"), Textarea("next_", rows=3), Button("Draft the letter"))


class LetterForm(forms.Form):
    about = line("What is the letter about?", "Enter what the letter is about", "It is the letter’s heading.")
    text = words("What does it say?", "Enter what it says")
    helper = DesignSystemHelper(TextInput("about"), Textarea("text", rows=10), Button("Draft the letter"))


class AccessCodeForm(forms.Form):
    identified = forms.TypedChoiceField(
        label="How did you make sure that it reaches the complainant?",
        choices=Identified,
        coerce=Identified,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you made sure that it reaches the complainant"},
    )

    def __init__(self, data: Any = None, *, by_email: bool) -> None:
        super().__init__(data)
        if by_email:
            del self.fields["identified"]
        asked = [Radios(name, legend_size=Size.SMALL) for name in self.fields]
        self.helper = DesignSystemHelper(*asked, Button("Give a new access code", kind="warning"))


class AskForceForm(forms.Form):
    question = words("What do you ask the force?", "Enter what you ask the force")
    wanted_by = DateField(subject="the day you want the answer by", label="By which day?")
    helper = DesignSystemHelper(
        Textarea("question"), DateInput("wanted_by", legend_size=Size.SMALL), Button("Send to the force")
    )


class ReplyForm(forms.Form):
    replied_on = DateField(subject="the day it answered", label="When did the force answer?")
    reply = words("What did it answer?", "", optional=True)
    document = DocumentChoice(
        label="Which document did it send?",
        help_text="Add the file to the complaint first.",
        queryset=Document.objects.none(),
        required=False,
        empty_label="None",
    )
    helper = DesignSystemHelper(
        DateInput("replied_on", legend_size=Size.SMALL),
        Textarea("reply"),
        Select("document"),
        Button("Save answer"),
    )

    def __init__(self, data: Any = None, *, complaint: Complaint) -> None:
        super().__init__(data)
        self.fields["document"].queryset = sendable(complaint)  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = words("Note", "Enter the note", "Notes are added and never changed.")
    helper = DesignSystemHelper(Textarea("text"), Button("Add note"))


class TaskForm(forms.Form):
    what = line("What is to be done?", "Enter what is to be done", most=300)
    due_on = DateField(subject="the day it is due", label="By which day?", required=False)

    def __init__(self, data: Any = None, *, me: User, at: datetime) -> None:
        super().__init__(data)
        self.fields["for_person"] = person(
            "Who does it?", required="Select who does it", empty="Select a person", me=me, at=at
        )

    helper = DesignSystemHelper(
        TextInput("what"),
        Select("for_person"),
        DateInput("due_on", legend_size=Size.SMALL),
        Button("Set task"),
    )


class ReasonForm(forms.Form):
    """An act that needs nothing but why."""

    reason = words("Why?", "Enter why")

    def __init__(self, data: Any = None, *, button: str, kind: str = "") -> None:
        super().__init__(data)
        self.helper = DesignSystemHelper(Textarea("reason", rows=4), Button(button, kind=kind))


class ConfirmForm(forms.Form):
    """An act that needs nothing but to be meant. The button's own name tells that it was sent."""

    def __init__(self, data: Any = None, *, button: str, kind: str = "") -> None:
        super().__init__(data)
        self.helper = DesignSystemHelper(Button(button, kind=kind))


class ReferralForm(forms.Form):
    day = DateField(subject="the day it was referred", label="On which day was it referred?")
    time = clock_time("At what time?", "Enter the time")
    iopc_reference = line("The IOPC’s reference", "Enter the IOPC’s reference", most=60)
    late_because = words("If it was late: why?", "", optional=True)
    not_told_because = words(
        "If the complainant must not be told: why?",
        "",
        "A letter tells them now, unless that might prejudice an investigation.",
        optional=True,
    )
    helper = DesignSystemHelper(
        DateInput("day", legend_size=Size.SMALL),
        TextInput("time", width=10),
        TextInput("iopc_reference", width=20),
        Textarea("late_because", rows=3),
        Textarea("not_told_because", rows=3),
        Button("Record the referral"),
    )

    def referral(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        return typed | {"referred_at": moment(typed.pop("day"), typed.pop("time"))}


class FirstClearForm(forms.Form):
    day = DateField(subject="the day it first became clear", label="On which day did it first become clear?")
    time = clock_time("At what time?", "Enter the time")
    reason = words("Why was it wrong?", "Enter why it was wrong")
    helper = DesignSystemHelper(
        DateInput("day", legend_size=Size.SMALL),
        TextInput("time", width=10),
        Textarea("reason", rows=3),
        Button("Put it right"),
    )


class IopcDecisionForm(forms.Form):
    decision = forms.TypedChoiceField(
        label="What did the IOPC decide?",
        choices=Referral.Decision.choices,
        coerce=Referral.Decision,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the IOPC decided"},
    )
    returned_on = DateField(
        subject="the day it was returned",
        label="When was it returned to the office?",
        help_text="Leave empty while the IOPC has it.",
        required=False,
    )
    helper = DesignSystemHelper(
        Radios("decision", legend_size=Size.SMALL),
        DateInput("returned_on", legend_size=Size.SMALL),
        Button("Record the decision"),
    )


class HandOverForm(forms.Form):
    """Sent to read both letters, then again with the hash of what was read."""

    was_read = False
    explanation = words(
        "What should the force know?",
        "Enter what the force should know",
        "Only the force reads this. For example, who might be at risk, and how to keep them safe.",
    )
    documents = DocumentChoices(
        label="Which documents go with it?",
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, complaint: Complaint) -> None:
        super().__init__(data)
        files = sendable(complaint)
        self.fields["documents"].queryset = files  # type: ignore[attr-defined]
        chosen = [Checkboxes("documents", legend_size=Size.SMALL)] if files.exists() else []
        self.asked = [Textarea("explanation"), *chosen]
        self.both = can_be_written_to(complainant_of(complaint))
        read = Button("Read both letters" if self.both else "Read the letter")
        self.helper = DesignSystemHelper(*self.asked, read)

    def put_to_reader(self, sha256: str) -> None:
        """Let these letters leave once they were read; what was read before is not these."""
        read = self.data.get("read")
        self.was_read = read == sha256
        if read and not self.was_read:
            self.add_error(None, "What is sent changed since you read it. Read it again.")
        leave = Button("Hand it over to the force", name="read", value=sha256, kind="warning")
        again = Button("Read again", kind="secondary")
        self.helper = DesignSystemHelper(*self.asked, ButtonGroup(leave, again))


class TimelinessReportForm(forms.Form):
    sent_on = DateField(subject="the day it was sent", label="When was the report sent to the IOPC?")
    helper = DesignSystemHelper(DateInput("sent_on", legend_size=Size.SMALL), Button("Save"))


class AcknowledgementForm(forms.Form):
    force_reference = line("The force’s reference", "Enter the force’s reference", most=60)
    acknowledged_on = DateField(subject="the day it acknowledged", label="When did the force acknowledge it?")
    helper = DesignSystemHelper(
        TextInput("force_reference", width=20),
        DateInput("acknowledged_on", legend_size=Size.SMALL),
        Button("Save"),
    )


class ForceOutcomeForm(forms.Form):
    outcome_on = DateField(subject="the day of the force’s outcome", label="When did the force decide?")
    summary = words("What did it decide?", "Enter what it decided")
    letter = DocumentChoice(
        label="The force’s outcome letter",
        help_text="Add the file to the complaint first.",
        queryset=Document.objects.none(),
        required=False,
        empty_label="Not received",
    )
    helper = DesignSystemHelper(
        DateInput("outcome_on", legend_size=Size.SMALL),
        Textarea("summary"),
        Select("letter"),
        Button("Close this complaint", kind="warning"),
    )

    def __init__(self, data: Any = None, *, complaint: Complaint) -> None:
        super().__init__(data)
        self.fields["letter"].queryset = sendable(complaint)  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    finding = forms.TypedChoiceField(
        label="What did you find?",
        coerce=Finding,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you found"},
    )
    done_to_resolve = words("What was done to resolve it?", "", optional=True)
    satisfied_words = words(
        "How did the complainant say that they are satisfied?",
        "",
        "In their own words. Needed if it is resolved.",
        optional=True,
    )
    reasons = words("Why?", "", "The complainant will read this.", optional=True)
    remedy = words("What will be put right, or learnt?", "", optional=True)

    def __init__(self, data: Any = None, *, allegation: Allegation, road: Road, route: str) -> None:
        names = ("finding", "done_to_resolve", "satisfied_words", "reasons", "remedy")
        super().__init__(data, initial={name: getattr(allegation, name) for name in names})
        allowed = findings_for(road, route)
        self.fields["version"] = version(allegation.complaint.case.version)
        choices = [(finding.value, finding.label) for finding in allowed]
        self.fields["finding"].choices = choices  # type: ignore[attr-defined]
        informal = Finding.RESOLVED in allowed
        asked = ("done_to_resolve", "satisfied_words") if informal else ("reasons", "remedy")
        for name in {"done_to_resolve", "satisfied_words", "reasons", "remedy"} - set(asked):
            del self.fields[name]
        self.helper = DesignSystemHelper(
            Radios("finding", legend_size=Size.SMALL),
            *(Textarea(name, rows=4) for name in asked),
            Button("Save finding"),
        )


class OutcomeForm(forms.Form):
    what_we_looked_at = words("What did we look at?", "Enter what we looked at")
    what_happens_next = words("What happens now?", "Enter what happens now")

    def __init__(self, data: Any = None, *, informal: bool) -> None:
        super().__init__(data)
        if informal:
            self.fields.clear()
        self.helper = DesignSystemHelper(
            *(Textarea(name) for name in self.fields), Button("Draft the outcome letter")
        )


def sendable(complaint: Complaint) -> Any:
    """The files of the complaint that may leave the office: none that is held or still being checked."""
    return Document.objects.filter(case=complaint.case_id, state__in=MAY_LEAVE).order_by("-added_at")
