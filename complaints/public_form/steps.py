"""The questions of the public form, as data: their order, and which of them an earlier answer calls for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from complaints.public_form.forms.about import (
    EXAMPLES,
    HappenedForm,
    PersonForm,
    ThingForm,
    WantedForm,
    WhenWhereForm,
    WhoForm,
)
from complaints.public_form.forms.equality import EqualityForm
from complaints.public_form.forms.finishing import EvidenceForm
from complaints.public_form.forms.you import (
    NAMED,
    SOMEBODY_ELSE,
    AdjustmentsForm,
    BehalfForm,
    ForWhomForm,
    ReachForm,
    YouForm,
)
from complaints.workflow import Subject

UNFINISHED = "unfinished"
Answers = Mapping[str, Mapping[str, Any]]

PEOPLE = {Subject.POLICE_PERSON, Subject.OFFICE_STAFF, Subject.VOLUNTEER}
THINGS = {Subject.POLICE_SERVICE, Subject.OFFICE_SERVICE, Subject.COMMISSIONER, Subject.SOMETHING_ELSE}


def answer(answers: Answers, slug: str, field: str) -> Any:
    return answers.get(slug, {}).get(field, "")


@dataclass(frozen=True)
class Step:
    """One page. Its form draws the heading itself unless `heading` is given."""

    slug: str
    form: type[forms.Form]
    title: str
    section: str
    heading: bool = False
    is_shown: Callable[[Answers], bool] = lambda answers: True
    examples: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by subject, then by field
    depends_on: str = ""  # the step whose answer shows this one or not; until then it may still come

    @property
    def template(self) -> str:
        return f"complaints/public_form/step_{self.slug.replace('-', '_')}.html"

    def ask(self, answers: Answers, *args: Any, **kwargs: Any) -> forms.Form:
        """The form, with examples that fit who or what the complaint is about."""
        form = self.form(*args, **kwargs)
        for name, example in self.examples.get(answer(answers, "who", "subject"), {}).items():
            form.fields[name].help_text = example
        return form


ABOUT, HAPPENED, YOU = "Who it is about", "What happened", "About you"

STEPS = (
    Step("who", WhoForm, "Who or what is your complaint about?", ABOUT),
    Step(
        "person",
        PersonForm,
        "Do you know who it was?",
        ABOUT,
        heading=True,
        is_shown=lambda answers: answer(answers, "who", "subject") in PEOPLE,
        examples=EXAMPLES,
        depends_on="who",
    ),
    # Never asked beside the step before, so it does not make the form any longer.
    Step(
        "thing",
        ThingForm,
        "Tell us a little more about who or what it is",
        ABOUT,
        heading=True,
        is_shown=lambda answers: answer(answers, "who", "subject") in THINGS,
        examples=EXAMPLES,
    ),
    Step("what-happened", HappenedForm, "What happened?", HAPPENED),
    Step("when-and-where", WhenWhereForm, "When and where did it happen?", HAPPENED, heading=True),
    Step("what-you-want", WantedForm, "What would you like to happen?", HAPPENED),
    Step("who-it-happened-to", BehalfForm, "Who did it happen to?", YOU),
    Step(
        "for-whom",
        ForWhomForm,
        "Who are you complaining for?",
        YOU,
        heading=True,
        is_shown=lambda answers: answer(answers, "who-it-happened-to", "behalf") == SOMEBODY_ELSE,
        depends_on="who-it-happened-to",
    ),
    Step("your-name", YouForm, "Do you want to give your name?", YOU),
    Step(
        "reach-you",
        ReachForm,
        "How should we reach you?",
        YOU,
        is_shown=lambda answers: answer(answers, "your-name", "identity") == NAMED,
        depends_on="your-name",
    ),
    Step(
        "adjustments",
        AdjustmentsForm,
        "Would anything make it easier for you to deal with us?",
        YOU,
        is_shown=lambda answers: answer(answers, "your-name", "identity") == NAMED,
        depends_on="your-name",
    ),
    Step("evidence", EvidenceForm, "Do you have anything to show us?", "Evidence", heading=True),
    Step("equality", EqualityForm, "Equality questions", "Equality", heading=True),
)


def shown(answers: Answers) -> list[Step]:
    return [step for step in STEPS if step.is_shown(answers)]


def step_named(slug: str, answers: Answers) -> Step | None:
    return next((step for step in shown(answers) if step.slug == slug), None)


def after(step: Step, answers: Answers) -> Step | None:
    """The step that follows, or None when what follows is checking the answers."""
    following = shown(answers)
    place = following.index(step) + 1
    return following[place] if place < len(following) else None


def before(step: Step, answers: Answers) -> Step | None:
    leading = shown(answers)
    place = leading.index(step)
    return leading[place - 1] if place else None


def unanswered(answers: Answers) -> Step | None:
    """The first step that still has to be passed, or was left half changed."""
    unfinished = answers.get(UNFINISHED, {})
    return next(
        (step for step in shown(answers) if step.slug not in answers or step.slug in unfinished), None
    )


def place_of(step: Step, answers: Answers) -> str:
    """How far somebody has come: while an answer may still bring more questions, it says so."""
    asked = shown(answers)
    to_come = [one for one in STEPS if one.depends_on and one.depends_on not in answers]
    number, most = asked.index(step) + 1, len(asked) + len(to_come)
    return f"Question {number} of {'at most ' if to_come else ''}{most}"
