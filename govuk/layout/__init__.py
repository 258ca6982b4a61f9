"""Layout objects for crispy-forms: each draws one component of the design system.

A layout object turns a bound field into the options of its partial in `templates/govuk/`, which
take the same names as the options of govuk-frontend's macros, in snake case. Nothing is drawn
by a Django widget, so no `required` attribute and no foreign class can slip in.
"""

from crispy_forms.layout import HTML

from govuk.layout.containers import Button, ButtonGroup, Details, Fieldset, Inset, Link, WarningText
from govuk.layout.controls import CharacterCount, FileUpload, PasswordInput, Select, Size, Textarea, TextInput
from govuk.layout.groups import Checkbox, Checkboxes, DateInput, Field, Radios, component_for

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
