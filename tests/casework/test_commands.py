import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from casework.commands import OversightCommand, WrongArgument

ROOT = Path(__file__).resolve().parent.parent.parent


class Count(OversightCommand):
    help = "Count upwards."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("number", type=int)

    def handle(self, *args: Any, number: int, **options: Any) -> None:
        if number < 0:
            raise WrongArgument("Give a number of at least 0.")
        self.stdout.write(str(number))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["many"], "manage.py count: error: argument number: invalid int value: 'many'\n"),
        ([], "manage.py count: error: the following arguments are required: number\n"),
        (["1", "--twice"], "manage.py count: error: unrecognized arguments: --twice\n"),
        (["--", "-1"], "Give a number of at least 0.\n"),
    ],
)
def test_a_wrong_argument_is_answered_with_one_line_and_exit_code_2(typed, answer, capsys):
    with pytest.raises(SystemExit) as stop:
        Count().run_from_argv(["manage.py", "count", *typed])

    assert stop.value.code == 2
    assert capsys.readouterr().err == answer


def test_help_names_each_argument(capsys):
    with pytest.raises(SystemExit) as stop:
        Count().run_from_argv(["manage.py", "count", "--help"])

    assert stop.value.code == 0
    assert "number" in capsys.readouterr().out


def manage(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, text=True, capture_output=True)


def test_a_command_that_does_not_exist_is_answered_in_one_line_with_exit_code_2():
    answered = manage("nonsense")

    assert answered.returncode == 2
    assert answered.stderr == "There is no command “nonsense”. script/manage help lists them.\n"


def test_a_command_of_ours_is_known():
    answered = manage("list_clocks", "--help")

    assert answered.returncode == 0
    assert "--json" in answered.stdout
