"""`python -m tests.bench`: what script/bench runs, in the product's environment."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.bench.command import Command

    Command(stdout=sys.stdout, stderr=sys.stderr).run_from_argv(["script", "bench", *sys.argv[1:]])
