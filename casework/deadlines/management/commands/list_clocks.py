import json
from typing import Any

from django.core.management.base import CommandParser

from casework.commands import OversightCommand
from casework.deadlines.clocks import Clock, all_clocks


class Command(OversightCommand):
    help = "List every clock with its data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps([as_data(clock) for clock in all_clocks()], indent=2))
            return
        for clock in all_clocks():
            self.stdout.write(f"{clock.code}: {clock.name}, {clock.length} ({clock.citation})")


def as_data(clock: Clock) -> dict[str, Any]:
    from_on, until_on = clock.in_force.from_on, clock.in_force.until_on
    return {
        "code": clock.code,
        "version": clock.version,
        "name": clock.name,
        "nature": clock.nature,
        "owed_by": clock.owed_by,
        "remind_post": clock.remind,
        "primitive": clock.primitive.value,
        "length": str(clock.length),
        "calendar": clock.calendar,
        "pausable": clock.pausable,
        "authority": clock.authority,
        "certainty": clock.certainty,
        "citation": clock.citation,
        "trigger": clock.trigger,
        "in_force_from": from_on and from_on.isoformat(),
        "in_force_until": until_on and until_on.isoformat(),
        "reminders": [point.code for point in clock.points],
    }
