"""Every command of ours answers a wrong argument with one line and exit code 2."""

import pytest
from django.core.management import get_commands, load_command_class

from casework.commands import OversightCommand
from tests.conventions.test_code import ROOMS

OURS = {name: app for name, app in sorted(get_commands().items()) if app.partition(".")[0] in ROOMS}

WRONG_VALUES = [
    ["explain_deadline", "no-such-clock", "--from", "2026-04-02T10:00"],
    ["explain_deadline", "first-contact", "--from", "Maundy Thursday"],
    ["explain_deadline", "first-contact"],
    ["explain_deadline", "first-contact", "--from", "2026-04-02", "--exclude", "2026-06-08..2026-05-29"],
    ["load_volume", "--complaints", "many"],
    ["load_volume", "--complaints", "-1"],
]


def answer(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    with pytest.raises(SystemExit) as stop:
        load_command_class(OURS[words[0]], words[0]).run_from_argv(["manage.py", *words])
    return stop.value.code, capsys.readouterr().err


@pytest.mark.parametrize("name", OURS)
def test_a_command_answers_an_option_that_it_does_not_have_in_one_line(name, capsys):
    code, said = answer([name, "--no-such-option"], capsys)

    assert issubclass(type(load_command_class(OURS[name], name)), OversightCommand)
    assert code == 2
    assert len(said.splitlines()) == 1
    assert said.startswith(f"manage.py {name}: error: ")


@pytest.mark.django_db
@pytest.mark.parametrize("words", WRONG_VALUES, ids=" ".join)
def test_a_command_answers_a_value_that_it_cannot_use_in_one_line(words, capsys):
    code, said = answer(words, capsys)

    assert code == 2
    assert len(said.splitlines()) == 1
