"""What stands round fields and between them."""

from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.template import Context
from django.template.loader import render_to_string

from govuk.layout.controls import Options, Size


class Container(LayoutObject):  # type: ignore[misc]
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


class Part(LayoutObject):  # type: ignore[misc]
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
            prevent_double_click=True,
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
