"""What is alleged, in the national codes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from casework.cases import actions as cases
from casework.people.models import User
from complaints import permissions
from complaints.actions.begin import lock_visible, record
from complaints.actions.refused import Refused
from complaints.criteria import CRITERIA, SERIOUS_CORRUPTION, SERIOUS_SEXUAL_OFFENCE
from complaints.models import Allegation, Answer, Category, Complaint, CriterionAnswer, Factor, Party
from complaints.queries import latest_assessment
from complaints.workflow import ALLEGE

DISCRIMINATION = "F"
# These allegations are of the kinds that must be referred, so the question must have been answered.
NEEDS_ANSWER = {
    "G2": SERIOUS_CORRUPTION.code,
    "G3": SERIOUS_CORRUPTION.code,
    "J1": SERIOUS_SEXUAL_OFFENCE.code,
}


@transaction.atomic
def add_allegation(
    complaint: Complaint,
    *,
    text: str,
    category: Category,
    factors: Iterable[Factor] = (),
    about: Party | None = None,
    by: User,
    at: datetime,
) -> Allegation:
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    ALLEGE.check(complaint.status)
    factors = list(factors)
    _check_codes(complaint, category, factors, about)

    highest = complaint.allegations.aggregate(highest=Max("number"))["highest"] or 0
    allegation = Allegation.objects.create(
        complaint=complaint, number=highest + 1, text=text, category=category, about=about, added_at=at
    )
    allegation.factors.set(factors)

    changes = {"allegation": allegation.number, "category": category.code}
    record(complaint, "complaint.allegation_added", by=by, at=at, changes=changes)
    return allegation


@transaction.atomic
def change_allegation(
    allegation: Allegation,
    *,
    text: str,
    category: Category,
    factors: Iterable[Factor] = (),
    about: Party | None = None,
    version: int,
    by: User,
    at: datetime,
) -> Allegation:
    complaint = lock_visible(allegation.complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    cases.check_version(complaint.case, version)
    ALLEGE.check(complaint.status)
    factors = list(factors)
    _check_codes(complaint, category, factors, about)

    before = allegation.category.code
    allegation.text, allegation.category, allegation.about = text, category, about
    allegation.save(update_fields=["text", "category", "about"])
    allegation.factors.set(factors)

    changes = {"allegation": allegation.number, "category": [before, category.code]}
    record(complaint, "complaint.allegation_changed", by=by, at=at, changes=changes)
    return allegation


def _check_codes(
    complaint: Complaint, category: Category, factors: Iterable[Factor], about: Party | None
) -> None:
    made_on = localdate(complaint.made_at)
    codes: list[Category | Factor] = [category, *factors]
    for code in codes:
        if code.valid_from > made_on or code.valid_to and code.valid_to <= made_on:
            raise Refused(f"“{code}” was not in use on the day the complaint was made. Select another.")
    if category.group == category.code == DISCRIMINATION:
        raise Refused("Select the characteristic: discrimination is always because of something.")
    if about and about.complaint_id != complaint.pk:
        raise Refused("Select somebody who is in this complaint.")
    _require_answer(complaint, category)


def _require_answer(complaint: Complaint, category: Category) -> None:
    """Once assessed, such an allegation may be added only if its question was answered yes or no."""
    assessment = latest_assessment(complaint)
    criterion = CRITERIA.get(NEEDS_ANSWER.get(category.code, ""))
    if assessment is None or criterion is None or complaint.road not in criterion.roads:
        return
    answered = CriterionAnswer.objects.filter(assessment=assessment, criterion=criterion.code)
    if not answered.exclude(answer=Answer.NOT_KNOWN).exists():
        raise Refused(f"Assess the complaint again first, and answer yes or no: {criterion.question}")
