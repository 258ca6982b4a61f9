"""Forms for a complaint that may end early: what the complainant wants, and what follows from silence."""

from typing import Any

from django import forms

from complaints.forms.fields import words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, Radios, Size, Textarea


class WithdrawalForm(forms.Form):
    signed = forms.TypedChoiceField(
        label="Did the complainant, or somebody for them, sign that they withdraw?",
        choices=[
            ("yes", "Yes: close the complaint"),
            ("no", "No: write to ask, and give them 28 days"),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is signed"},
    )
    helper = DesignSystemHelper(Radios("signed", legend_size=Size.SMALL), Button("Continue", kind="warning"))


class WithdrawalReplyForm(forms.Form):
    reply = forms.ChoiceField(
        label="What did the complainant answer?",
        choices=[
            ("goes_on", "They go on with the complaint"),
            ("signed", "They signed that they withdraw"),
            ("silent", "Nothing, and the last day has passed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they answered"},
    )
    helper = DesignSystemHelper(Radios("reply", legend_size=Size.SMALL), Button("Save"))


class AfterProceedingsForm(forms.Form):
    """What the complainant wants once criminal proceedings have ended (PCMR 2020 reg 41)."""

    said = forms.ChoiceField(
        label="Does the complainant want it to go on?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the complainant wants"},
    )

    def __init__(self, data: Any = None, *, asked: bool, can_be_asked: bool) -> None:
        super().__init__(data)
        choices = {
            "wanted": "The proceedings have ended, and they want it to go on",
            "declined": "The proceedings have ended, and they do not want it to go on",
        }
        if not asked:
            then = "write to ask" if can_be_asked else "nobody can ask them, so decide without them"
            choices["silent"] = f"The proceedings have ended, and they have not said: {then}"
            choices["early"] = "The proceedings have not ended, but it need not wait for them any more"
        self.fields["said"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.helper = DesignSystemHelper(Radios("said", legend_size=Size.SMALL), Button("Continue"))


class PublicInterestForm(forms.Form):
    in_public_interest = forms.TypedChoiceField(
        label="Is it in the public interest to treat it as a recordable conduct matter?",
        choices=[("yes", "Yes: it goes on as a conduct matter"), ("no", "No: the complaint ends")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is in the public interest"},
    )
    reasons = words("Why?", "Enter why")
    helper = DesignSystemHelper(
        Radios("in_public_interest", legend_size=Size.SMALL),
        Textarea("reasons", rows=4),
        Button("Put it to approval", kind="warning"),
    )
