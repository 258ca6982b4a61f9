from django.db.models import QuerySet

from casework.cases.models import Case
from casework.letters.models import Letter, Method, State, Template
from casework.people.models import User


def letters_of(case: Case) -> QuerySet[Letter]:
    """The case's letters, newest first, ready for its Letters tab."""
    return case.letters.select_related("template", "sent_by", "drafted_by").order_by("-drafted_at", "-pk")


def todays_post(user: User) -> QuerySet[Letter]:
    """What is approved and waits for an envelope, on cases the person may see, longest first."""
    return (
        Letter.objects.visible_to(user)
        .filter(state=State.APPROVED, method=Method.POST)
        .select_related("case", "template")
        .order_by("approval__decided_at", "pk")
    )


def current_templates() -> QuerySet[Template]:
    """The newest version of every template."""
    return Template.objects.order_by("code", "-version").distinct("code")
