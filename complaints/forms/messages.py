from django import forms

from complaints.public_form.fields import account
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, Textarea


class AnswerForm(forms.Form):
    text = account(
        "Your message to the complainant",
        required="Enter a message",
        most=20_000,
        what="The message",
        help_text=("They read it on their own page. It does not count as the update that the law asks for."),
    )
    helper = DesignSystemHelper(Textarea("text", rows=6), Button("Send"))
