from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from casework.deadlines import wording
from casework.deadlines.models import Deadline
from casework.deadlines.queries import clock_of
from casework.deadlines.wording import Standing

register = template.Library()


@register.inclusion_tag("deadlines/_due.html")
def due(deadline: Deadline, *, link: bool = True, at: datetime | None = None) -> dict[str, Any]:
    """The date, how many days are left in words, and the way to why it is that date."""
    return {
        "deadline": deadline,
        "clock": clock_of(deadline),
        "standing": wording.standing(deadline, at or timezone.localtime()),
        "link": link,
    }


@register.filter
def standing(deadline: Deadline, at: datetime | None = None) -> Standing:
    return wording.standing(deadline, at or timezone.localtime())


@register.filter
def set_by(deadline: Deadline) -> str:
    return wording.SET_BY[clock_of(deadline).authority]


@register.filter
def clock_name(deadline: Deadline) -> str:
    return clock_of(deadline).name
