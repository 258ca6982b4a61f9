"""What somebody answered, put together to be checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.urls import reverse

from complaints.public_form.evidence import File
from complaints.public_form.forms.finishing import EvidenceForm
from complaints.public_form.steps import Answers, Step, shown

OPTIONAL = " (optional)"


@dataclass(frozen=True)
class Row:
    step: Step
    question: str
    answer: str
    act: str = "Change"


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


def sections(answers: Answers, files: Iterable[File]) -> list[Section]:
    """The questions that were asked, in their order, and the files among them."""
    return [
        Section(title, [row for step in steps for row in _given(step, answers, files)])
        for title, steps in groupby(shown(answers), key=lambda step: step.section)
    ]


def progress(answers: Answers) -> list[dict[str, Any]]:
    """How far each part of the form is, as a task list."""
    parts = []
    for title, group in groupby(shown(answers), key=lambda step: step.section):
        steps = list(group)
        left = [step for step in steps if step.slug not in answers]
        words = "Completed" if not left else "Not started" if left == steps else "In progress"
        tag = {"text": words, "colour": "blue"} if left else None
        parts.append(
            {
                "title": {"text": title},
                "href": reverse("complain:step", args=[(left or steps)[0].slug]),
                "status": {"tag": tag, "text": words},
            }
        )
    return parts


@dataclass(frozen=True)
class Question:
    """A question as it is asked on paper."""

    label: str
    hint: str
    choices: list[str]


def asked(step: Step) -> list[Question]:
    return [
        Question(
            str(field.label),
            str(field.help_text),
            list(labels(field).values()) if isinstance(field, forms.ChoiceField) else [],
        )
        for field in step.form.base_fields.values()
    ]


def _given(step: Step, answers: Answers, files: Iterable[File]) -> list[Row]:
    if step.form is not EvidenceForm:
        return _rows(step, answers.get(step.slug, {}))
    return [Row(step, file.document.name, file.words) for file in files] or [
        Row(step, "Files", "None", "Add")
    ]


def _rows(step: Step, given: Any) -> list[Row]:
    fields = step.form.base_fields
    rows = [
        Row(step, str(field.label).removesuffix(OPTIONAL), _said(field, given.get(name)))
        for name, field in fields.items()
        if given.get(name) or given and str(field.label).endswith(OPTIONAL)
    ]
    return rows or [Row(step, step.title, "Not answered")]


def _said(field: forms.Field, value: str | None) -> str:
    if not value:
        return "Not answered"
    if isinstance(field, forms.ChoiceField):
        return labels(field).get(value, value)
    return value


def labels(field: forms.ChoiceField) -> dict[str, str]:
    """What each choice of a field is called, those in groups too."""
    found: dict[Any, Any] = {}
    choices: Any = field.choices
    for value, label in choices:
        found.update(dict(label) if isinstance(label, list | tuple) else {value: label})
    return {str(value): str(label) for value, label in found.items() if value}
