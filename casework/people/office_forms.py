from django import forms
from django.core.validators import RegexValidator

from casework.people.actions import MadeSure
from casework.people.models import Office, User
from casework.people.posts import Post
from govuk.fields import DateField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, DateInput, Radios, Select, Size, Textarea, TextInput

CHECK = Button("Continue")


def post_field(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "Select a post"), *Post.choices],
        coerce=Post,
        error_messages={"required": "Select a post"},
    )


def text_field(label: str, missing: str, max_length: int = 200, help_text: str = "") -> forms.CharField:
    too_long = f"{label} must be {max_length} characters or fewer"
    return Words(
        label=label,
        help_text=help_text,
        max_length=max_length,
        error_messages={"required": missing, "max_length": too_long},
    )


def email_field(label: str, missing: str) -> forms.EmailField:
    invalid = "Enter an e-mail address in the correct format, like name@example.com"
    return forms.EmailField(label=label, error_messages={"required": missing, "invalid": invalid})


class AddPersonForm(forms.Form):
    name = text_field("Name", "Enter their name", 120)
    email = email_field("Work e-mail address", "Enter their work e-mail address")
    helper = DesignSystemHelper(
        TextInput("name", width="two-thirds"), TextInput("email", width="two-thirds"), CHECK
    )


class AppointForm(forms.Form):
    post = post_field("Which post?")
    from_on = DateField(label="First day", subject="the first day", help_text="For example, 30 3 2026")
    until_on = DateField(
        label="Day it ends, if that is known",
        subject="the day it ends",
        help_text="The first day they no longer hold it",
        required=False,
    )
    helper = DesignSystemHelper(
        Select("post"),
        DateInput("from_on", legend_size=Size.SMALL),
        DateInput("until_on", legend_size=Size.SMALL),
        CHECK,
    )


class EndTenureForm(forms.Form):
    until_on = DateField(
        label="When does it end?", subject="the day it ends", help_text="The first day they no longer hold it"
    )
    helper = DesignSystemHelper(DateInput("until_on", legend_size=Size.SMALL), CHECK)


class ResetSecondFactorForm(forms.Form):
    made_sure = forms.TypedChoiceField(
        label="How did you make sure that it is they who ask?",
        help_text="An e-mail is not enough: somebody else may be reading their mail.",
        choices=MadeSure,
        coerce=MadeSure,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you made sure"},
    )
    helper = DesignSystemHelper(Radios("made_sure", legend_size=Size.SMALL), CHECK)


class CoverForm(forms.Form):
    post = post_field("Which post needs cover?")
    person = forms.ModelChoiceField(
        label="Who covers it?",
        queryset=User.objects.filter(is_active=True).order_by("name"),
        empty_label="Select a person",
        error_messages={"required": "Select who covers it"},
    )
    from_on = DateField(label="First day", subject="the first day", help_text="For example, 30 3 2026")
    until_on = DateField(
        label="Day it ends", subject="the day it ends", help_text="The first day they no longer cover"
    )
    helper = DesignSystemHelper(
        Select("post"),
        Select("person"),
        DateInput("from_on", legend_size=Size.SMALL),
        DateInput("until_on", legend_size=Size.SMALL),
        CHECK,
    )


class OfficeForm(forms.Form):
    from_on = DateField(
        label="From which day is this so?", subject="the first day", help_text="For example, 30 3 2026"
    )
    name = text_field("Name of the office", "Enter the name of the office")
    area = text_field("Police area", "Enter the police area", 100)
    body_title = text_field(
        "Title of the office-holder", "Enter the title", 100, "For example, Police and Crime Commissioner"
    )
    force_name = text_field("Name of the force", "Enter the name of the force")
    force_contact_email = email_field(
        "E-mail address of the force’s Professional Standards", "Enter the force’s e-mail address"
    )
    committee_name = text_field("Name of the committee", "Enter the name of the committee")
    complaint_model = forms.TypedChoiceField(
        label="Complaint handling model",
        help_text="Under models 2 and 3 the office makes first contact and resolves outside Schedule 3.",
        choices=Office._meta.get_field("complaint_model").flatchoices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the model"},
    )
    named_second = forms.ModelChoiceField(
        label="Second person",
        help_text="Acts where two must act and one person holds both posts.",
        queryset=User.objects.filter(is_active=True).order_by("name"),
        empty_label="Nobody",
        required=False,
    )
    address = Words(
        label="Postal address", widget=forms.Textarea, error_messages={"required": "Enter the postal address"}
    )
    email = email_field("E-mail address", "Enter the office’s e-mail address")
    telephone = text_field("Telephone", "Enter the telephone number", 40)
    brand_colour = Words(
        label="Colour",
        help_text="Six hexadecimal digits, like #1d3557. White text must be readable on it.",
        validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", "Enter a colour like #1d3557")],
        error_messages={"required": "Enter a colour"},
    )
    helper = DesignSystemHelper(
        DateInput("from_on", legend_size=Size.SMALL),
        "name",
        "area",
        "body_title",
        "force_name",
        "force_contact_email",
        "committee_name",
        Radios("complaint_model", legend_size=Size.SMALL),
        Select("named_second"),
        Textarea("address", rows=4),
        "email",
        "telephone",
        TextInput("brand_colour", width=10),
        CHECK,
    )
