from typing import Any

import pytest

from casework.commands import OversightCommand, WrongArgument


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
        (["--", "-1"], "WrongArgument: Give a number of at least 0.\n"),
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
