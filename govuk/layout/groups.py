"""Fields with several controls and so a legend, and the choice of a component for a widget."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from govuk.errors import wrong_parts
from govuk.fields import DateInput as DateWidget
from govuk.layout.controls import (
    Component,
    FileUpload,
    Options,
    PasswordInput,
    Select,
    Size,
    Textarea,
    TextInput,
    choice,
    optgroups,
)

Revealed = Any  # a field's name, a layout object, or a list of them


class Group(Component):
    """A field with several controls and so a legend."""

    def __init__(
        self, field: str, *, legend_size: Size | None = None, heading: bool = False, **options: Any
    ) -> None:
        super().__init__(field, **options)
        self.legend_size = legend_size
        self.heading = heading

    def options(self, bound: BoundField, context: Context | None) -> Options:
        legend = {
            "text": bound.label,
            "classes": f"govuk-fieldset__legend--{self.legend_size}" if self.legend_size else "",
            "is_page_heading": self.heading,
        }
        return super().options(bound, context) | {"fieldset": {"legend": legend}}


class Choices(Group):
    """Radios or checkboxes. What a choice reveals is named by the choice's value.

    `hints` and `dividers` (the word above a choice) are by value too.
    """

    def __init__(
        self,
        field: str,
        *,
        reveal: Mapping[str, Revealed] | None = None,
        hints: Mapping[str, str] | None = None,
        dividers: Mapping[str, str] | None = None,
        small: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(field, **options)
        self.reveal = {str(value): revealed for value, revealed in (reveal or {}).items()}
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.dividers = {str(value): word for value, word in (dividers or {}).items()}
        self.small = small

    def options(self, bound: BoundField, context: Context | None) -> Options:
        options = super().options(bound, context)
        options["items"] = self.items(bound, context)
        options["id_prefix"] = options["id"]
        return options

    def items(self, bound: BoundField, context: Context | None) -> list[Options]:
        items: list[Options] = []
        number = 0
        for _, members in optgroups(bound):
            for option in members:
                item = choice(option)
                if item["value"] in self.dividers:
                    items.append({"divider": self.dividers[item["value"]]})
                number += 1
                item["id"] = bound.auto_id if number == 1 else f"{bound.auto_id}-{number}"
                item["checked"] = item.pop("selected")
                item["hint"] = {"text": self.hints.get(item["value"], "")}
                item["conditional"] = {"text": self.revealed(item["value"], bound, context)}
                items.append(item)
        return items

    def revealed(self, value: str, bound: BoundField, context: Context | None) -> str:
        revealed = self.reveal.get(value, ())
        parts = [revealed] if isinstance(revealed, str | LayoutObject | Component) else revealed
        return SafeString("".join(render_field(part, bound.form, context or Context()) for part in parts))


class Radios(Choices):
    template = "govuk/radios.html"

    def __init__(self, field: str, *, inline: bool = False, **options: Any) -> None:
        super().__init__(field, **options)
        modifiers = {"govuk-radios--inline": inline, "govuk-radios--small": self.small}
        self.classes = " ".join(
            [*(name for name, wanted in modifiers.items() if wanted), self.classes]
        ).strip()


class Checkboxes(Choices):
    """`exclusive` is the value of the choice that unticks the others."""

    template = "govuk/checkboxes.html"

    def __init__(self, field: str, *, exclusive: str = "", **options: Any) -> None:
        super().__init__(field, **options)
        self.exclusive = exclusive
        if self.small:
            self.classes = f"govuk-checkboxes--small {self.classes}".strip()

    def items(self, bound: BoundField, context: Context | None) -> list[Options]:
        items = super().items(bound, context)
        for item in items:
            if self.exclusive and item.get("value") == self.exclusive:
                item["behaviour"] = "exclusive"
        return items


class Checkbox(Component):
    """One box to tick: a BooleanField."""

    template = "govuk/checkboxes.html"

    def options(self, bound: BoundField, context: Context | None) -> Options:
        options = super().options(bound, context)
        item = {"value": "on", "text": bound.label, "checked": bool(bound.value()), "id": bound.auto_id}
        return options | {"items": [item], "id_prefix": bound.auto_id}


class DateInput(Group):
    """Day, month and year of a DateField; the boxes that are wrong are marked."""

    template = "govuk/date_input.html"

    def __init__(self, field: str, *, birthday: bool = False, **options: Any) -> None:
        super().__init__(field, **options)
        self.birthday = birthday

    def options(self, bound: BoundField, context: Context | None) -> Options:
        wrong = wrong_parts(bound) if bound.errors else []
        typed = bound.field.widget.format_value(bound.value())
        options = super().options(bound, context)
        options["items"] = [
            {
                "id": f"{bound.auto_id}-{part}",
                "name": f"{bound.html_name}-{part}",
                "label": part.capitalize(),
                "value": getattr(typed, part),
                "error": part in wrong,
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}",
                "autocomplete": f"bday-{part}" if self.birthday else "",
            }
            for part in DateWidget.PARTS
        ]
        return options


class Field(Component):
    """Draws a field with the component that fits its widget."""

    def draw(self, bound: BoundField, context: Context | None = None) -> str:
        return component_for(bound).draw(bound, context)


def component_for(bound: BoundField) -> Component:
    widget = bound.field.widget
    for widget_class, component in _BY_WIDGET:
        if isinstance(widget, widget_class):
            return component(bound.name)
    return TextInput(bound.name)


# The first that fits: a subclass stands before its base.
_BY_WIDGET: tuple[tuple[type[forms.Widget], type[Component]], ...] = (
    (DateWidget, DateInput),
    (forms.CheckboxSelectMultiple, Checkboxes),
    (forms.RadioSelect, Radios),
    (forms.CheckboxInput, Checkbox),
    (forms.Select, Select),
    (forms.Textarea, Textarea),
    (forms.PasswordInput, PasswordInput),
    (forms.FileInput, FileUpload),
)
