"""What the templates of the design system need and Django's own tags do not offer. A template builtin."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from govuk.errors import ErrorItem, error_list
from govuk.fields import DateInput
from govuk.helper import DesignSystemHelper
from govuk.layout import HTML, Button, component_for

register = template.Library()

ONCE = "once"


@register.simple_tag
def once() -> str:
    """A key that is this form's own as it was drawn: sent twice, it comes twice."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE, uuid.uuid4())


@register.filter
def attribute(value: Any, name: str) -> str:
    """` name="value"`, ` name` for True, and nothing for what is missing, empty or False."""
    if value is True:
        return format_html(" {}", name)
    if value is None or value is False or value == "":
        return SafeString("")
    return format_html(' {}="{}"', name, value)


@register.filter
def said(value: Any, name: str) -> str:
    """` name="true"` or ` name="false"`, and nothing when neither was said."""
    return attribute(str(value).lower(), name) if value in (True, False) else SafeString("")


@register.filter
def attributes(values: Mapping[str, Any] | str) -> str:
    """A mapping as HTML attributes."""
    if not isinstance(values, Mapping):
        return SafeString("")
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in values.items()))


def _attribute(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return attribute(value["value"], name) if value.get("optional") else _attribute(name, value["value"])
    return attribute(value, name) or format_html(' {}=""', name)


# Joined here as options() are: a list has twenty-five.
ROW_CHECKBOX = (
    '<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">'
    '<div class="govuk-checkboxes__item">'
    '<input class="govuk-checkboxes__input" id="choose-{1}" name="{0}" type="checkbox" value="{1}">'
    '<label class="govuk-label govuk-checkboxes__label" for="choose-{1}">'
    '<span class="govuk-visually-hidden">Choose {1}</span></label></div></div>'
)


@register.simple_tag
def row_checkbox(name: str, value: str) -> SafeString:
    """A small checkbox that chooses a row of a table, its label read out but not shown."""
    return format_html(ROW_CHECKBOX, name, value)


@register.filter
def options(items: Iterable[Mapping[str, Any]]) -> str:
    """The options of a list box. Joined here: a template's own loop takes ten times as long."""
    return SafeString("".join(map(_option, items)))


def _option(item: Mapping[str, Any]) -> str:
    value, text = conditional_escape(item["value"]), conditional_escape(item["text"])
    marks = (" selected" if item["selected"] else "") + (" disabled" if item["disabled"] else "")
    return f'<option value="{value}"{marks}>{text}</option>'


@register.simple_tag(takes_context=True)
def described_by(context: Context) -> str:
    """The ids that `aria-describedby` names: what came before, then the hint, then the error."""
    fieldset = context.get("fieldset") or {}
    before = fieldset.get("described_by") or context.get("described_by")
    control = context.get("id")
    hint = f"{control}-hint" if context.get("hint") else ""
    error = f"{control}-error" if context.get("error_message") else ""
    return " ".join(part for part in (before, hint, error) if part)


@register.simple_tag
def design_system_field(bound_field: Any) -> str:
    """A field named in a layout by its name alone, drawn by the component that fits its widget."""
    return component_for(bound_field).draw(bound_field)


@register.simple_tag(takes_context=True)
def design_system_form(
    context: Context, form: BaseForm, button: str, *, action: str = "", kind: str = ""
) -> str:
    """A form of somebody else's, without a helper: its fields in their order, then one button."""
    helper = DesignSystemHelper(
        *form.fields, HTML("{{ redirect_field }}"), Button(button, kind=kind), action=action
    )
    passed = {name: context.get(name, "") for name in ("csrf_token", "redirect_field")}
    return str(render_crispy_form(form, helper, passed))


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """What the page title starts with when a form on the page was refused."""
    return "Error: " if any(_errors(context)) else ""


@register.simple_tag(takes_context=True)
def page_errors(context: Context) -> list[ErrorItem]:
    """Every error of every form on the page, in the order of the controls."""
    return list(_errors(context))


def _errors(context: Context) -> Iterator[ErrorItem]:
    named: Iterable[Any] = context.flatten().values()
    forms = {id(value): value for value in named if _is_refused(value)}
    for form in forms.values():
        yield from error_list(form)


def _is_refused(value: Any) -> bool:
    return isinstance(value, BaseForm | BaseFormSet) and value.is_bound and not value.is_valid()


@register.simple_tag(takes_context=True)
def choice_state(context: Context) -> dict[str, Any]:
    """The id, tick and description of one radio or checkbox, from its item and its group."""
    item, position = context["item"], context["position"]
    # The first has no number, so that the error summary can link to it.
    number = "" if position == 1 else f"-{position}"
    control = item.get("id") or f"{context['id']}{number}"
    hinted = (item.get("hint") or {}).get("text")
    describing = "" if context.get("fieldset") or context["component"] == "radios" else context["describing"]
    return {
        "id": control,
        "checked": _is_checked(item, context),
        "described_by": " ".join(filter(None, [describing, f"{control}-item-hint" if hinted else ""])),
    }


def _is_checked(item: Mapping[str, Any], context: Context) -> bool:
    if item.get("checked") is not None:
        return bool(item["checked"])
    return item["value"] in (context.get("values") or [context.get("value") or None])


@register.simple_tag(takes_context=True)
def any_row_has_actions(context: Context) -> bool:
    """Whether a summary list needs its third column."""
    return any((row.get("actions") or {}).get("items") for row in context["rows"] if row)


@register.simple_tag(takes_context=True)
def date_boxes(context: Context) -> list[dict[str, Any]]:
    """The boxes of a date input with what was not said filled in: names, ids, widths, which are wrong."""
    parts: list[tuple[str, Any]] = [(part, context.get(part, {})) for part in DateInput.PARTS]
    named = [{"name": part, **box} for part, box in parts if box is not False]
    year = (context.get("year") or {}).get("name", "year")
    boxes = context.get("items") or named
    values = {part: box["value"] for part, box in parts if box and "value" in box} | (
        context.get("values") or {}
    )
    none_is_named = bool(context.get("error_message")) and not any(map(_is_wrong, boxes))
    prefix = f"{context['name_prefix']}-" if context.get("name_prefix") else ""
    return [
        {
            **box,
            "name": f"{prefix}{box['name']}",
            "id": box.get("id") or f"{context.get('id')}-{box['name']}",
            "label": box.get("label") or box["name"].capitalize(),
            "value": box.get("value", values.get(f"{prefix}{box['name']}", values.get(box["name"]))),
            "classes": box.get("classes", ""),
            "width": 4 if box["name"] in ("year", year) else 2,
            "error": _is_wrong(box) or none_is_named and box.get("error") is not False,
        }
        for box in boxes
        if box
    ]


def _is_wrong(box: Mapping[str, Any]) -> bool:
    return bool(box.get("error")) or "govuk-input--error" in box.get("classes", "")
