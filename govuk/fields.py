"""Fields whose controls are not one HTML input."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may", "may"),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}


# Embeddings, overrides and isolates (Unicode Standard Annex 9) turn the line around them. No name needs one:
# letters have a direction of their own, and the marks U+200E and U+200F, which turn nothing, may stay.
# PostgreSQL cannot keep NUL.
DROPPED = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Words(forms.CharField):
    """Text as people write it, in any script: the one field for words.

    NUL is dropped, and so is what turns text around. A new line is one character,
    as the counter under the box counts it, and where only one line is asked for there is only one.
    """

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").translate(DROPPED)
        if isinstance(self.widget, forms.Textarea):
            return text.replace("\r\n", "\n").strip()
        return " ".join(text.splitlines()).strip()


class DateParts(NamedTuple):
    """A date as it was typed."""

    day: str
    month: str
    year: str


class DateInput(forms.Widget):
    """Three boxes for a date that a person remembers or can look up."""

    PARTS: ClassVar[tuple[str, str, str]] = DateParts._fields

    def format_value(self, value: Any) -> DateParts:
        if isinstance(value, date):
            return DateParts(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, DateParts) else DateParts("", "", "")

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> DateParts:
        return DateParts(*(str(data.get(f"{name}-{part}") or "").strip() for part in self.PARTS))

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> bool:
        return all(f"{name}-{part}" not in data for part in self.PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-{self.PARTS[0]}"


class DateField(forms.Field):
    """A date in three boxes. `subject` is how an error message names it: "the date it happened".

    An error's code names the boxes that are wrong ("month-year"), so that the link in the error
    summary lands on the first of them.
    """

    widget = DateInput

    def __init__(self, *, subject: str, **kwargs: Any) -> None:
        wording = {"required": f"Enter {subject}", **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=wording, **kwargs)
        self.subject = subject

    def to_python(self, value: DateParts | date | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        subject = self.subject[0].upper() + self.subject[1:]
        missing = [part for part, typed in zip(DateInput.PARTS, value, strict=True) if not typed]
        if missing:
            raise ValidationError(f"{subject} must include a {' and '.join(missing)}", code="-".join(missing))
        if not (len(value.year) == 4 and value.year.isascii() and value.year.isdigit()):
            raise ValidationError(f"{subject} must have a year of 4 numbers", code="year")
        month = MONTH_NUMBERS.get(value.month.lower()) or _number(value.month)
        if not 1 <= month <= 12:
            raise ValidationError(f"{subject} must have a real month", code="month")
        try:
            return date(int(value.year), month, _number(value.day))
        except ValueError:
            raise ValidationError(f"{subject} must be a real date", code="day-month-year") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        widget = DateInput()
        return widget.format_value(initial) != widget.format_value(data)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 2 else 0


class MultipleFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several files from one control; cleans to a list."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
        return [super(MultipleFileField, self).clean(file, initial) for file in files]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)  # no file chosen arrives as an empty list
