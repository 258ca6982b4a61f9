"""Fields that several forms of a complaint share."""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.timezone import localtime, make_aware

from casework.documents.models import Document
from casework.people.models import User
from casework.people.queries import people_with
from casework.people.roles import HANDLE_COMPLAINT
from complaints.models import Party

TIMES = ["%H:%M", "%H.%M", "%H%M"]
MOST = 4000


def words(label: str, required: str, help_text: str = "", *, optional: bool = False) -> forms.CharField:
    """A few sentences, refused in words when there are none or too many."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=not optional,
        max_length=MOST,
        widget=forms.Textarea,
        error_messages={"required": required, "max_length": f"Use {MOST:,} characters or fewer"},
    )


def line(label: str, required: str = "", help_text: str = "", *, most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=most,
        error_messages={"required": required, "max_length": f"Use {most} characters or fewer"},
    )


def clock_time(label: str, required: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text="For example, 14:30",
        input_formats=TIMES,
        widget=forms.TextInput,
        error_messages={"required": required, "invalid": "Enter the time as hours and minutes, like 14:30"},
    )


def person(label: str, required: str, at: datetime) -> forms.ModelChoiceField:
    able = [user.pk for user in people_with(HANDLE_COMPLAINT, localtime(at).date())]
    return forms.ModelChoiceField(
        label=label,
        queryset=User.objects.filter(pk__in=able).order_by("name"),
        empty_label="Select a person",
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
