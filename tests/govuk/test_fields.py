from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from govuk.errors import ErrorItem, error_list
from govuk.fields import DateField, MultipleFileField, Words


class HappenedForm(forms.Form):
    happened_on = DateField(subject="the date it happened")


class FilesForm(forms.Form):
    files = MultipleFileField(required=False)


class NameForm(forms.Form):
    name = Words()
    account = Words(widget=forms.Textarea)


def happened(day: str, month: str, year: str) -> HappenedForm:
    return HappenedForm({"happened_on-day": day, "happened_on-month": month, "happened_on-year": year})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("01", "09", "2025"), date(2025, 9, 1)),
        ((" 3 ", "March", "2026"), date(2026, 3, 3)),
        (("31", "dec", "2025"), date(2025, 12, 31)),
    ],
)
def test_date_is_read_as_people_write_it(typed: tuple[str, str, str], meant: date) -> None:
    form = happened(*typed)

    assert form.is_valid()
    assert form.cleaned_data["happened_on"] == meant


@pytest.mark.parametrize(
    ("typed", "message", "box"),
    [
        (("", "", ""), "Enter the date it happened", "day"),
        (("", "3", "2026"), "The date it happened must include a day", "day"),
        (("3", "", "2026"), "The date it happened must include a month", "month"),
        (("3", "", ""), "The date it happened must include a month and year", "month"),
        (("3", "3", "26"), "The date it happened must have a year of 4 numbers", "year"),
        (("3", "13", "2026"), "The date it happened must have a real month", "month"),
        (("3", "Mrz", "2026"), "The date it happened must have a real month", "month"),
        (("29", "2", "2026"), "The date it happened must be a real date", "day"),
        (("²", "2", "2026"), "The date it happened must be a real date", "day"),
    ],
)
def test_error_says_what_is_wrong_and_links_to_its_box(
    typed: tuple[str, str, str], message: str, box: str
) -> None:
    form = happened(*typed)

    assert list(error_list(form)) == [ErrorItem(message, f"#id_happened_on-{box}")]


def test_refused_date_is_shown_as_it_was_typed() -> None:
    form = happened("31", "Febuary", "2026")

    html = str(form["happened_on"].value())

    assert "31" in html
    assert "Febuary" in html


def test_date_that_was_not_changed_is_not_a_change() -> None:
    form = HappenedForm(
        {"happened_on-day": "3", "happened_on-month": "3", "happened_on-year": "2026"},
        initial={"happened_on": date(2026, 3, 3)},
    )

    assert not form.has_changed()


def test_several_files_come_from_one_control() -> None:
    sent = [SimpleUploadedFile("a.pdf", b"%PDF"), SimpleUploadedFile("b.jpg", b"\xff\xd8")]

    form = FilesForm({}, MultiValueDict({"files": sent}))

    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.pdf", "b.jpg"]


def test_no_file_is_an_empty_list_where_none_is_required() -> None:
    form = FilesForm({}, MultiValueDict())

    assert form.is_valid()
    assert form.cleaned_data["files"] == []


@pytest.mark.parametrize("turning", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_nothing_that_turns_text_around_is_kept(turning: str) -> None:
    form = NameForm({"name": f"Gwen {turning}Pryce", "account": f"Nobody{turning} rang."})

    assert form.is_valid()
    assert form.cleaned_data == {"name": "Gwen Pryce", "account": "Nobody rang."}


def test_what_a_script_needs_is_kept() -> None:
    name = "می\u200cخواهم (گوئن)\u200f"
    form = NameForm({"name": name, "account": "\u200eGwen"})

    assert form.is_valid()
    assert form.cleaned_data == {"name": name, "account": "\u200eGwen"}


def test_a_name_is_one_line_and_an_account_has_those_it_was_typed_in() -> None:
    form = NameForm({"name": "Gwen\r\nBcc: all\u2028Pryce", "account": "One\r\n\r\nTwo"})

    assert form.is_valid()
    assert form.cleaned_data == {"name": "Gwen Bcc: all Pryce", "account": "One\n\nTwo"}


def test_a_name_of_nothing_that_shows_is_asked_for_again() -> None:
    assert NameForm({"name": "\u202e \x00", "account": "."}).errors["name"] == ["This field is required."]
