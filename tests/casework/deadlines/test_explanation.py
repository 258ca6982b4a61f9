from datetime import date, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from casework.deadlines import actions
from casework.deadlines.clocks import all_clocks, clock_named
from casework.deadlines.counting import LONDON
from casework.deadlines.explanation import explain, in_full
from tests.factories.cases import CaseFactory
from tests.factories.deadlines import DeadlineFactory

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 4, 2, 10, 0, tzinfo=LONDON)


def start(code, trigger_at=RECEIVED, case=None):
    return actions.start(
        case or CaseFactory(),
        clock_named(code),
        trigger_at=trigger_at,
        trigger_event="The complaint was made",
        by=None,
        at=trigger_at,
    )


def lines(deadline):
    return [(run.days, run.dates, run.what) for run in explain(deadline).runs]


def test_days_off_in_a_row_for_one_reason_are_one_line():
    assert lines(start("outcome-notice", RECEIVED - timedelta(days=1))) == [
        ("Wednesday", "1 Apr 2026", "the day it happened"),
        ("Thursday", "2 Apr 2026", "working day 1 of 5"),
        ("Friday", "3 Apr 2026", "Good Friday"),
        ("Sat to Sun", "4 to 5 Apr", "weekend"),
        ("Monday", "6 Apr 2026", "Easter Monday"),
        ("Tue to Thu", "7 to 9 Apr", "working days 2 to 4"),
        ("Friday", "10 Apr 2026", "working day 5 of 5"),
    ]


def test_a_long_run_of_days_is_one_line_between_the_first_and_the_last():
    assert lines(start("complainant-update", datetime(2026, 12, 22, 9, tzinfo=LONDON))) == [
        ("Tuesday", "22 Dec 2026", "the day it happened"),
        ("27 days", "23 Dec 2026 to 18 Jan 2027", "days 1 to 27"),
        ("Tuesday", "19 Jan 2027", "day 28 of 28"),
    ]


def test_ten_years_are_three_lines():
    assert lines(start("vetting-rv")) == [
        ("Thursday", "2 Apr 2026", "first day of the period"),
        ("119 months", "1 May 2026 to 1 Mar 2036", "months 1 to 119"),
        ("Tuesday", "1 Apr 2036", "month 120 of 120 ends"),
    ]


def test_hours_are_told_day_by_day():
    assert lines(start("data-breach-notice")) == [
        ("Thursday", "2 Apr 2026", "14 hours"),
        ("Friday", "3 Apr 2026", "24 hours"),
        ("Saturday", "4 Apr 2026", "24 hours"),
        ("Sunday", "5 Apr 2026", "10 hours"),
    ]


def test_days_given_back_to_a_period_in_months_are_told_after_it():
    case = CaseFactory()
    start("subject-access", case=case)
    actions.pause(case, reason="More was asked", by=None, at=RECEIVED + timedelta(days=5))
    [resumed] = actions.resume(case, by=None, at=RECEIVED + timedelta(days=8))

    assert lines(resumed) == [
        ("Thursday", "2 Apr 2026", "the day it happened"),
        ("Saturday", "2 May 2026", "month 1 of 1 ends"),
        ("Tue to Thu", "7 to 9 Apr", "left out"),
        ("Sun to Mon", "3 to 4 May", "a day given back"),
        ("Tuesday", "5 May 2026", "a day given back"),
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("complainant-update", "We must do this by Monday 30 March 2026."),
        (
            "first-contact",
            "We aim to do this by Monday 30 March 2026. It is our own target, not a limit set by law.",
        ),
        ("review-application", "You have until the end of Monday 30 March 2026."),
        ("recommendation-response", "The police force should do this by Monday 30 March 2026."),
        ("learning-response", "This should be done by Monday 30 March 2026."),
        ("section-13a-wait", "Nothing can be done before the end of Monday 30 March 2026."),
        ("vetting-mv", "It ends at the end of Monday 30 March 2026."),
    ],
)
def test_the_plain_words_say_whose_date_it_is(code, said):
    deadline = DeadlineFactory.build(clock=code, case=CaseFactory())
    if deadline.clock == "first-contact":
        deadline = start("first-contact", datetime(2026, 3, 26, 9, tzinfo=LONDON))

    assert explain(deadline).plain == said


@pytest.mark.parametrize("clock", all_clocks(), ids=lambda clock: clock.code)
def test_every_clock_says_its_rule_and_what_would_change_it(clock):
    explanation = explain(start(clock.code, datetime(2026, 6, 22, 9, tzinfo=LONDON)))

    assert str(explanation.deadline.length) in explanation.rule or clock.code.endswith(
        ("referral", "call-in")
    )
    assert explanation.changes
    by_a_manager = "A manager leaving days out of the count, with a reason." in explanation.changes
    assert by_a_manager == clock.can_be_moved
    assert explanation.runs[-1].last.date == explanation.deadline.due_on


def test_a_paused_date_says_that_it_will_move():
    case = CaseFactory()
    start("complaint-resolution", case=case)
    [paused] = actions.pause(case, reason="Proceedings", by=None, at=RECEIVED)

    assert explain(paused).changes[0].startswith("It is paused")


def test_a_citation_is_written_in_full():
    assert in_full("PRA 2002 Sch 3 para 4; PCMR 2020 reg 4") == (
        "Police Reform Act 2002, Schedule 3 paragraph 4; "
        "Police (Complaints and Misconduct) Regulations 2020, regulation 4"
    )


def test_the_complainant_reads_the_same_count_in_plain_english():
    explanation = explain(start("iopc-referral"))

    shown = render_to_string(
        "deadlines/_explanation.html", {"explanation": explanation, "for_complainant": True}
    )

    assert "We must do this by Friday 3 April 2026." in shown
    assert "We have still to confirm the exact words" in shown
    assert "Set by law: Police Reform Act 2002, Schedule 3 paragraph 4" in shown


def test_the_span_of_days_left_out_reads_as_one_line():
    case = CaseFactory()
    deadline = start("complaint-resolution", datetime(2026, 6, 1, 9, tzinfo=LONDON), case=case)
    actions.pause(case, reason="Proceedings", by=None, at=datetime(2026, 6, 10, 9, tzinfo=LONDON))
    [resumed] = actions.resume(case, by=None, at=datetime(2026, 6, 17, 9, tzinfo=LONDON))

    assert (deadline.due_on, resumed.due_on) == (date(2026, 6, 29), date(2026, 7, 6))
    assert ("Wed to Tue", "10 to 16 Jun", "left out") in lines(resumed)
