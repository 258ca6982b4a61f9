"""The errors of a form or formset as the error summary lists them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet

from govuk.fields import DateInput


@dataclass(frozen=True)
class ErrorItem:
    text: str
    href: str = ""


def error_list(form: BaseForm | BaseFormSet) -> Iterator[ErrorItem]:
    """Each error once: those of the form as a whole, then those of its controls from the top down."""
    if isinstance(form, BaseFormSet):
        yield from (ErrorItem(str(text)) for text in form.non_form_errors())
        for member in form.forms:
            yield from error_list(member)
        return
    yield from (ErrorItem(str(text)) for text in form.non_field_errors())
    for field in form:
        if field.errors:
            href = "" if field.is_hidden else f"#{first_control(field)}"
            yield ErrorItem(str(field.errors[0]), href)


def first_control(field: BoundField) -> str:
    """The id of the control to mend: the first of a group, or the part of a date that is wrong."""
    if isinstance(field.field.widget, DateInput):
        return f"{field.auto_id}-{wrong_parts(field)[0]}"
    return str(field.auto_id)


def wrong_parts(field: BoundField) -> list[str]:
    """The boxes of a date that its first error is about; all three when it does not say."""
    errors = field.form.errors.as_data().get(field.name, [])
    named = str(errors[0].code).split("-") if errors else []
    parts = [part for part in DateInput.PARTS if part in named]
    return parts or list(DateInput.PARTS)
