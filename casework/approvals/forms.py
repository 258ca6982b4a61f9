from typing import Any

from django import forms
from django.db.models import TextChoices

from govuk.helper import DesignSystemHelper
from govuk.layout import Button, Radios, Size, Textarea


class Answer(TextChoices):
    APPROVE = "approve", "Approve"
    RETURN = "return", "Return for changes"
    REFUSE = "refuse", "Refuse"


class DecideForm(forms.Form):
    answer = forms.TypedChoiceField(
        label="What do you decide?",
        choices=Answer,
        coerce=Answer,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    comment = forms.CharField(
        label="Comment",
        help_text="You must say why if you return or refuse it. Whoever asked will read this.",
        widget=forms.Textarea,
        required=False,
        max_length=4000,
        error_messages={"max_length": "Your comment must be 4,000 characters or fewer"},
    )
    helper = DesignSystemHelper(
        Radios("answer", legend_size=Size.MEDIUM),
        Textarea("comment", rows=4),
        Button("Decide"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        if answer in {Answer.RETURN, Answer.REFUSE} and not cleaned.get("comment", "").strip():
            self.add_error("comment", f"Enter why you {answer.value} it")
        return cleaned
