from typing import Any

from django import forms
from django.db.models import TextChoices

from casework.approvals.kinds import ApprovalKind
from casework.people.permissions import can_be_delegated_to
from casework.people.posts import Post
from govuk.fields import DateField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, DateInput, Radios, Select, Size, Textarea


class DelegateForm(forms.Form):
    post = forms.TypedChoiceField(
        label="Which post decides it?",
        choices=[
            ("", "Select a post"),
            *((post.value, post.label) for post in Post if can_be_delegated_to(post)),
        ],
        coerce=Post,
        error_messages={"required": "Select a post"},
    )
    instrument = Words(
        label="Under which instrument?",
        help_text="For example, scheme of governance 2026, part 4",
        max_length=200,
        error_messages={
            "required": "Enter the instrument",
            "max_length": "The instrument must be 200 characters or fewer",
        },
    )
    from_on = DateField(label="From which day?", subject="the first day", help_text="For example, 30 3 2026")
    helper = DesignSystemHelper(
        Select("post"),
        "instrument",
        DateInput("from_on", legend_size=Size.SMALL),
        Button("Continue"),
    )


class Answer(TextChoices):
    APPROVE = "approve", "Approve"
    RETURN = "return", "Return for changes"
    REFUSE = "refuse", "Refuse"


WHAT_FOLLOWS = {
    Answer.RETURN: "You agree in the main. Whoever asked mends what you say, and asks again.",
    Answer.REFUSE: "You do not agree. Whoever asked is told why, and has to think again.",
}


class DecideForm(forms.Form):
    answer = forms.TypedChoiceField(
        label="What do you decide?",
        choices=Answer,
        coerce=Answer,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    comment = Words(
        label="Comment",
        help_text="You must say why if you return or refuse it. Whoever asked will read this.",
        widget=forms.Textarea,
        required=False,
        max_length=4000,
        error_messages={"max_length": "Your comment must be 4,000 characters or fewer"},
    )
    helper = DesignSystemHelper(
        Radios("answer", legend_size=Size.MEDIUM, hints=WHAT_FOLLOWS),
        Textarea("comment", rows=4),
        Button("Decide"),
    )

    def __init__(self, data: Any = None, *, kind: ApprovalKind) -> None:
        super().__init__(data)
        if kind.must_be_approved:
            only = Answer.APPROVE
            self.fields["answer"].choices = [(only.value, only.label)]  # type: ignore[attr-defined]
            self.fields["comment"].help_text = "Whoever asked will read this."
            self.helper = DesignSystemHelper(
                Textarea("comment", rows=4), Button(only.label, name="answer", value=only.value)
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        if answer in {Answer.RETURN, Answer.REFUSE} and not cleaned.get("comment", "").strip():
            self.add_error("comment", f"Enter why you {answer.value} it")
        return cleaned
