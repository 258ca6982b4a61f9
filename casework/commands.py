import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class WrongArgument(CommandError):
    """What the person typed cannot be acted on: one line on stderr, and exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=2)


class OversightCommand(BaseCommand):
    """The base of every command of ours: it answers a wrong argument with one line and exit code 2."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # argparse prints its usage before an error, which buries the one line that says what is wrong.
        return super().create_parser(prog_name, subcommand, usage=argparse.SUPPRESS, **kwargs)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except WrongArgument as error:
            # Django would put the name of the class before what the person is to read.
            if not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)
