"""Evidence, the last check, and coming back to a form half filled in."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from casework.documents.kinds import ACCEPTED_IN_WORDS
from govuk.fields import MultipleFileField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import FileUpload, TextInput


class EvidenceForm(forms.Form):
    uploads = MultipleFileField(
        label="Choose files",
        required=False,
        allow_empty_file=True,
        error_messages={"required": "Choose a file"},
    )
    helper = DesignSystemHelper(FileUpload("uploads"), form_tag=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        limit = filesizeformat(settings.DOCUMENT_SIZE_LIMIT).replace(".0", "")
        self.fields["uploads"].help_text = f"{ACCEPTED_IN_WORDS}. Each can be up to {limit}."


class CheckForm(forms.Form):
    """The box that people do not see and robots fill in."""

    website = Words(required=False, label="Leave this box empty")
    helper = DesignSystemHelper(TextInput("website", autocomplete="off", tabindex="-1"), form_tag=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                "Empty the box called “Leave this box empty” and send again. It is there to stop robots."
            )
        return ""


class ComeBackForm(forms.Form):
    code = Words(
        label="What is your code?",
        help_text="It has 16 letters and numbers. Capitals, spaces and dashes do not matter.",
        error_messages={"required": "Enter your code"},
    )
    helper = DesignSystemHelper(
        TextInput("code", width=20, spellcheck=False, autocomplete="off"), form_tag=False
    )


class SendCodeForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        help_text="We will send the code there and use the address for nothing else.",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address, like name@example.com",
        },
    )
    helper = DesignSystemHelper(TextInput("email", spellcheck=False, autocomplete="email"), form_tag=False)
