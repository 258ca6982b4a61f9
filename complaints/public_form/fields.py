from typing import Any

from django import forms

from govuk.fields import Words

MOST_WORDS = 100_000


def words(label: str, *, required: str = "", most: int, what: str, **options: Any) -> Words:
    """A box for words. `required` is the error when it is empty; `what` names it when it is too long."""
    errors = {
        "max_length": f"{what} must be {most:,} characters or less. You wrote more, and we kept all of it."
    }
    return Words(
        label=label,
        required=bool(required),
        max_length=most,
        error_messages=errors | ({"required": required} if required else {}),
        **options,
    )


def account(label: str, **options: Any) -> Words:
    return words(label, widget=forms.Textarea, **options)


class Telephone(Words):
    def clean(self, value: Any) -> str:
        number = str(super().clean(value))
        if number and sum(letter.isdigit() for letter in number) < 6:
            raise forms.ValidationError("Enter a telephone number, like 01632 960 001 or +44 808 157 0192")
        return number
