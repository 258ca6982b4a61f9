"""Mail to people about their own sign-in."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from casework.outbox import actions as outbox
from casework.people.models import User

SECOND_FACTOR_RESET = """\
{by} took away your second factor and your password on {day} at {time}, and ended every session of yours.

Choose a new password by the link "I forgot my password", then set up a second factor again:

{address}

If you did not ask for this, tell your Monitoring Officer at once and do not choose a password yet.
"""


def tell_of_reset(person: User, *, by: User, at: datetime) -> None:
    local = localtime(at)
    outbox.write(
        f"second-factor-reset:{person.pk}:{at.isoformat()}",
        kind="second_factor_reset",
        to=person.email,
        subject="Your second factor was reset",
        body=SECOND_FACTOR_RESET.format(
            by=by,
            day=f"{local:%A %-d %B %Y}",
            time=f"{local:%H:%M}",
            address=f"{settings.SITE_ADDRESS}{reverse('account_login')}",
        ),
        at=at,
        person_id=person.pk,
    )
