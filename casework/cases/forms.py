from collections.abc import Mapping
from typing import Any

from django import forms

from casework.cases.models import Case, CaseAccess, Wall
from casework.people.models import User
from govuk.fields import Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, Radios, Select, Size, Textarea


def reason_field(label: str, help_text: str = "") -> forms.CharField:
    return Words(
        label=label,
        help_text=help_text,
        widget=forms.Textarea,
        max_length=2000,
        error_messages={
            "required": "Enter the reason",
            "max_length": "The reason must be 2,000 characters or fewer",
        },
    )


class EmergencyAccessForm(forms.Form):
    reason = reason_field(
        "Why do you need to see it now?", "The Monitoring Officer reads this straight away."
    )
    helper = DesignSystemHelper(Textarea("reason", rows=4), Button("Open for four hours", kind="warning"))


class RaiseWallForm(forms.Form):
    person = forms.ModelChoiceField(
        label="Who must not see this case?",
        queryset=User.objects.filter(is_active=True).order_by("name"),
        empty_label="Select a person",
        error_messages={"required": "Select who must not see it"},
    )
    source = forms.TypedChoiceField(
        label="What is it based on?",
        choices=[choice for choice in Wall.Source.choices if choice[0] != Wall.Source.POST],
        coerce=Wall.Source,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is based on"},
    )
    reason = reason_field("Why?", "Only those who may raise a wall read this.")
    helper = DesignSystemHelper(
        Select("person"),
        Radios("source", legend_size=Size.SMALL),
        Textarea("reason", rows=4),
        Button("Raise the wall", kind="warning"),
    )


class LiftWallForm(forms.Form):
    reason = reason_field("Why may they see it again?")
    helper = DesignSystemHelper(Textarea("reason", rows=4), Button("Lift the wall", kind="warning"))


class NamePersonForm(forms.Form):
    person = forms.ModelChoiceField(
        label="Who should see this case?",
        queryset=User.objects.none(),
        empty_label="Select a person",
        error_messages={"required": "Select who should see it"},
    )
    reason = reason_field("Why?")
    helper = DesignSystemHelper(Select("person"), Textarea("reason", rows=4), Button("Name this person"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, case: Case) -> None:
        super().__init__(data)
        named = CaseAccess.objects.live().filter(case=case).values("person")
        # Somebody behind a wall stays in the list: leaving them out would say that there is a wall.
        people = User.objects.filter(is_active=True).exclude(pk__in=named).order_by("name")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
