"""Fields with one control and so a label."""

from enum import StrEnum
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string

Options = dict[str, Any]


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
        for name in ("class", "cols", "rows", "required", "maxlength", "minlength", "placeholder"):
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
        return options | self.affixes | {"spellcheck": self.spellcheck}


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
            {"label": group, "items": [choice(option) for option in members]}
            for group, members in optgroups(bound)
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


def optgroups(bound: BoundField) -> list[tuple[str | None, list[Options]]]:
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    return [(group, members) for group, members, _ in widget.optgroups(bound.html_name, chosen)]


def choice(option: Options) -> Options:
    value = "" if option["value"] is None else str(option["value"])
    return {
        "value": value,
        "text": option["label"],
        "selected": option["selected"],
        "disabled": option["attrs"].get("disabled", False),
    }
