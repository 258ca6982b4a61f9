from datetime import date, datetime, timedelta

import pytest
from django.template import Context, Template

from casework.deadlines import actions, wording
from casework.deadlines.clocks import Authority, Nature, Party, all_clocks, clock_named
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline
from tests.factories.cases import CaseFactory
from tests.factories.deadlines import DeadlineFactory

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 3, 2, 9, 30, tzinfo=LONDON)


def start(code, trigger_at=RECEIVED):
    return actions.start(
        CaseFactory(),
        clock_named(code),
        trigger_at=trigger_at,
        trigger_event="The complaint was received",
        by=None,
        at=trigger_at,
    )


def words(deadline, month, day, hour=12):
    return wording.standing(deadline, datetime(2026, month, day, hour, tzinfo=LONDON)).words


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "27 days left"),
        (date(2026, 3, 28), "2 days left"),
        (date(2026, 3, 29), "due tomorrow"),
        (date(2026, 3, 30), "due today"),
        (date(2026, 3, 31), "out of time, 1 day late"),
        (date(2026, 4, 7), "out of time, 8 days late"),
    ],
)
def test_the_offices_own_statutory_duty_is_out_of_time(day, said):
    assert words(start("complainant-update"), day.month, day.day) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 4, 2), "5 working days left"),  # Good Friday to Easter Monday are not counted
        (date(2026, 4, 10), "1 working day left"),  # a Friday; due on Monday
        (date(2026, 4, 13), "due today"),
        (date(2026, 4, 14), "late against our target, 1 working day late"),
        (date(2026, 4, 18), "late against our target, 4 working days late"),
    ],
)
def test_a_local_target_is_late_against_our_target_in_the_days_it_counts(day, said):
    deadline = start("complaint-resolution", datetime(2026, 3, 12, 9, tzinfo=LONDON))

    assert deadline.due_on == date(2026, 4, 13)
    assert words(deadline, day.month, day.day) == said


def test_lateness_over_a_weekend_counts_days_until_a_working_day_has_passed():
    deadline = start("complaint-resolution", datetime(2026, 3, 11, 9, tzinfo=LONDON))

    assert deadline.due_on == date(2026, 4, 10)
    assert words(deadline, 4, 11) == "late against our target, 1 day late"


def test_a_window_closes_and_is_never_late():
    window = start("review-application")

    assert words(window, 3, 10) == "closes in 20 days"
    assert words(window, 3, 29) == "closes tomorrow"
    assert words(window, 3, 30) == "closes today"
    assert words(window, 3, 31) == "closed"


def test_an_expiry_expires():
    vetting = DeadlineFactory(clock="vetting-nppv2")

    assert words(vetting, 3, 10) == "expires in 20 days"
    assert words(vetting, 3, 31) == "expired"


def test_what_is_far_off_is_told_in_months():
    assert words(start("vetting-nppv2"), 3, 10) == "expires in 35 months"


def test_a_wait_is_over():
    wait = start("section-13a-wait")

    assert words(wait, 3, 28) == "2 days to wait"
    assert words(wait, 3, 29) == "1 day to wait"
    assert words(wait, 3, 30) == "wait over"


def test_what_the_force_owes_is_the_forces_lateness():
    assert words(start("dip-sample-response"), 4, 1) == "the force is 2 days late"


def test_what_a_person_owes_is_only_late():
    assert words(start("declaration"), 4, 1) == "2 days late"


def test_hours_are_left_in_hours():
    breach = start("data-breach-notice")

    assert words(breach, 3, 2, 12) == "3 days left"
    assert words(breach, 3, 5, 7) == "2 hours left"
    assert words(breach, 3, 5, 10) == "out of time"


@pytest.mark.parametrize("clock", all_clocks(), ids=lambda clock: clock.code)
def test_only_the_offices_own_statutory_duty_is_ever_out_of_time(clock):
    deadline = DeadlineFactory(clock=clock.code)

    said = words(deadline, 4, 20)

    own_duty = (
        clock.nature is Nature.DUTY
        and clock.owed_by is Party.OFFICE
        and clock.authority is Authority.STATUTORY
    )
    assert ("out of time" in said) == own_duty


def test_what_has_ended_says_how():
    case, update, resolution = (
        CaseFactory(),
        clock_named("complainant-update"),
        clock_named("complaint-resolution"),
    )
    for clock in (update, resolution):
        actions.start(case, clock, trigger_at=RECEIVED, trigger_event="Received", by=None, at=RECEIVED)
    at = datetime(2026, 4, 1, 12, tzinfo=LONDON)
    [paused] = actions.pause(case, reason="Proceedings", by=None, at=at)
    replaced = Deadline.objects.get(pk=paused.replaces_id)
    done_late = actions.satisfy(case, update, done_at=at, by=None, at=at)
    done = actions.satisfy(case, resolution, done_at=RECEIVED + timedelta(days=1), by=None, at=at)
    cancelled = start("first-contact")
    actions.cancel(cancelled.case, clock_named("first-contact"), reason="Withdrawn", by=None, at=at)
    cancelled.refresh_from_db()

    said = [wording.standing(row, at).words for row in (paused, replaced, done_late, done, cancelled)]

    assert said == ["paused", "replaced", "done 2 days late", "done", "no longer needed"]


def test_the_tag_shows_the_date_the_words_and_the_way_to_why():
    deadline = start("complainant-update")
    template = Template("{% load deadlines %}{% due deadline at=at %}")

    shown = template.render(Context({"deadline": deadline, "at": datetime(2026, 3, 29, 12, tzinfo=LONDON)}))

    assert "Monday 30 March 2026" in shown
    assert "Due tomorrow" in shown
    assert "govuk-tag--yellow" in shown
    assert f'href="/deadlines/{deadline.pk}/why/"' in shown
    assert "Why this date<span" in shown


def test_the_tag_gives_the_hour_of_a_clock_of_hours_and_leaves_out_the_link_when_told():
    template = Template("{% load deadlines %}{% due deadline link=False at=at %}")

    shown = template.render(Context({"deadline": start("data-breach-notice"), "at": RECEIVED}))

    assert "Thursday 5 March 2026, 09:30" in shown
    assert "href" not in shown


def test_the_filters_name_a_clock_and_say_how_it_stands():
    template = Template(
        "{% load deadlines %}{{ deadline|clock_name }}: "
        "{% with now=deadline|standing:at %}{{ now.words }}{% endwith %}"
    )

    shown = template.render(Context({"deadline": start("complainant-update"), "at": RECEIVED}))

    assert shown == "Progress update: 28 days left"


def test_working_days_beyond_the_published_list_are_told_in_days():
    deadline = start("first-contact", datetime(2028, 12, 20, 9, tzinfo=LONDON))

    said = wording.standing(deadline, datetime(2029, 1, 4, 9, tzinfo=LONDON)).words

    assert said == "late against our target, 13 days late"
