from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from casework.letters import tree
from casework.letters.content import SIGNATURE
from casework.letters.models import Letter
from casework.letters.purposes import purpose_of
from govuk.fields import DateField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, DateInput, Size, Textarea, TextInput

LONGEST = 20_000


class LetterForm(forms.Form):
    """The fields of one letter's template. What came from the case as sections is changed there, not here.

    Nor does anybody choose who signs what leaves without an approval.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, letter: Letter, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"version": letter.version, **letter.fields})
        template = letter.template
        alone, approved = tree.fields_alone(template.body), purpose_of(letter).needs_approval
        controls: list[object] = []
        for name in tree.fields_of(f"{template.subject}\n\n{template.body}"):
            is_signature = name in SIGNATURE
            if isinstance(letter.fields.get(name), list) or is_signature and not approved:
                continue
            is_long = name in alone and not is_signature
            label = tree.in_words(name)
            self.fields[name] = Words(
                label=label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea if is_long else forms.TextInput,
                error_messages={"max_length": f"{label} must be {LONGEST:,} characters or fewer"},
            )
            controls.append(
                Textarea(name, rows=6, label_size=Size.SMALL)
                if is_long
                else TextInput(name, label_size=Size.SMALL)
            )
        self.helper = DesignSystemHelper("version", *controls, Button("Save and show it"))

    def fields_typed(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PostedForm(forms.Form):
    proof = Words(
        label="What proves that it was posted?",
        help_text="For example, the number on the certificate of posting.",
        max_length=200,
        error_messages={
            "required": "Enter what proves that it was posted",
            "max_length": "What proves it must be 200 characters or fewer",
        },
    )
    helper = DesignSystemHelper(TextInput("proof"), Button("It was posted today"))


class ReturnedForm(forms.Form):
    provided_on = DateField(
        label="On which day was its reader given it after all?",
        help_text="For example, 27 3 2026. Dates counted from the letter are counted from this day.",
        subject="the day its reader was given it",
    )
    helper = DesignSystemHelper(
        DateInput("provided_on", legend_size=Size.SMALL), Button("Move the day it was provided")
    )

    def __init__(self, today: date, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.today = today

    def clean_provided_on(self) -> date:
        provided_on: date = self.cleaned_data["provided_on"]
        if provided_on > self.today:
            raise forms.ValidationError("The day its reader was given it must be today or in the past")
        return provided_on
