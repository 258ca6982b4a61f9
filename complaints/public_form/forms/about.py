"""Who it is about, and what happened."""

from django import forms

from complaints.public_form.fields import MOST_WORDS, account, words
from complaints.workflow import Subject
from govuk.helper import DesignSystemHelper
from govuk.layout import CharacterCount, Radios, Size, Textarea, TextInput

IN_PUBLIC_WORDS = {
    Subject.POLICE_PERSON: "A police officer, a special constable or somebody else who works for the police",
    Subject.POLICE_SERVICE: "Something the police did or did not do, whoever it was",
    Subject.CHIEF_CONSTABLE: "The Chief Constable, for something they did themselves",
    Subject.COMMISSIONER: "The Police and Crime Commissioner or their Deputy",
    Subject.CHIEF_EXECUTIVE: "The Chief Executive of the Commissioner’s office",
    Subject.OFFICE_STAFF: "Somebody else who works for the Commissioner’s office",
    Subject.OFFICE_SERVICE: "A decision, policy or service of the Commissioner’s office",
    Subject.VOLUNTEER: "A custody visitor, committee member, volunteer or contractor of the office",
    Subject.SOMETHING_ELSE: "Somebody or something else",
}

HINTS = {
    Subject.POLICE_SERVICE: "For example, nobody came, or nobody told you what happened to your report.",
    Subject.CHIEF_CONSTABLE: "If it is about how the police work in general, choose the answer above.",
    Subject.COMMISSIONER: "By law the Police and Crime Panel deals with these. We will pass it on.",
    Subject.CHIEF_EXECUTIVE: "Only the Commissioner will see it. The Chief Executive will not.",
    Subject.OFFICE_STAFF: (
        "Only the few people who deal with such complaints see it. The person you complain about does not."
    ),
}

# Where the examples of a form, which the form on paper shows to everybody, do not fit the subject.
EXAMPLES: dict[str, dict[str, str]] = {
    Subject.OFFICE_STAFF: {
        "name": "For example, the casework manager. If there are several, put commas between them.",
        "description": "For example, what they do in the office, or when you met or spoke to them.",
    },
    Subject.VOLUNTEER: {
        "name": "For example, Mr Hall. If there are several, put commas between them.",
        "description": "For example, which police station they visited, or when you met or spoke to them.",
    },
    Subject.COMMISSIONER: {
        "description": "For example, the Commissioner or the Deputy, and where you heard or read it."
    },
    Subject.OFFICE_SERVICE: {
        "description": "For example, a letter we sent you, a policy on our website or how we spent money."
    },
    Subject.SOMETHING_ELSE: {"description": "For example, the council, a court or another police force."},
}


class WhoForm(forms.Form):
    subject = forms.ChoiceField(
        label="Who or what is your complaint about?",
        choices=list(IN_PUBLIC_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select who or what your complaint is about",
            "invalid_choice": "Select one of the answers listed",
        },
    )
    helper = DesignSystemHelper(
        Radios("subject", legend_size=Size.LARGE, heading=True, hints=HINTS), form_tag=False
    )


class PersonForm(forms.Form):
    """For a complaint about somebody with a name or a number."""

    name = words(
        "Name or number (optional)",
        most=200,
        what="The name or number",
        help_text="For example, Sergeant Hall, or PC 4412. If there are several, put commas between them.",
    )
    description = account(
        "What else would help us to find out who it was? (optional)",
        most=2000,
        what="What you wrote",
        help_text="For example, what they looked like, what they wore, or their car’s number.",
    )
    helper = DesignSystemHelper(TextInput("name", spellcheck=False), Textarea("description"), form_tag=False)


class ThingForm(forms.Form):
    """For a complaint about a service, a decision or a policy, or about what is on no list."""

    description = account(
        "Who or what exactly is it about? (optional)",
        most=2000,
        what="What you wrote",
        help_text="For example, the 101 telephone line, Exampleton police station or a letter we sent you.",
    )
    helper = DesignSystemHelper(Textarea("description"), form_tag=False)


class HappenedForm(forms.Form):
    what_happened = account(
        "What happened?",
        required="Enter what happened",
        most=MOST_WORDS,
        what="What happened",
        help_text=(
            "Tell it in your own words and in the order it happened. You can write up to one hundred "
            "thousand characters, which is about 15,000 words."
        ),
    )
    helper = DesignSystemHelper(
        CharacterCount(
            "what_happened", maximum=MOST_WORDS, threshold=75, rows=14, label_size=Size.LARGE, heading=True
        ),
        form_tag=False,
    )


class WhenWhereForm(forms.Form):
    when = words(
        "When did it happen? (optional)",
        most=300,
        what="When it happened",
        help_text="For example, 27 March 2026 at about 11 at night, or most weekends since Christmas.",
    )
    where = words(
        "Where did it happen? (optional)",
        most=300,
        what="Where it happened",
        help_text="For example, outside the library in High Street, Exampleton.",
    )
    helper = DesignSystemHelper("when", "where", form_tag=False)


class WantedForm(forms.Form):
    what_is_wanted = account(
        "What would you like to happen? (optional)",
        most=4000,
        what="What you would like to happen",
        help_text="For example, an explanation, an apology, or that it does not happen to somebody else.",
    )
    helper = DesignSystemHelper(
        Textarea("what_is_wanted", rows=6, label_size=Size.LARGE, heading=True), form_tag=False
    )
