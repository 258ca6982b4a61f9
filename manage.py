#!/usr/bin/env python3
import os
import sys

import django
from django.core.management import execute_from_command_line, get_commands


def main(words: list[str]) -> None:
    """Run a command; one that does not exist is a wrong argument like any other: one line, exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pcc_oversight.settings")
    # Until then only Django's own commands are known.
    django.setup()
    name = words[1] if len(words) > 1 else "help"
    if not name.startswith("-") and name not in {"help", *get_commands()}:
        sys.stderr.write(f"There is no command “{name}”. script/manage help lists them.\n")
        sys.exit(2)
    execute_from_command_line(words)


if __name__ == "__main__":
    main(sys.argv)
