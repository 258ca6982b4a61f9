"""What is done through Django: `migrate`, `prepare [--empty]` before the server starts, `announce` after."""

import sys

import django
from django.core.management import call_command

from local_services.progress import say, shown

# The commands that load what the law and the State publish; each may be run again at any time.
REFERENCE_DATA = ("load_bank_holidays", "load_complaint_data")


def migrate() -> None:
    """Bring the tables and the published data in them up to date."""
    with shown("Bringing the tables up to date"):
        call_command("migrate", verbosity=0)
    for command in REFERENCE_DATA:
        call_command(command, stdout=sys.stderr)


def prepare(*, empty: bool) -> None:
    """Fill a new installation with the demonstration office."""
    from django.contrib.auth import get_user_model

    migrate()
    if not empty and not get_user_model().objects.exists():
        say("Telling the stories of a demonstration office")
        call_command("load_demonstration", stdout=sys.stderr, stderr=sys.stderr)


def announce(address: str) -> None:
    from casework.people.models import User

    people = User.objects.filter(is_demonstration=True).order_by("pk")
    lines = ["", f"PCC Oversight is at {address}", ""]
    if people:
        lines += ["Sign in with the password oversight-demo as:"]
        lines += [f"  {person.email:<36} {person.name}" for person in people]
    else:
        lines += ["It is empty. Make the first account with: script/manage createsuperuser"]
    sys.stdout.write("\n".join([*lines, "", "Ctrl-C stops it.", ""]))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "migrate":
        migrate()
    elif sys.argv[1] == "prepare":
        prepare(empty="--empty" in sys.argv)
    else:
        announce(sys.argv[2])
