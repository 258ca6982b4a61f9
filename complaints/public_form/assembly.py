"""What the answers of a draft amount to."""

from complaints.actions.receive import Person, Submission
from complaints.models import Role
from complaints.public_form.forms.you import ANONYMOUS, NO_CONTACT, SAW_IT
from complaints.public_form.steps import Answers, answer, shown
from complaints.workflow import Subject

CONSENT = {"yes": True, "no": False, "cannot": None}


def submission_of(answers: Answers) -> Submission:
    """The complaint as typed values. What an earlier answer has since made pointless is left out."""
    asked = {step.slug: answers.get(step.slug, {}) for step in shown(answers)}
    return Submission(
        subject=Subject(answer(asked, "who", "subject")),
        what_happened=answer(asked, "what-happened", "what_happened"),
        what_is_wanted=answer(asked, "what-you-want", "what_is_wanted"),
        when_it_happened=answer(asked, "when-and-where", "when"),
        where_it_happened=answer(asked, "when-and-where", "where"),
        subject_description=answer(asked, "person", "description") or answer(asked, "thing", "description"),
        people=(*_complainant(asked), *_affected(asked), *_subject(asked)),
    )


def equality_of(answers: Answers) -> dict[str, str]:
    return {question: given for question, given in answers.get("equality", {}).items() if given}


def _complainant(asked: Answers) -> tuple[Person, ...]:
    if answer(asked, "your-name", "identity") == ANONYMOUS:
        return ()
    reach = asked.get("reach-you", {})
    return (
        Person(
            role=Role.COMPLAINANT,
            name=answer(asked, "your-name", "name"),
            email=reach.get("email", ""),
            telephone=reach.get("telephone", ""),
            address=reach.get("address", ""),
            contact_by="" if reach.get("contact_by") == NO_CONTACT else reach.get("contact_by", ""),
            safe_contact=reach.get("safe_contact", ""),
            adjustments=answer(asked, "adjustments", "adjustments"),
            acts_for=_acts_for(asked),
            has_consent=CONSENT.get(answer(asked, "for-whom", "consent")),
        ),
    )


def _acts_for(asked: Answers) -> str:
    if answer(asked, "who-it-happened-to", "behalf") == SAW_IT:
        return "Saw it or was affected by it"
    relationship = str(answer(asked, "for-whom", "relationship"))
    cannot = answer(asked, "for-whom", "consent") == "cannot"
    return f"{relationship} (they cannot give consent)" if cannot else relationship


def _affected(asked: Answers) -> tuple[Person, ...]:
    name = answer(asked, "for-whom", "name")
    return (Person(role=Role.AFFECTED, name=name),) if name else ()


def _subject(asked: Answers) -> tuple[Person, ...]:
    name = answer(asked, "person", "name")
    return (Person(role=Role.SUBJECT, name=name),) if name else ()
