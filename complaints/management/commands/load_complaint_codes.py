from typing import Any

from casework.commands import OversightCommand
from complaints.reference_data import load_reference_data


class Command(OversightCommand):
    help = "Load the national complaint categories and factors; rows that are there already stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_reference_data()} codes added or changed.")
