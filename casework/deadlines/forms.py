from django import forms

from casework.deadlines.queries import Target
from govuk.fields import DateField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, DateInput, Size, TextInput

LONGEST = 999  # of any unit: a year of working days is 253


class LengthForm(forms.Form):
    """The office's own length for a clock, in the unit that the clock counts."""

    number = forms.IntegerField(min_value=1, max_value=LONGEST)
    from_on = DateField(
        label="From which day?",
        subject="the first day",
        help_text="What starts from this day on is counted so. For example, 30 3 2026",
    )

    def __init__(self, target: Target, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        units = f"{target.clock.length.unit}s"
        out_of_range = f"The number of {units} must be between 1 and {LONGEST}"
        self.fields["number"].label = f"How many {units}?"
        self.fields["number"].help_text = f"Now it is {target.length}."
        self.fields["number"].error_messages |= {
            "required": f"Enter how many {units}",
            "invalid": f"The number of {units} must be a whole number",
            "min_value": out_of_range,
            "max_value": out_of_range,
        }
        self.helper = DesignSystemHelper(
            TextInput("number", width=3, suffix=units),
            DateInput("from_on", legend_size=Size.SMALL),
            Button("Continue"),
        )


class ConfirmForm(forms.Form):
    """The deadlines that were on the page when somebody confirmed that they move."""

    shown = Words(required=False)

    def clean_shown(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["shown"].split() if pk.isdecimal()}
