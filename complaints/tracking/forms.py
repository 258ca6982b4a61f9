from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from casework.documents.actions import FileTooLarge
from casework.documents.kinds import ACCEPTED_IN_WORDS
from complaints.public_form.evidence import MOST_FILES
from complaints.public_form.fields import account
from govuk.fields import MultipleFileField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, FileUpload, Radios, Size, Textarea, TextInput


class OpenForm(forms.Form):
    reference = Words(
        label="Reference",
        help_text="For example, CMP-2026-000123",
        max_length=40,
        error_messages={"required": "Enter the reference"},
    )
    code = Words(
        label="Access code",
        help_text="It has 16 letters and numbers. Capitals, spaces and dashes do not matter.",
        max_length=80,
        error_messages={"required": "Enter the access code"},
    )
    helper = DesignSystemHelper(
        TextInput("reference", width=20, spellcheck=False, autocomplete="off"),
        TextInput("code", width=20, spellcheck=False, autocomplete="off"),
        Button("Continue"),
    )


class ResumptionForm(forms.Form):
    wanted = forms.TypedChoiceField(
        label="Do you want your complaint to go on?",
        choices=[("yes", "Yes, I want it to go on"), ("no", "No, I do not want it to go on")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you want your complaint to go on"},
    )
    helper = DesignSystemHelper(
        Radios("wanted", legend_size=Size.LARGE, heading=True), Button("Send my answer")
    )


class MessageForm(forms.Form):
    text = account("Your message", most=20_000, what="Your message")
    uploads = MultipleFileField(
        label="Add files (optional)",
        required=False,
        allow_empty_file=True,
        help_text=f"{ACCEPTED_IN_WORDS}. Each can be up to 20 MB.",
    )
    helper = DesignSystemHelper(Textarea("text", rows=6), FileUpload("uploads"), Button("Send"))

    def clean_uploads(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                f"You can add {MOST_FILES} files to a message. Send the rest in another one."
            )
        for file in files:
            if (file.size or 0) > settings.DOCUMENT_SIZE_LIMIT:
                raise forms.ValidationError(f"“{file.name}”: {FileTooLarge()}")
        return files

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("text") and not given.get("uploads") and not self.errors:
            self.add_error("text", "Enter a message or add a file")
        return given
