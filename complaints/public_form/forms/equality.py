"""The equality questions. Every one can be left, and "prefer not to say" is an answer of its own."""

from typing import Any

from django import forms

from govuk.helper import DesignSystemHelper
from govuk.layout import Select

NOT_ANSWERED = ("", "Not answered")
PREFER_NOT = ("prefer_not", "Prefer not to say")

AGES = [
    (f"{low}_{high}", f"{low} to {high}") for low, high in ((18, 24), (25, 34), (35, 44), (45, 54), (55, 64))
]

# Self-defined ethnicity in the sixteen categories of the 2001 census, with "not stated" as the one more.
ETHNICITY = [
    ("White", [("W1", "British"), ("W2", "Irish"), ("W9", "Any other White background")]),
    (
        "Mixed",
        [
            ("M1", "White and Black Caribbean"),
            ("M2", "White and Black African"),
            ("M3", "White and Asian"),
            ("M9", "Any other Mixed background"),
        ],
    ),
    (
        "Asian or Asian British",
        [
            ("A1", "Indian"),
            ("A2", "Pakistani"),
            ("A3", "Bangladeshi"),
            ("A9", "Any other Asian background"),
        ],
    ),
    (
        "Black or Black British",
        [("B1", "Caribbean"), ("B2", "African"), ("B9", "Any other Black background")],
    ),
    ("Chinese or other", [("O1", "Chinese"), ("O9", "Any other ethnic group")]),
]
RELIGIONS = ["No religion", "Buddhist", "Christian", "Hindu", "Jewish", "Muslim", "Sikh", "Another religion"]


def _choice(label: str, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NOT_ANSWERED, *choices, PREFER_NOT], required=False)


def _coded(*labels: str) -> list[tuple[str, str]]:
    return [(label.lower().replace(" ", "_"), label) for label in labels]


class EqualityForm(forms.Form):
    age = _choice("How old are you?", ("under_18", "Under 18"), *AGES, ("65_and_over", "65 or over"))
    sex = _choice("What is your sex?", *_coded("Female", "Male"))
    gender = _choice(
        "Is the gender you identify with the same as your sex registered at birth?", *_coded("Yes", "No")
    )
    ethnicity = _choice("What is your ethnic group?", *ETHNICITY)
    disability = _choice(
        "Do you have a health condition or disability that has lasted, or will last, 12 months or more?",
        *_coded("Yes", "No"),
    )
    religion = _choice("What is your religion?", *_coded(*RELIGIONS))
    orientation = _choice(
        "What is your sexual orientation?",
        *_coded("Straight or heterosexual", "Gay or lesbian", "Bisexual", "Other"),
    )
    helper = DesignSystemHelper(
        *(
            Select(name)
            for name in ("age", "sex", "gender", "ethnicity", "disability", "religion", "orientation")
        ),
        form_tag=False,
    )
