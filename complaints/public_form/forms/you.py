"""On whose behalf, who is complaining, and how to reach them."""

from typing import Any

from django import forms

from complaints.models import ContactBy
from complaints.public_form.fields import Telephone, account, words
from govuk.helper import DesignSystemHelper
from govuk.layout import Radios, Size, Textarea, TextInput

MYSELF, SOMEBODY_ELSE, SAW_IT = "myself", "somebody_else", "saw_it"
NAMED, ANONYMOUS = "named", "anonymous"
NO_CONTACT = "none"


class BehalfForm(forms.Form):
    behalf = forms.ChoiceField(
        label="Who did it happen to?",
        choices=[
            (MYSELF, "To me"),
            (SAW_IT, "To somebody else: I saw it, or it affected me too"),
            (SOMEBODY_ELSE, "To somebody else, and I am complaining for them"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who it happened to"},
    )
    helper = DesignSystemHelper(Radios("behalf", legend_size=Size.LARGE, heading=True), form_tag=False)


class ForWhomForm(forms.Form):
    name = words("Their full name", required="Enter their full name", most=200, what="Their name")
    relationship = words(
        "Who are you to them?",
        required="Enter who you are to them",
        most=120,
        what="Who you are to them",
        help_text="For example, their mother, their solicitor or a friend.",
    )
    consent = forms.ChoiceField(
        label="Have they agreed in writing that you may complain for them?",
        choices=[
            ("yes", "Yes"),
            ("no", "No, not yet"),
            ("cannot", "They cannot agree: a young child, too ill, or no longer alive"),
        ],
        widget=forms.RadioSelect,
        help_text=(
            "By law we need this in writing. An e-mail or a photograph of a signed note is enough. You can "
            "add it later in this form or send it to us afterwards."
        ),
        error_messages={"required": "Select whether they have agreed in writing"},
    )
    helper = DesignSystemHelper(
        TextInput("name", spellcheck=False, autocomplete="off"), "relationship", "consent", form_tag=False
    )


class YouForm(forms.Form):
    identity = forms.ChoiceField(
        label="Do you want to give your name?",
        choices=[(NAMED, "Yes"), (ANONYMOUS, "No, I want to stay anonymous")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you want to give your name"},
    )
    name = words("Your full name", most=200, what="Your name")
    helper = DesignSystemHelper(
        Radios(
            "identity",
            legend_size=Size.LARGE,
            heading=True,
            reveal={NAMED: TextInput("name", spellcheck=False, autocomplete="name")},
            hints={
                ANONYMOUS: (
                    "We will read your complaint, but we cannot contact you, so it may come to nothing. You "
                    "will get a code. Only with it can you open your complaint’s page, to answer our "
                    "questions and read what we find."
                )
            },
        ),
        form_tag=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("identity") == NAMED and not given.get("name") and not self.errors:
            self.add_error("name", "Enter your full name")
        return given


class ReachForm(forms.Form):
    contact_by = forms.ChoiceField(
        label="How should we reach you?",
        choices=[*ContactBy.choices, (NO_CONTACT, "Do not contact me")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we should reach you"},
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        error_messages={"invalid": "Enter an e-mail address, like name@example.com"},
    )
    telephone = Telephone(label="Telephone number", required=False, max_length=40)
    address = account("Address", most=500, what="The address")
    safe_contact = account(
        "Is there anything we must know to reach you safely? (optional)",
        most=500,
        what="What you wrote",
        help_text=(
            "One of us reads this before we ring you or write to you. Our computer sends you nothing on its "
            "own once you write something here. "
            "For example, never write to my home, do not leave a message, or ring before 3 o’clock."
        ),
    )
    helper = DesignSystemHelper(
        Radios(
            "contact_by",
            legend_size=Size.LARGE,
            heading=True,
            reveal={
                ContactBy.EMAIL: TextInput("email", spellcheck=False, autocomplete="email"),
                ContactBy.TELEPHONE: TextInput("telephone", width=20, autocomplete="tel"),
                ContactBy.POST: Textarea("address", rows=4, autocomplete="street-address"),
            },
            hints={NO_CONTACT: "We cannot ask you questions. You can read what we find on your own page."},
            dividers={NO_CONTACT: "or"},
        ),
        Textarea("safe_contact", rows=3),
        form_tag=False,
    )
    WAYS = {
        ContactBy.EMAIL: ("email", "Enter your e-mail address"),
        ContactBy.TELEPHONE: ("telephone", "Enter your telephone number"),
        ContactBy.POST: ("address", "Enter your address"),
    }

    def clean(self) -> dict[str, Any]:
        """Keep the chosen way only: an address beside it was not given to be used."""
        given = super().clean() or {}
        chosen = given.get("contact_by")
        for way, (name, missing) in self.WAYS.items():
            if way != chosen:
                given[name] = ""
                self.errors.pop(name, None)
            elif not given.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return given


class AdjustmentsForm(forms.Form):
    adjustments = account(
        "Would anything make it easier for you to deal with us? (optional)",
        most=2000,
        what="What you wrote",
        help_text=(
            "For example, large print, an interpreter, British Sign Language, somebody to speak for you, or "
            "more time to answer."
        ),
    )
    helper = DesignSystemHelper(Textarea("adjustments", label_size=Size.LARGE, heading=True), form_tag=False)
