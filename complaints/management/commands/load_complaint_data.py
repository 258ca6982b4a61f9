from typing import Any

from django.utils import timezone

from casework.commands import OversightCommand
from complaints.reference_data import load_reference_data


class Command(OversightCommand):
    help = "Load the national codes and our letters; rows that are there already stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_reference_data(at=timezone.now())} codes and letters added or changed.")
