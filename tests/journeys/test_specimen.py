"""Every layout object and partial on one page, in a real browser."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from playwright.sync_api import Page, expect

from govuk.fields import DateField, MultipleFileField
from govuk.helper import DesignSystemHelper
from govuk.layout import (
    Button,
    ButtonGroup,
    CharacterCount,
    Checkboxes,
    DateInput,
    Details,
    Fieldset,
    Inset,
    Link,
    Radios,
    Size,
    TextInput,
    WarningText,
)

SPECIMEN = Path(__file__).with_name("specimen.html").read_text()
HALF_PAST_NINE = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)  # the day the clocks go forward


class SpecimenForm(forms.Form):
    name = forms.CharField(
        help_text="As you would like us to write it", error_messages={"required": "Enter a name"}
    )
    happened_on = DateField(label="When did it happen?", subject="the date it happened")
    account = forms.CharField(label="What happened?", widget=forms.Textarea)
    reply = forms.ChoiceField(
        label="How shall we reply?",
        choices=[("email", "By e-mail"), ("post", "By post"), ("none", "Not at all")],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label="E-mail address", required=False)
    needs = forms.MultipleChoiceField(
        label="What do you need?",
        choices=[("large", "Large print"), ("none", "Nothing")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="I agree")
    category = forms.ChoiceField(choices=[("", "Choose"), ("A", [("a1", "Service level")])])
    files = MultipleFileField(label="Files")
    password = forms.CharField(widget=forms.PasswordInput)
    helper = DesignSystemHelper(
        TextInput("name", width=20, label_size=Size.MEDIUM),
        DateInput("happened_on", legend_size=Size.MEDIUM),
        CharacterCount("account", maximum=4000),
        Radios("reply", reveal={"email": "email"}, dividers={"none": "or"}, hints={"post": "Slower"}),
        Checkboxes("needs", exclusive="none"),
        "agree",
        Fieldset("More", "category", "files", "password"),
        Details("If you are unsure", Inset("Ask us."), WarningText("You cannot undo this.")),
        ButtonGroup(Button("Continue"), Button("Delete", kind="warning"), Link("Cancel", "/")),
    )


class FilterForm(forms.Form):
    word = forms.CharField(label="Words", required=False)
    helper = DesignSystemHelper("word", method="get", form_tag=False)


@pytest.fixture
def specimen(page: Page, site: str) -> Callable[..., None]:
    def show(form: SpecimenForm) -> None:
        context = {
            "form": form,
            "filters": FilterForm(auto_id="filter_%s"),
            "chosen": [{"heading": "Road", "items": [{"text": "Police", "href": "#"}]}],
            "facts": [{"key": "About", "value": "PC Example"}, {"key": "Handler", "value": "Amira Shah"}],
            "badges": [{"text": "Named people only", "colour": "red"}],
            "sections": [{"text": "Summary", "href": "#", "active": True}, {"text": "Letters", "href": "#"}],
            "steps": [
                {"date": date(2026, 4, 2), "counted": True, "reason": ""},
                {"date": date(2026, 4, 3), "counted": False, "reason": "Good Friday"},
                {"date": date(2026, 4, 4), "counted": False, "reason": "Saturday"},
                {"date": date(2026, 4, 7), "counted": True, "reason": ""},
            ],
            "bars": [
                {"label": "Amira Shah", "number": 18, "href": "#", "note": "2 out of time"},
                {"label": "Tom Okafor", "number": 4},
            ],
            "at": HALF_PAST_NINE,
            "said": [
                {"text": "When?", "sender": "The complainant", "at": HALF_PAST_NINE, "sent": False},
                {"text": "By Monday.", "sender": "Amira Shah", "at": HALF_PAST_NINE, "sent": True},
            ],
            "tasks": [
                {"title": {"text": "What happened"}, "href": "#", "status": {"text": "Completed"}},
                {"title": {"text": "Evidence"}, "status": {"tag": {"text": "Not started", "colour": "grey"}}},
            ],
            "CSP_NONCE": "specimen",
        }
        html = Template(SPECIMEN).render(Context(context))
        page.route("**/drawn", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{site}/drawn")

    return show


def test_every_component_is_open_to_everyone(
    specimen: Callable[..., None], check: Callable[[], None]
) -> None:
    specimen(SpecimenForm())

    check()


def test_every_component_in_error_is_open_to_everyone(
    specimen: Callable[..., None], check: Callable[[], None]
) -> None:
    specimen(SpecimenForm({"reply": "email", "email": "no address", "happened_on-day": "31"}))

    check()


@pytest.mark.parametrize(
    ("error", "control"),
    [
        ("The date it happened must include a month and year", "id_happened_on-month"),
        ("Enter a name", "id_name"),
        ("Enter a valid email address.", "id_email"),
    ],
)
def test_link_of_the_summary_lands_on_the_control_to_mend(
    page: Page, specimen: Callable[..., None], error: str, control: str
) -> None:
    specimen(SpecimenForm({"reply": "email", "email": "no address", "happened_on-day": "31"}))

    page.locator(".govuk-error-summary").get_by_role("link", name=error).click()

    expect(page.locator(f"#{control}")).to_be_focused()


def test_choice_shows_what_it_reveals(page: Page, specimen: Callable[..., None]) -> None:
    specimen(SpecimenForm())

    expect(page.get_by_label("E-mail address")).to_be_hidden()
    page.get_by_label("By e-mail").check()

    expect(page.get_by_label("E-mail address")).to_be_visible()
