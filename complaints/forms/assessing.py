"""The assessment: one question for each criterion of the road, then the route."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.timezone import localdate

from casework.deadlines.counting import in_words
from complaints.actions.assess import Answered
from complaints.criteria import ASKED_TO_RECORD, Duty, criteria_for
from complaints.forms.fields import MOST, clock_time, moment, version, words
from complaints.models import Answer, Assessment, Complaint
from complaints.rules import Consequences, consequences, faults
from complaints.workflow import ROUTES, Road, Route
from govuk.fields import DateField, Words
from govuk.helper import DesignSystemHelper
from govuk.layout import Button, ButtonGroup, DateInput, Fieldset, Radios, Size, Textarea, TextInput

HEADINGS = {Duty.RECORD: "Must it be recorded?", Duty.REFER: "Must it be referred to the IOPC?"}
YES_NO = [("yes", "Yes"), ("no", "No"), ("", "Not asked yet")]


class AssessForm(forms.Form):
    route = forms.TypedChoiceField(
        label="How should it be handled?",
        coerce=Route,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it should be handled"},
    )
    reasons = words("Why?", "Enter why it should be handled so")

    def __init__(self, data: Any = None, *, complaint: Complaint, latest: Assessment | None) -> None:
        super().__init__(data, initial=_as_answered(latest, complaint) | _as_asked(complaint))
        self.complaint, self.road = complaint, Road(complaint.road)
        self.criteria = criteria_for(self.road)
        for criterion in self.criteria:
            self.fields[criterion.code] = forms.ChoiceField(
                label=criterion.question,
                help_text=f"{criterion.meaning} ({criterion.citation})",
                choices=Answer.choices,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{criterion.code}_reason"] = Words(
                label="Reason", required=False, max_length=MOST, widget=forms.Textarea
            )
        routes = [(route.value, route.label) for route in ROUTES[self.road]]
        self.fields["route"].choices = routes  # type: ignore[attr-defined]
        if self.criteria:
            self._ask_about_the_complainant()
        self.fields["version"] = version(complaint.case.version)
        self.helper = DesignSystemHelper(*self._layout())

    def _ask_about_the_complainant(self) -> None:
        self.fields["agreed"] = forms.ChoiceField(
            label="Does the complainant agree to resolve it informally?",
            choices=YES_NO,
            required=False,
            widget=forms.RadioSelect,
        )
        if self.complaint.contacted_at is None:
            self.fields["no_contact_reason"] = words(
                "Why is it recorded before anybody spoke to the complainant?",
                "",
                "Leave empty if you will speak to them first.",
                optional=True,
            )
        if self.road == Road.CHIEF_CONSTABLE:
            self.fields["clear_on"] = DateField(
                subject="the day it first became clear that it must be referred",
                label="If it must be referred: on which day did that first become clear?",
                help_text="Leave empty if it became clear now.",
                required=False,
            )
            clear_time = clock_time("And at what time?", "Enter the time")
            clear_time.required = False
            self.fields["clear_time"] = clear_time

    def _layout(self) -> list[Any]:
        parts: list[Any] = [
            Fieldset(heading, *self._questions(duty), legend_size=Size.MEDIUM)
            for duty, heading in HEADINGS.items()
            if self.criteria
        ]
        if self.criteria:
            parts.append(Radios("agreed", inline=True, legend_size=Size.SMALL))
        parts += [Textarea("no_contact_reason", rows=2)] if "no_contact_reason" in self.fields else []
        if "clear_on" in self.fields:
            parts += [DateInput("clear_on", legend_size=Size.SMALL), TextInput("clear_time", width=10)]
        buttons = [Button("Save assessment")]
        if self.criteria:
            buttons.append(Button("Check what follows", kind="secondary", name="check", value="1"))
        return [
            *parts,
            Radios("route", legend_size=Size.SMALL),
            Textarea("reasons"),
            ButtonGroup(*buttons),
        ]

    def _questions(self, duty: Duty) -> Iterator[Any]:
        for criterion in self.criteria:
            if criterion.duty is duty:
                yield Radios(criterion.code, inline=True, small=True, legend_size=Size.SMALL)
                yield Textarea(f"{criterion.code}_reason", rows=2)

    def answers(self) -> dict[str, Answered]:
        """What is answered so far, whether or not the form as a whole is complete."""
        given = {
            criterion.code: (
                self[criterion.code].value() or "",
                self[f"{criterion.code}_reason"].value() or "",
            )
            for criterion in self.criteria
        }
        return {
            code: Answered(Answer(answer), reason)
            for code, (answer, reason) in given.items()
            if answer in Answer.values
        }

    def result(self) -> Consequences:
        """What follows from the answers so far, for the side of the page."""
        return consequences(
            self.road,
            model=self.complaint.complaint_model,
            answers={code: answered.answer for code, answered in self.answers().items()},
            agreed=self._agreed(),
            contacted=self.complaint.contacted_at is not None,
            no_contact_reason=(self["no_contact_reason"].value() or "")
            if "no_contact_reason" in self.fields
            else "",
        )

    def clean(self) -> dict[str, Any]:
        given = self.answers()
        found = faults(
            self.road,
            {code: answered.answer for code, answered in given.items()},
            {code: answered.reason for code, answered in given.items()},
        )
        for code, words_ in found.items():
            without_reason = (
                code in given and given[code].answer == Answer.YES and not given[code].reason.strip()
            )
            self.add_error(f"{code}_reason" if without_reason else code, words_)
        return super().clean() or self.cleaned_data

    def decision(self) -> dict[str, Any]:
        """The arguments of the action."""
        typed = self.cleaned_data
        clear_on = typed.get("clear_on")
        return {
            "answers": self.answers(),
            "version": typed["version"],
            "route": typed["route"],
            "reasons": typed["reasons"],
            "agreed": self._agreed(),
            "no_contact_reason": typed.get("no_contact_reason", ""),
            "first_clear_at": moment(clear_on, typed.get("clear_time")) if clear_on else None,
        }

    def _agreed(self) -> bool | None:
        said = self["agreed"].value() if "agreed" in self.fields else None
        return {"yes": True, "no": False}.get(str(said))


def _as_asked(complaint: Complaint) -> dict[str, str]:
    """Somebody who asked for it to be recorded has answered the first question themselves."""
    if complaint.recording_asked_at is None:
        return {}
    code, day = ASKED_TO_RECORD.code, localdate(complaint.recording_asked_at)
    return {code: Answer.YES, f"{code}_reason": f"Asked for on {in_words(day)}."}


def _as_answered(latest: Assessment | None, complaint: Complaint) -> dict[str, Any]:
    """The last assessment's answers, to be changed rather than typed again.

    Who asks for it to be recorded agrees to nothing informal any more, so what rested on that is left out.
    """
    if latest is None:
        return {}
    kept: dict[str, Any] = {}
    if not (complaint.recording_asked_at and latest.route == Route.OUTSIDE_SCHEDULE_3):
        kept = {"route": latest.route, "reasons": latest.reasons}
        kept["agreed"] = {True: "yes", False: "no", None: ""}[latest.agreed_to_informal]
    for answer in latest.answers.all():
        kept |= {answer.criterion: answer.answer, f"{answer.criterion}_reason": answer.reason}
    return kept
