"""Layout objects for crispy-forms: each draws one component of the design system.

A layout object turns a bound field into the options of its partial in `templates/govuk/`, which
take the same names as the options of govuk-frontend's macros, in snake case. Nothing is drawn
by a Django widget, so no `required` attribute and no foreign class can slip in.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from crispy_forms.layout import HTML, LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from govuk.errors import wrong_parts
from govuk.fields import DateInput as DateWidget

__all__ = [
    "HTML",
    "Button",
    "ButtonGroup",
    "CharacterCount",
    "Checkbox",
    "Checkboxes",
    "DateInput",
    "Details",
    "Field",
    "Fieldset",
    "FileUpload",
    "Inset",
    "Link",
    "PasswordInput",
    "Radios",
    "Select",
    "Size",
    "TextInput",
    "Textarea",
    "WarningText",
    "component_for",
]

Options = dict[str, Any]
Revealed = str | LayoutObject | Sequence[str | LayoutObject]


class Size(StrEnum):
    """How large a label, legend or heading is."""

    SMALL = "s"
    MEDIUM = "m"
    LARGE = "l"
    EXTRA_LARGE = "xl"


class Component:
    """Draws one field. `attributes` are added to the control, underscores read as hyphens."""

    template: str

    def __init__(self, field: str, *, classes: str = "", hint: str = "", **attributes: Any) -> None:
        self.field = field
        self.classes = classes
        self.hint = hint
        self.attributes = {name.replace("_", "-"): value for name, value in attributes.items()}

    def render(self, form: forms.BaseForm, context: Context, template_pack: str = "", **kwargs: Any) -> str:
        form.rendered_fields.add(self.field)  # type: ignore[attr-defined]
        return self.draw(form[self.field], context)

    def draw(self, bound: BoundField, context: Context | None = None) -> str:
        return render_to_string(self.template, self.options(bound, context))

    def options(self, bound: BoundField, context: Context | None) -> Options:
        hint = self.hint or bound.help_text
        return {
            "id": bound.auto_id,
            "name": bound.html_name,
            "classes": self.classes,
            "disabled": bound.field.disabled,
            "attributes": dict(self.attributes),
            "hint": {"text": hint} if hint else None,
            "error_message": {"text": bound.errors[0]} if bound.errors else None,
        }


class Control(Component):
    """A field with one control and so a label."""

    def __init__(
        self, field: str, *, label_size: Size | None = None, heading: bool = False, **options: Any
    ) -> None:
        super().__init__(field, **options)
        self.label_size = label_size
        self.heading = heading

    def options(self, bound: BoundField, context: Context | None) -> Options:
        options = super().options(bound, context)
        options["label"] = {
            "text": bound.label,
            "classes": f"govuk-label--{self.label_size}" if self.label_size else "",
            "is_page_heading": self.heading,
        }
        options["value"] = bound.field.widget.format_value(bound.value())
        options["attributes"] = {**bound.field.widget.attrs, **options["attributes"]}
        # Length is refused in words by the form, never cut off in silence by the browser.
        for name in ("class", "cols", "rows", "required", "maxlength", "minlength"):
            options["attributes"].pop(name, None)
        return options


class TextInput(Control):
    """One line of text; its type follows the widget. `width` is a number of characters or a fraction."""

    template = "govuk/input.html"

    def __init__(
        self,
        field: str,
        *,
        width: int | str = "",
        prefix: str = "",
        suffix: str = "",
        spellcheck: bool | None = None,
        **options: Any,
    ) -> None:
        super().__init__(field, **options)
        fixed = isinstance(width, int)
        self.width = f"govuk-input--width-{width}" if fixed else f"govuk-!-width-{width}" if width else ""
        self.affixes = {"prefix": {"text": prefix}, "suffix": {"text": suffix}}
        self.spellcheck = spellcheck

    def options(self, bound: BoundField, context: Context | None) -> Options:
        options = super().options(bound, context)
        options["classes"] = f"{self.width} {self.classes}".strip()
        options["type"] = getattr(bound.field.widget, "input_type", "text")
        if options["type"] == "number":
            # A number box changes when it is scrolled over and drops what it cannot read.
            options |= {"type": "text", "inputmode": "numeric"}
        if self.spellcheck is not None:
            options["spellcheck"] = str(self.spellcheck).lower()
        return options | self.affixes


class PasswordInput(Control):
    template = "govuk/password_input.html"

    def options(self, bound: BoundField, context: Context | None) -> Options:
        options = super().options(bound, context)
        options["autocomplete"] = options["attributes"].pop("autocomplete", "")
        return options


class Textarea(Control):
    template = "govuk/textarea.html"

    def __init__(self, field: str, *, rows: int = 5, **options: Any) -> None:
        super().__init__(field, **options)
        self.rows = rows

    def options(self, bound: BoundField, context: Context | None) -> Options:
        return super().options(bound, context) | {"rows": self.rows}


class CharacterCount(Textarea):
    """A text area that says how many characters, or words, are left."""

    template = "govuk/character_count.html"

    def __init__(
        self, field: str, *, maximum: int = 0, words: int = 0, threshold: int = 0, **options: Any
    ) -> None:
        super().__init__(field, **options)
        self.limits = {
            "maxlength": maximum or None,
            "maxwords": words or None,
            "threshold": threshold or None,
        }

    def options(self, bound: BoundField, context: Context | None) -> Options:
        return super().options(bound, context) | self.limits


class Select(Control):
    template = "govuk/select.html"

    def options(self, bound: BoundField, context: Context | None) -> Options:
        options = super().options(bound, context)
        options["groups"] = [
            {"label": group, "items": [_choice(option) for option in members]}
            for group, members in _optgroups(bound)
        ]
        return options


class FileUpload(Control):
    """One file, or several where the field is a MultipleFileField."""

    template = "govuk/file_upload.html"

    def options(self, bound: BoundField, context: Context | None) -> Options:
        options = super().options(bound, context)
        options["multiple"] = getattr(bound.field.widget, "allow_multiple_selected", False)
        options["attributes"].pop("multiple", None)
        return options | {"javascript": True}


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
        for _, members in _optgroups(bound):
            for option in members:
                choice = _choice(option)
                if choice["value"] in self.dividers:
                    items.append({"divider": self.dividers[choice["value"]]})
                number += 1
                choice["id"] = bound.auto_id if number == 1 else f"{bound.auto_id}-{number}"
                choice["checked"] = choice.pop("selected")
                choice["hint"] = {"text": self.hints.get(choice["value"], "")}
                choice["conditional"] = {"text": self.revealed(choice["value"], bound, context)}
                items.append(choice)
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


class Container(LayoutObject):
    """Draws its fields inside a partial, as `text`."""

    template: str

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def container(self) -> Options:
        return {}

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> str:
        text = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.template, self.container() | {"text": text})


class Fieldset(Container):
    """Several fields under one legend."""

    template = "govuk/fieldset.html"

    def __init__(
        self, legend: str, *fields: Any, legend_size: Size = Size.MEDIUM, heading: bool = False
    ) -> None:
        super().__init__(*fields)
        self.legend = {
            "text": legend,
            "classes": f"govuk-fieldset__legend--{legend_size}",
            "is_page_heading": heading,
        }

    def container(self) -> Options:
        return {"legend": self.legend}


class Details(Container):
    """Fields that most people do not need, behind a summary."""

    template = "govuk/details.html"

    def __init__(self, summary: str, *fields: Any, open: bool = False) -> None:
        super().__init__(*fields)
        self.options = {"summary": summary, "open": open}

    def container(self) -> Options:
        return self.options


class ButtonGroup(Container):
    """Buttons and links side by side."""

    template = "govuk/button_group.html"


class Part(LayoutObject):
    """Draws a partial that needs no field."""

    template: str

    def __init__(self, **options: Any) -> None:
        self.fields: list[Any] = []
        self.options = options

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> str:
        return render_to_string(self.template, self.options)


class Button(Part):
    """Sends the form. `kind` is "secondary", "warning" or "inverse"."""

    template = "govuk/button.html"

    def __init__(
        self, text: str, *, name: str = "", value: str = "", kind: str = "", **attributes: Any
    ) -> None:
        attributes = {key.replace("_", "-"): given for key, given in attributes.items()}
        super().__init__(
            text=text,
            name=name,
            value=value,
            classes=f"govuk-button--{kind}" if kind else "",
            prevent_double_click="true",
            attributes=attributes,
        )


class Link(Part):
    template = "govuk/link.html"

    def __init__(self, text: str, href: str) -> None:
        super().__init__(text=text, href=href)


class Inset(Part):
    template = "govuk/inset_text.html"

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class WarningText(Part):
    template = "govuk/warning_text.html"

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


def _optgroups(bound: BoundField) -> list[tuple[str | None, list[Options]]]:
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    return [(group, members) for group, members, _ in widget.optgroups(bound.html_name, chosen)]


def _choice(option: Options) -> Options:
    value = "" if option["value"] is None else str(option["value"])
    return {
        "value": value,
        "text": option["label"],
        "selected": option["selected"],
        "disabled": option["attrs"].get("disabled", False),
    }
