import json
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from casework.commands import OversightCommand
from casework.desk.self_check import check_everything


class Command(OversightCommand):
    help = "Look for rows that break what must always hold; exit 1 if one is found."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        run = check_everything(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not run.broken, "invariants": run.results}))
        else:
            for result in run.results:
                self.stdout.write(_line(result))
        if run.broken:
            sys.exit(1)


def _line(result: dict[str, Any]) -> str:
    if not result["broken"]:
        return f"holds   {result['rule']} ({result['checked']:,} checked)"
    more = ", …" if result["broken"] > len(result["examples"]) else ""
    found = f"{result['broken']:,} of {result['checked']:,}: {', '.join(result['examples'])}{more}"
    return f"BROKEN  {result['rule']} ({found})"
