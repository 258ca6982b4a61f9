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
            self.stdout.write(said_of(verification))
        if broken:
            sys.exit(1)


def said_of(whole: queries.Verification) -> str:
    entries = f"{whole.entries:,} {'entry' if whole.entries == 1 else 'entries'}"
    chains = f"{whole.chains:,} {'chain' if whole.chains == 1 else 'chains'}"
    if not whole.checkpoints:
        sealed = "No day is sealed yet: the first checkpoint is made after midnight."
    elif whole.checkpoints == 1:
        sealed = "1 checkpoint agrees."
    else:
        sealed = f"{whole.checkpoints:,} checkpoints agree."
    return f"The trail is whole: {entries} in {chains}. {sealed}"
