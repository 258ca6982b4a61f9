import sys

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from casework.commands import OversightCommand
from casework.deadlines.reminders import send_due
from casework.letters.models import Template
from demonstration.office import SINCE, open_office
from demonstration.reports import publish_last_quarter
from demonstration.stories import stories
from demonstration.ways import tell

TOLD_AT_A_TIME = 10


class Command(OversightCommand):
    help = "Fill an empty installation with a demonstration office whose clocks run around today."

    def handle(self, *args: object, **options: object) -> None:
        if get_user_model().objects.exists():
            raise CommandError("There are people here already. Load a demonstration into an empty office.")
        call_command("load_complaint_data", stdout=sys.stderr)
        with transaction.atomic():
            # As if the office had had its letters ever since it began.
            Template.objects.filter(version=1).update(from_on=SINCE)
            cast = open_office()
            told = list(stories())
            for number, story in enumerate(sorted(told, key=lambda story: -story.days_ago), start=1):
                tell(story, cast, number=number, now=timezone.now())
                if number % TOLD_AT_A_TIME == 0:
                    self.stderr.write(f"  {number} of {len(told)} complaints")
            publish_last_quarter(cast, now=timezone.now())
            # Those of the weeks that were told, which no sweep saw.
            send_due(at=timezone.now())
        self.stdout.write(f"Demonstration office loaded: {len(told)} complaints")
