"""A complaint taken down by a colleague: the public form's questions on one page, and how it came."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, localdate

from complaints.actions.receive import Person, Submission
from complaints.models import ContactBy, Role
from complaints.public_form.assembly import CONSENT
from complaints.public_form.fields import MOST_WORDS, Telephone, account, words
from complaints.workflow import Channel, Subject
from govuk.fields import DateField
from govuk.helper import DesignSystemHelper
from govuk.layout import (
    Button,
    ButtonGroup,
    CharacterCount,
    Checkbox,
    DateInput,
    Fieldset,
    Link,
    Radios,
    Size,
    Textarea,
    TextInput,
)

ME, NOBODY = "me", "nobody"
# Commissioners took office that day: Police Reform and Social Responsibility Act 2011.
FIRST_DAY = date(2012, 11, 22)


class IntakeForm(forms.Form):
    channel = forms.TypedChoiceField(
        label="How did it come?",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.ONLINE],
        coerce=Channel,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it came"},
    )
    made_on = DateField(
        label="When was it made?",
        subject="the day it was made",
        help_text="The day they rang, spoke to us or wrote. First contact is counted from it.",
    )
    received_on = DateField(
        label="When did it reach us? (optional)",
        subject="the day it reached us",
        required=False,
        help_text="Only if that was a later day, such as for a letter. Updates are counted from it.",
    )
    subject = forms.TypedChoiceField(
        label="Who or what is it about?",
        choices=Subject.choices,
        coerce=Subject,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who or what it is about"},
    )
    subject_name = words("Their names or numbers (optional)", most=200, what="The names")
    subject_description = account(
        "What else would identify them? (optional)", most=2000, what="What you wrote"
    )
    what_happened = account(
        "What happened?",
        required="Enter what happened",
        most=MOST_WORDS,
        what="What happened",
        help_text="In the complainant’s own words, as far as you can.",
    )
    when_it_happened = words("When did it happen? (optional)", most=300, what="When it happened")
    where_it_happened = words("Where did it happen? (optional)", most=300, what="Where it happened")
    what_is_wanted = account("What would they like to happen? (optional)", most=4000, what="What they want")
    is_anonymous = forms.BooleanField(label="They do not give their name", required=False)
    name = words("Full name", most=200, what="The name")
    email = forms.EmailField(
        label="E-mail address (optional)",
        required=False,
        error_messages={"invalid": "Enter an e-mail address, like name@example.com"},
    )
    telephone = Telephone(label="Telephone number (optional)", required=False, max_length=40)
    address = account("Address (optional)", most=500, what="The address")
    contact_by = forms.ChoiceField(
        label="How do they want to be reached? (optional)",
        choices=ContactBy.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    safe_contact = account("How can we reach them safely? (optional)", most=500, what="What you wrote")
    adjustments = account("What would make it easier for them? (optional)", most=2000, what="What you wrote")
    affected_name = words(
        "Name of the person it happened to, if they complain for somebody else (optional)",
        most=200,
        what="The name",
    )
    relationship = words("Who are they to that person? (optional)", most=120, what="Who they are")
    consent = forms.ChoiceField(
        label="Has that person agreed in writing? (optional)",
        choices=[("yes", "Yes"), ("no", "No, not yet"), ("cannot", "They cannot agree")],
        required=False,
        widget=forms.RadioSelect,
    )
    handler = forms.ChoiceField(
        label="Who handles it?",
        choices=[(ME, "I do"), (NOBODY, "Nobody yet")],
        initial=NOBODY,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who handles it"},
    )
    helper = DesignSystemHelper(
        Fieldset(
            "Receipt",
            Radios("channel", small=True, inline=True),
            DateInput("made_on"),
            DateInput("received_on"),
        ),
        Fieldset(
            "Subject",
            Radios("subject", small=True),
            TextInput("subject_name", spellcheck=False),
            Textarea("subject_description", rows=3),
        ),
        Fieldset(
            "Account",
            CharacterCount("what_happened", maximum=MOST_WORDS, threshold=75, rows=12),
            "when_it_happened",
            "where_it_happened",
            Textarea("what_is_wanted", rows=3),
        ),
        Fieldset(
            "Complainant",
            Checkbox("is_anonymous"),
            TextInput("name", spellcheck=False, autocomplete="off"),
            TextInput("email", spellcheck=False, autocomplete="off"),
            TextInput("telephone", width=20, autocomplete="off"),
            Textarea("address", rows=4, autocomplete="off"),
            Radios("contact_by", small=True, inline=True),
            Textarea("safe_contact", rows=3),
            Textarea("adjustments", rows=3),
        ),
        Fieldset(
            "For somebody else",
            TextInput("affected_name", spellcheck=False, autocomplete="off"),
            "relationship",
            Radios("consent", small=True, inline=True),
        ),
        Radios("handler", small=True, inline=True, legend_size=Size.MEDIUM),
        ButtonGroup(Button("Log the complaint"), Link("Cancel", "/complaints/")),
        form_id="intake",
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_made_on(self) -> date:
        made_on: date = self.cleaned_data["made_on"]
        if made_on > localdate(self.now):
            raise forms.ValidationError(
                "The day it was made must be today or in the past", code="day-month-year"
            )
        if made_on < FIRST_DAY:
            raise forms.ValidationError(
                "The day it was made must be after 21 November 2012, when this kind of office began",
                code="year",
            )
        return made_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        made_on, received_on = given.get("made_on"), given.get("received_on")
        if received_on and received_on > localdate(self.now):
            self.add_error("received_on", "The day it reached us must be today or in the past")
        elif made_on and received_on and received_on < made_on:
            self.add_error("received_on", "The day it reached us must not be before the day it was made")
        if not given.get("is_anonymous") and not given.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter their full name, or tick that they do not give it")
        self._check_way_to_reach(given)
        if given.get("affected_name") and not given.get("consent"):
            self.add_error("consent", "Select whether that person has agreed in writing")
        return given

    def _check_way_to_reach(self, given: dict[str, Any]) -> None:
        ways: dict[Any, tuple[str, str]] = {
            ContactBy.EMAIL: ("email", "Enter their e-mail address, or choose another way"),
            ContactBy.TELEPHONE: ("telephone", "Enter their telephone number, or choose another way"),
            ContactBy.POST: ("address", "Enter their address, or choose another way"),
        }
        missing = ways.get(given.get("contact_by"))
        if missing and not given.get("is_anonymous") and not given.get(missing[0]):
            self.add_error(*missing)

    @property
    def submission(self) -> Submission:
        given = self.cleaned_data
        people = [Person(role=Role.SUBJECT, name=given["subject_name"])] if given["subject_name"] else []
        if given["affected_name"]:
            people.append(Person(role=Role.AFFECTED, name=given["affected_name"]))
        if not given["is_anonymous"]:
            kept = ("name", "email", "telephone", "address", "contact_by", "safe_contact", "adjustments")
            people.append(
                Person(
                    role=Role.COMPLAINANT,
                    acts_for=given["relationship"],
                    has_consent=CONSENT.get(given["consent"]),
                    **{field: given[field] for field in kept},
                )
            )
        told = ("subject", "what_happened", "what_is_wanted", "when_it_happened", "where_it_happened")
        return Submission(
            people=tuple(people),
            subject_description=given["subject_description"],
            **{field: given[field] for field in told},
        )

    @property
    def made_at(self) -> datetime:
        return self._moment(self.cleaned_data["made_on"])

    @property
    def received_at(self) -> datetime:
        return self._moment(self.cleaned_data["received_on"] or self.cleaned_data["made_on"])

    def _moment(self, day: date) -> datetime:
        """Now for today; noon for an earlier day, of which nobody wrote down the hour."""
        if day == localdate(self.now):
            return self.now
        return datetime.combine(day, time(12), get_current_timezone()).astimezone(UTC)
