import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.deadlines.clocks import all_clocks


def run(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_list_clocks_gives_every_clock_with_its_data():
    clocks = {clock["code"]: clock for clock in json.loads(run("list_clocks", "--json"))}

    assert len(clocks) == len(all_clocks())
    assert clocks["data-protection-complaint"] == {
        "code": "data-protection-complaint",
        "version": 1,
        "name": "Acknowledge a data-protection complaint",
        "nature": "duty",
        "owed_by": "office",
        "remind_post": "manager",
        "primitive": "T3",
        "length": "30 days",
        "calendar": "none",
        "pausable": False,
        "authority": "STATUTORY",
        "certainty": "sourced",
        "citation": "DPA 2018 s.164A (from 19 June 2026)",
        "trigger": "day received",
        "in_force_from": "2026-06-19",
        "in_force_until": None,
        "reminders": ["before_7", "before_2", "on_due", "after_1", "after_7"],
    }


def test_list_clocks_reads_as_lines_too():
    assert "review-application: Last day to apply for a review, 28 days (PCMR 2020 reg 29(2))" in run(
        "list_clocks"
    )


@pytest.mark.django_db
def test_explain_deadline_gives_the_due_moment_and_each_step():
    answer = json.loads(run("explain_deadline", "first-contact", "--from", "2026-04-02T10:00", "--json"))

    assert list(answer) == ["clock", "authority", "citation", "trigger", "due_on", "due_at", "steps"]
    assert answer["due_on"] == "2026-04-08"
    assert answer["due_at"] == "2026-04-08T23:59:59+01:00"
    assert answer["trigger"] == "2026-04-02T10:00:00+01:00"
    assert answer["steps"][1] == {
        "date": "2026-04-03",
        "counted": False,
        "reason": "Friday 3 April 2026: Good Friday",
    }


@pytest.mark.django_db
def test_explain_deadline_leaves_out_the_days_it_is_told_to():
    spans = ["--exclude", "2026-05-29..2026-06-08", "--exclude", "2026-06-10..2026-06-11"]

    answer = json.loads(
        run("explain_deadline", "review-application", "--from", "2026-05-05", *spans, "--json")
    )

    assert answer["due_on"] == "2026-06-13"


@pytest.mark.django_db
def test_explain_deadline_reads_as_lines_too():
    lines = run("explain_deadline", "data-breach-notice", "--from", "2026-03-27T18:00").splitlines()

    assert lines[0] == "Tell the Information Commissioner: Monday 30 March 2026, 19:00:00"
    assert lines[2] == "The first day counted is Friday 27 March 2026."
    assert lines[-2] == "  counted  Sunday 29 March 2026: 23 hours"


@pytest.mark.django_db
def test_explain_deadline_says_first_the_day_it_begins_to_count_on():
    assert "The first day counted is Tuesday 7 April 2026.\n" in run(
        "explain_deadline", "first-contact", "--from", "2026-04-02"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["tea-break", "--from", "2026-04-02"], "There is no clock called tea-break. list_clocks names"),
        (["first-contct", "--from", "2026-04-02"], r"called first-contct. Did you mean first-contact\?"),
        (["first-contact", "--from", "Easter"], "'Easter' is not a date or a time"),
        (["first-contact", "--from", "2026-02-30"], "'2026-02-30' is not a date or a time"),
        (["first-contact", "--from", "0001-01-01T00:00+14:00"], "is not a date or a time"),
        (["first-contact", "--from", "2028-12-28"], "Bank holidays are known from"),
        (["first-contact", "--from", "9999-12-31"], "too far away"),
        (["first-contact", "--from", "2026-04-02", "--exclude", "June"], "'June' is not a span"),
        (
            ["first-contact", "--from", "2026-04-02", "--exclude", "2026-04-03..2026-04-03"],
            "ends before it begins",
        ),
    ],
)
def test_explain_deadline_refuses_what_it_cannot_read_in_one_line(args, line):
    with pytest.raises(CommandError, match=line) as refused:
        run("explain_deadline", *args)

    assert "\n" not in str(refused.value)
