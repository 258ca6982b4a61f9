from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.deadlines import wording
from casework.deadlines.clocks import Calendar
from casework.deadlines.counting import in_words
from casework.deadlines.models import Deadline
from casework.deadlines.queries import clock_of
from casework.deadlines.wording import Standing

register = template.Library()


# Joined here and not drawn from a file: a list shows twenty-five, and including a file took most of its time.
NAME = '<span class="app-due__name">{name}</span> '
DUE = (
    '<span class="app-due"><time datetime="{moment}">{day}</time> '
    '<strong class="govuk-tag govuk-tag--{colour}">{words}</strong>'
)
WHY = (
    ' <a class="govuk-link app-nowrap" href="/deadlines/{pk}/why/">Why this date'
    '<span class="govuk-visually-hidden">: {name}</span></a>'
)


@register.simple_tag
def due(
    deadline: Deadline, *, link: bool = True, named: bool = False, at: datetime | None = None
) -> SafeString:
    """The date, how many days are left in words, and the way to why it is that date.

    The date is never shown without its words, nor the colour without either.
    """
    clock, now = clock_of(deadline), wording.standing(deadline, at or timezone.localtime())
    due_at = timezone.localtime(deadline.due_at)
    hour = f", {due_at:%H:%M}" if clock.calendar is Calendar.ELAPSED else ""
    return format_html(
        f"{NAME if named else ''}{DUE}{WHY if link else ''}</span>",
        name=clock.name,
        moment=SafeString(due_at.isoformat()),
        day=SafeString(in_words(due_at.date()) + hour),
        colour=SafeString(now.colour),
        words=now.words[:1].upper() + now.words[1:],
        pk=SafeString(deadline.pk),
    )


@register.filter
def standing(deadline: Deadline, at: datetime | None = None) -> Standing:
    return wording.standing(deadline, at or timezone.localtime())


@register.filter
def set_by(deadline: Deadline) -> str:
    return wording.SET_BY[clock_of(deadline).authority]


@register.filter
def day(day: date) -> str:
    """ "2 March 2026", for a list of them: Django's own filter takes six times as long."""
    return f"{day.day} {day:%B %Y}"


@register.filter
def clock_name(deadline: Deadline) -> str:
    return clock_of(deadline).name
