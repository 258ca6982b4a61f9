"""Forms for the log: who handles it, who it is about, who is in it, what is alleged."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import F
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.timezone import localdate

from casework.people.models import User
from complaints.actions.people import Details
from complaints.forms import fields
from complaints.forms.fields import CategoryChoice, PartyChoice, line, person, words
from complaints.models import Allegation, Category, Complaint, ContactBy, Factor, Party, Role
from complaints.workflow import Road, Subject
from govuk.fields import Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, Checkbox, Checkboxes, Radios, Select, Size, Textarea, TextInput


class LogForm(forms.Form):
    def __init__(self, data: Any = None, *, me: User, at: datetime) -> None:
        super().__init__(data)
        self.fields["handler"] = person("Who will handle it?", empty="Nobody yet", me=me, at=at)

    helper = DesignSystemHelper(Select("handler"), Button("Log this complaint"))


class AssignForm(forms.Form):
    def __init__(self, data: Any = None, *, now: User | None, me: User, at: datetime) -> None:
        super().__init__(data, initial={"handler": now.pk if now else ""})
        nobody = "Nobody: leave it unassigned"
        self.fields["handler"] = person("Who will handle it?", empty=nobody, me=me, at=at)

    helper = DesignSystemHelper(Select("handler"), Button("Save"))


class RerouteForm(forms.Form):
    subject = forms.TypedChoiceField(
        label="Who is it about?",
        choices=Subject.choices,
        coerce=Subject,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who it is about"},
    )
    reason = words("How do you know?", "Enter how you know who it is about")
    helper = DesignSystemHelper(
        Radios("subject", legend_size=Size.SMALL),
        Textarea("reason", rows=4),
        Button("Change who it is about", kind="warning"),
    )


class DelegatedCommandForm(forms.Form):
    explanation = words(
        "Why is this about delegated command?",
        "Enter why this is about delegated command",
        "The complainant reads this in a letter that leaves at once.",
    )
    helper = DesignSystemHelper(
        Textarea("explanation"), Button("Tell the complainant and pass it on", kind="warning")
    )


class PartyForm(forms.Form):
    role = forms.TypedChoiceField(
        label="What are they in this complaint?",
        choices=[choice for choice in Role.choices if choice[0] != Role.COMPLAINANT],
        coerce=Role,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they are in this complaint"},
    )
    name = line("Name")
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        error_messages={"invalid": "Enter an e-mail address like name@example.com"},
    )
    telephone = line("Telephone number", most=40)
    address = Words(label="Postal address", required=False, widget=forms.Textarea)
    contact_by = forms.ChoiceField(
        label="How do they want to be reached?",
        choices=[("", "Not said"), *ContactBy.choices],
        required=False,
    )
    adjustments = words("What makes it easier for them to deal with us?", "", optional=True)
    has_consent = forms.BooleanField(
        label="The person it happened to has agreed in writing that they complain", required=False
    )

    def __init__(self, data: Any = None, *, party: Party | None = None, version: int = 0) -> None:
        described = ("name", "email", "telephone", "address", "contact_by", "adjustments")
        super().__init__(data, initial={name: getattr(party, name) for name in described} if party else None)
        self.party = party
        first = []
        if party:
            del self.fields["role"]
            self.fields["version"] = fields.version(version)
        else:
            first = [Radios("role", legend_size=Size.SMALL)]
        lacks_consent = party is not None and party.has_consent is False
        if not lacks_consent:
            del self.fields["has_consent"]
        self.helper = DesignSystemHelper(
            *first,
            TextInput("name"),
            TextInput("email", spellcheck=False),
            TextInput("telephone", width=20),
            Textarea("address", rows=4),
            Select("contact_by"),
            Textarea("adjustments", rows=3),
            *([Checkbox("has_consent")] if lacks_consent else []),
            Button("Save"),
        )

    def details(self) -> Details:
        typed: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if name not in {"role", "version"}
        }
        if self.party:
            typed = {"acts_for": self.party.acts_for, "has_consent": self.party.has_consent} | typed
        return Details(**typed)


class IdentifyForm(forms.Form):
    user = forms.ModelChoiceField(
        label="Which of our people is it?",
        queryset=User.objects.filter(is_active=True).order_by("name"),
        empty_label="Select a person",
        error_messages={"required": "Select which of our people it is"},
    )
    helper = DesignSystemHelper(Select("user"), Button("Raise the wall", kind="warning"))


STAFF_CATEGORY = (
    "The national categories are written for the police. Select the nearest, or L1 Other if none fits."
)


class AllegationForm(forms.Form):
    """The codes offered are those in use on the day the complaint was made."""

    text = words(
        "What is alleged?",
        "Enter what is alleged",
        "The outcome letter says “You complained:” and then these words. Write them to the complainant.",
    )
    category = CategoryChoice(
        label="Category",
        help_text="One for each allegation. If two fit, write two allegations.",
        queryset=Category.objects.none(),
        empty_label="Select a category",
        error_messages={"required": "Select a category"},
    )
    factors = forms.ModelMultipleChoiceField(
        label="What was the situation?",
        help_text="Select all that apply.",
        queryset=Factor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what the situation was, or “None of these”"},
    )
    about = PartyChoice(
        label="Who is it about?",
        queryset=Party.objects.none(),
        required=False,
        empty_label="Nobody in particular",
    )

    def __init__(
        self, data: Any = None, *, complaint: Complaint, allegation: Allegation | None = None
    ) -> None:
        kept = None
        if allegation:
            kept = {
                "text": allegation.text,
                "category": allegation.category_id,
                "factors": list(allegation.factors.values_list("pk", flat=True)),
                "about": allegation.about_id,
            }
        super().__init__(data, initial=kept)
        if allegation:
            self.fields["version"] = fields.version(complaint.case.version)
        day = localdate(complaint.made_at)
        self.fields["category"].queryset = (  # type: ignore[attr-defined]
            Category.objects.on(day).order_by("group", Length("code"), "code")
        )
        self.fields["factors"].queryset = (  # type: ignore[attr-defined]
            Factor.objects.on(day).order_by(Exact(F("code"), Factor.NONE), "name")
        )
        self.fields["about"].queryset = complaint.parties.filter(role=Role.SUBJECT)  # type: ignore[attr-defined]
        layout: list[Any] = [Textarea("text"), Select("category"), Select("about")]
        if complaint.road == Road.STAFF:
            # The national codes are written for policing, and their situations never fit an office.
            self.fields["category"].help_text = STAFF_CATEGORY
            del self.fields["factors"]
        else:
            layout.append(Checkboxes("factors", small=True, legend_size=Size.SMALL, classes="app-columns"))
        self.helper = DesignSystemHelper(*layout, Button("Save allegation"))
