import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from casework.commands import OversightCommand
from casework.trail import queries


class Command(OversightCommand):
    help = "Check every row of the audit trail against its seal; exit 1 naming the first broken one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        verification = queries.verify()
        broken = verification.first_broken
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verification)))
        elif broken:
            self.stdout.write(str(broken))
        else:
            self.stdout.write(
                f"The trail is whole: {verification.entries} entries in {verification.chains} chains, "
                f"{verification.checkpoints} checkpoints."
            )
        if broken:
            sys.exit(1)
