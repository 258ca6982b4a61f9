from django import forms

from govuk.helper import DesignSystemHelper
from govuk.layout import Button


class FreezeForm(forms.Form):
    """Nothing to fill in: the page says what will happen, the button does it."""

    helper = DesignSystemHelper(Button("Freeze the figures"))
