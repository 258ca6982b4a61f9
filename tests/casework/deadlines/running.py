"""A clock set running on a case, for the tests of what is done to it."""

from datetime import datetime

from casework.deadlines import actions
from casework.deadlines.clocks import clock_named
from casework.deadlines.counting import LONDON
from casework.trail.models import Entry

UPDATE = clock_named("complainant-update")
FIRST_CONTACT = clock_named("first-contact")
RESOLUTION = clock_named("complaint-resolution")
REVIEW = clock_named("review-application")
REFERRAL = clock_named("iopc-referral")
RECEIVED = datetime(2026, 4, 2, 10, 0, tzinfo=LONDON)  # Maundy Thursday
LATER = datetime(2026, 4, 9, 9, 0, tzinfo=LONDON)


def start(case, clock, trigger_at=RECEIVED, at=RECEIVED, **kwargs):
    return actions.start(
        case,
        clock,
        trigger_at=trigger_at,
        trigger_event="The complaint was received",
        by=kwargs.pop("by", None),
        at=at,
        **kwargs,
    )


def verbs(case):
    return list(Entry.objects.filter(case_id=case.pk).order_by("sequence").values_list("verb", flat=True))
