"""Fields that several forms of a complaint share."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.timezone import localdate, make_aware

from casework.documents.models import Document
from casework.people.models import User
from casework.people.queries import as_choices, people_with
from casework.people.roles import HANDLE_COMPLAINT
from complaints.models import Party
from govuk.fields import Words

TYPED_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>[0-5]\d))?(?P<half>[ap]m)?")
MOST = 4000


def words(label: str, required: str, help_text: str = "", *, optional: bool = False) -> forms.CharField:
    """A few sentences, refused in words when there are none or too many."""
    return Words(
        label=label,
        help_text=help_text,
        required=not optional,
        max_length=MOST,
        widget=forms.Textarea,
        error_messages={"required": required, "max_length": f"Use {MOST:,} characters or fewer"},
    )


def line(label: str, required: str = "", help_text: str = "", *, most: int = 200) -> forms.CharField:
    return Words(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=most,
        error_messages={"required": required, "max_length": f"Use {most} characters or fewer"},
    )


class ClockTime(forms.CharField):
    """A time of day as people write it: 2pm, 2.30 p.m., 14:30, 1430. A bare 2 could be either."""

    default_error_messages: ClassVar = {"invalid": "Enter a time, like 2pm, 2.30pm or 14:30"}

    def clean(self, value: Any) -> time | None:
        typed = re.sub(r"[\s]|(?<=[ap])\.|(?<=m)\.", "", super().clean(value).lower())
        if not typed:
            return None
        found = TYPED_TIME.fullmatch(typed)
        if found is None or not (found["minute"] or found["half"]):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if hour > 23 or (found["half"] and not 1 <= hour <= 12):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if found["half"]:
            hour = hour % 12 + 12 * (found["half"] == "pm")
        return time(hour, minute)


def clock_time(label: str, required: str) -> ClockTime:
    return ClockTime(
        label=label, help_text="For example, 2.30pm or 14:30", error_messages={"required": required}
    )


def person(label: str, *, required: str = "", empty: str, me: User, at: datetime) -> forms.TypedChoiceField:
    """Somebody who may handle a complaint that day, by post; cleans to the person."""
    able = people_with(HANDLE_COMPLAINT, localdate(at))
    return forms.TypedChoiceField(
        label=label,
        choices=[("", empty), *as_choices(able, me=me)],
        coerce=lambda key: User.objects.get(pk=key),
        empty_value=None,
        required=bool(required),
        error_messages={"required": required},
    )


class PartyChoice(forms.ModelChoiceField):
    """Somebody in the complaint, by name and role."""

    def label_from_instance(self, obj: Party) -> str:
        return f"{obj.name}, {obj.get_role_display().lower()}" if obj.name else obj.get_role_display()


class _ByGroup(ModelChoiceIterator):
    """The categories under the letter and name of their group."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for heading, members in groupby(self.queryset, key=lambda row: f"{row.group} {row.group_name}"):
            yield heading, [self.choice(row) for row in members]


class CategoryChoice(forms.ModelChoiceField):
    iterator = _ByGroup


class DocumentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Document) -> str:
        return obj.name


class DocumentChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Document) -> str:
        return obj.name


def version(number: int) -> forms.IntegerField:
    """What the page was read at, so that a stale save is refused."""
    return forms.IntegerField(widget=forms.HiddenInput, initial=number)


def moment(day: Any, at_time: time | None) -> datetime:
    return make_aware(datetime.combine(day, at_time or time(12)))
