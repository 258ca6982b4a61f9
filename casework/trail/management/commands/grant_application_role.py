import os
from argparse import ArgumentParser
from typing import Any

from casework.commands import OversightCommand, WrongArgument
from casework.trail.roles import grant_to


class Command(OversightCommand):
    help = "Let the application's own role use the tables, and only add to the trail. Run by their owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="the role that web, worker and beat connect as")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("APPLICATION_PASSWORD", "")
        if not password:
            raise WrongArgument("Set APPLICATION_PASSWORD to the password that the role is to have.")
        grant_to(options["role"], password)
        self.stdout.write(f"{options['role']} may use the tables, and only add to the trail.")
