"""Messages about a case that belong to no domain. Subjects carry the reference and nothing else."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from casework.cases.kinds import kind_of
from casework.cases.models import Case, CaseAccess, Wall
from casework.cases.queries import first_to_act, keepers_of
from casework.outbox import actions as outbox
from casework.people.models import User
from casework.people.posts import NEXT_POST_UP, Post

EMERGENCY_BODY = """\
{person} opened {reference} with emergency access at {began}.

Reason given: {reason}

The access ends by itself at {ends}.

{address}

If this should not have happened, speak to {person} and raise a wall on the case.
"""

WALL_BODY = """\
{person} sees nothing of {reference} since {began}. The wall followed from what {by} wrote down.

{reason}

{still_has}{address}

If it should not stand, lift it on the page Access of the case.
"""


def tell_of_emergency_access(access: CaseAccess, *, at: datetime) -> None:
    """Write at once to the Monitoring Officer, or whoever is next up when that is the person themselves."""
    case = access.case
    _, told = first_to_act(
        case,
        Post.MONITORING_OFFICER,
        timezone.localdate(at),
        line=NEXT_POST_UP,
        leaving_out={access.person_id},
    )
    assert access.until_at  # a CHECK: emergency access ends
    body = EMERGENCY_BODY.format(
        person=access.person.name,
        reference=case.reference,
        began=_moment(at),
        reason=access.reason,
        ends=_moment(access.until_at),
        address=_address(case),
    )
    subject = f"Emergency access to {case.reference}"
    _tell(told, f"emergency-access:{access.pk}", case, "emergency_access", subject, body, at=at)


def tell_of_wall(wall: Wall, *, at: datetime) -> None:
    """Write at once to whoever may lift a wall that nobody who may raise one decided on."""
    case = wall.case
    still_has = kind_of(case).still_has(case, wall.person)
    body = WALL_BODY.format(
        person=wall.person.name,
        by=wall.raised_by,
        reference=case.reference,
        began=_moment(at),
        reason=wall.reason,
        still_has=f"{still_has}\n\n" if still_has else "",
        address=_address(case),
    )
    told = keepers_of(case, timezone.localdate(at))
    subject = f"Who sees {case.reference} has changed"
    _tell(told, f"wall:{wall.pk}", case, "wall_raised", subject, body, at=at)


def _tell(
    people: Iterable[User], key: str, case: Case, kind: str, subject: str, body: str, *, at: datetime
) -> None:
    for person in people:
        outbox.write(
            f"{key}:{person.pk}",
            kind=kind,
            to=person.email,
            subject=subject,
            body=body,
            at=at,
            person_id=person.pk,
            case_id=case.pk,
        )


def _address(case: Case) -> str:
    return f"{settings.SITE_ADDRESS}{kind_of(case).url(case)}"


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i \\o\\n l j F Y")
