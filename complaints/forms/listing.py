from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.safestring import SafeString

from casework.people.models import User
from casework.people.queries import Able, as_choices
from complaints import listing
from complaints.listing import ListQuery
from complaints.workflow import Road, Status
from govuk.fields import DateField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, ButtonGroup, DateInput, Link, Radios, Select, Size, TextInput

ANY = ("", "Any")


class FilterForm(forms.Form):
    """What the list shows. Sent by GET, so that a list can be kept, shared and come back to."""

    text = Words(label="Search complaints", required=False, max_length=200)
    search_in = forms.ChoiceField(
        label="Search in",
        choices=[(listing.NAMES, "References and names"), (listing.WORDS, "Words in the complaint")],
        widget=forms.RadioSelect,
        required=False,
    )
    state = forms.ChoiceField(
        label="Open or closed",
        choices=[(listing.OPEN, "Open"), (listing.CLOSED, "Closed"), ("all", "Both")],
        required=False,
    )
    road = forms.ChoiceField(label="About", choices=[ANY, *Road.choices], required=False)
    status = forms.ChoiceField(label="Stage", choices=[ANY, *Status.choices], required=False)
    handler = forms.ChoiceField(label="Handled by", required=False)
    due = forms.ChoiceField(
        label="Next date",
        choices=[ANY, (listing.OVERDUE, "Past a date"), (listing.SOON, "Due in two working days")],
        required=False,
    )
    received_from = DateField(label="Received from", subject="the first day", required=False)
    received_to = DateField(label="Received to", subject="the last day", required=False)
    sort = forms.ChoiceField(
        label="Sort by",
        choices=[
            (listing.NEWEST, "Newest first"),
            (listing.OLDEST, "Oldest first"),
            (listing.NEXT_DATE, "Next date first"),
        ],
        required=False,
    )
    search_helper = DesignSystemHelper(
        TextInput("text", label_size=Size.MEDIUM),
        Radios("search_in", small=True, inline=True, legend_size=Size.SMALL),
        method="get",
        form_tag=False,
    )
    filter_helper = DesignSystemHelper(
        Select("state"),
        Select("road"),
        Select("status"),
        Select("handler"),
        Select("due"),
        DateInput("received_from", legend_size=Size.SMALL),
        DateInput("received_to", legend_size=Size.SMALL),
        Select("sort"),
        method="get",
        form_tag=False,
    )
    SEARCH = ("text", "search_in")

    def __init__(self, given: Mapping[str, str], *, handlers: tuple[Able, ...]) -> None:
        # Whoever searches means any complaint; whoever looks at the list means the open ones.
        state = "all" if given.get("text") else listing.OPEN
        super().__init__({"search_in": listing.NAMES, "state": state, **given})
        self.handlers = handlers
        handler = self.fields["handler"]
        assert isinstance(handler, forms.ChoiceField)
        handler.choices = [
            ANY,
            (listing.ME, "Me"),
            (listing.NOBODY, "Nobody"),
            *((str(able.pk), str(able)) for able in handlers),
        ]

    def query(self) -> ListQuery:
        """The search that was asked for; what could not be read does not filter, and its error is shown."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if given.get("state") == "all":
            given["state"] = ""
        return ListQuery(**given)

    def search_controls(self) -> SafeString:
        if self.data.get("text"):
            return SafeString(render_crispy_form(self, self.search_helper))
        return _empty_search(self.data["search_in"])

    def filter_controls(self) -> SafeString:
        """The controls of the filter panel as they were filled in, with their errors."""
        filled_in = {
            name: value
            for name, value in self.data.items()
            if value and name.partition("-")[0] in self.fields and name not in self.SEARCH
        }
        return _filter_controls(tuple(filled_in.items()), self.handlers)


# Controls are kept by all that they show, for they take as long to draw as the list beside them. What was
# searched for is never among it: the name of a complainant does not stay in memory.


@lru_cache(maxsize=4)
def _empty_search(search_in: str) -> SafeString:
    form = FilterForm({"search_in": search_in}, handlers=())
    return SafeString(render_crispy_form(form, form.search_helper))


@lru_cache(maxsize=200)
def _filter_controls(filled_in: tuple[tuple[str, str], ...], handlers: tuple[Able, ...]) -> SafeString:
    form = FilterForm(dict(filled_in), handlers=handlers)
    return SafeString(render_crispy_form(form, form.filter_helper))


class AssignForm(forms.Form):
    """Gives the chosen cases to one person."""

    handler = forms.TypedChoiceField(
        label="Who will handle these complaints?",
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": "Select who will handle these complaints"},
    )

    def __init__(self, data: Any, *, handlers: tuple[Able, ...], me: User, back: str) -> None:
        super().__init__(data)
        handler = self.fields["handler"]
        assert isinstance(handler, forms.TypedChoiceField)
        handler.choices = as_choices(handlers, me=me)
        self.helper = DesignSystemHelper(
            Radios("handler", legend_size=Size.MEDIUM),
            ButtonGroup(
                Button("Give them the complaints", name="confirm", value="yes"), Link("Cancel", back)
            ),
            form_tag=False,
        )


class SaveViewForm(forms.Form):
    """Keeps the list as it is now under a name."""

    name = Words(
        label="Name of this view",
        max_length=60,
        error_messages={
            "required": "Enter a name for this view",
            "max_length": "The name must be 60 characters or fewer",
        },
    )
    helper = DesignSystemHelper(TextInput("name", width=20), Button("Save view"))
