from typing import Any

from django.utils import timezone

from casework.commands import OversightCommand
from casework.deadlines.calendars import load_reference_data


class Command(OversightCommand):
    help = "Keep the bundled official list of bank holidays as a new version, if it has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_reference_data(at=timezone.now())
        for published in loaded:
            self.stdout.write(f"{published.get_calendar_display()}: version {published.version}")
        if not loaded:
            self.stdout.write("Nothing has changed.")
