import sys
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management import CommandError, call_command
from django.utils import timezone

from casework.commands import OversightCommand, WrongArgument
from demonstration.volume.loading import is_empty, load

MOST = 5_000_000
BAR = 30


class Command(OversightCommand):
    help = "Fill an empty installation with a realistic archive of complaints, to measure with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--complaints", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same archive")

    def handle(self, *args: Any, complaints: int, seed: int, **options: Any) -> None:
        if not 1 <= complaints <= MOST:
            raise WrongArgument(f"--complaints must be from 1 to {MOST:,}, not {complaints:,}.")
        if not is_empty():
            raise CommandError("There are people here already. Load volume into a database of its own.")
        call_command("load_complaint_data", stdout=sys.stderr)
        progress = Progress(complaints)
        load(complaints, seed=seed, at=timezone.now(), progress=progress)
        self.stdout.write(f"{complaints:,} complaints loaded in {progress.seconds:.0f} seconds")


class Progress:
    """A bar that grows in its place on a terminal, and a line for each tenth anywhere else."""

    def __init__(self, whole: int) -> None:
        self.whole, self.began, self.tenths = whole, monotonic(), 0

    @property
    def seconds(self) -> float:
        return monotonic() - self.began

    def __call__(self, done: int) -> None:
        left = self.seconds / done * (self.whole - done)
        full = BAR * done // self.whole
        line = f"[{'#' * full}{'.' * (BAR - full)}] {done:,} of {self.whole:,}, about {left:.0f} s left"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{line}  {'' if done < self.whole else chr(10)}")
        elif 10 * done // self.whole > self.tenths:
            self.tenths = 10 * done // self.whole
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
