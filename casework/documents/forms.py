from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from casework.documents import actions, kinds
from casework.documents.files import limit_in_words
from casework.documents.models import Origin
from govuk.fields import Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, FileUpload, Radios, Size, TextInput


class AddDocumentForm(forms.Form):
    file = forms.FileField(
        label="Choose a file",
        help_text=(
            f"{kinds.ACCEPTED_IN_WORDS}, up to {limit_in_words()}. Another kind "
            "of file is kept too, but held back."
        ),
        allow_empty_file=True,
        error_messages={"required": "Choose a file"},
    )
    origin = forms.TypedChoiceField(
        label="Where is it from?",
        choices=[
            (Origin.COMPLAINANT, "The complainant sent it"),
            (Origin.FORCE, "The force sent it"),
            (Origin.STAFF, "The office found or made it"),
        ],
        coerce=Origin,
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the file is from"},
    )
    description = Words(
        label="What is it? (optional)",
        max_length=300,
        required=False,
        error_messages={"max_length": "What it is must be 300 characters or less"},
    )

    helper = DesignSystemHelper(
        FileUpload("file"),
        Radios("origin", legend_size=Size.SMALL),
        TextInput("description"),
        Button("Add the file"),
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > settings.DOCUMENT_SIZE_LIMIT:
            raise forms.ValidationError(str(actions.FileTooLarge()))
        return upload


class RedactForm(forms.Form):
    pages = Words(
        label="Which pages should the copy keep? (optional)",
        help_text="For example, 1-3, 5. Leave it empty to keep every page.",
        max_length=200,
        required=False,
    )

    helper = DesignSystemHelper(TextInput("pages", width=20), Button("Make the copy"))

    def clean_pages(self) -> frozenset[int]:
        """'1-3, 5' as numbers."""
        pages: set[int] = set()
        for part in self.cleaned_data["pages"].replace(" ", "").split(","):
            first, _, last = part.partition("-")
            if not part:
                continue
            if not (first.isdecimal() and (last or first).isdecimal() and len(part) < 12):
                raise forms.ValidationError("Enter page numbers, like 1-3, 5")
            pages.update(range(int(first), min(int(last or first), int(first) + 5000) + 1))
        return frozenset(pages)
