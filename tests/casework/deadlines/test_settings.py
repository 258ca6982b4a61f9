from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from casework.cases.models import Confidentiality
from casework.deadlines import actions
from casework.deadlines.calendars import latest
from casework.deadlines.clocks import all_clocks, clock_named
from casework.deadlines.counting import LONDON
from casework.deadlines.models import Deadline, HolidayList, LocalLength
from casework.deadlines.queries import affected_by_calendar_change, wrongly_stored
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.deadlines import LocalLengthFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 4, 2, 10, 0, tzinfo=LONDON)
TARGETS = reverse("deadline_settings:targets")
FIRST_CONTACT = reverse("deadline_settings:target", args=["first-contact"])
HOLIDAYS = reverse("deadline_settings:holidays")
APPLY = reverse("deadline_settings:apply_holidays")


@pytest.fixture(autouse=True)
def _maundy_thursday():
    """Good Friday and Easter Monday lie between the day and what falls due."""
    with time_machine.travel(RECEIVED, tick=False):
        yield


@pytest.fixture
def administrator(client):
    administrator = UserFactory(post=Post.ADMINISTRATOR)
    client.force_login(administrator)
    return administrator


@pytest.fixture
def manager(client):
    manager = UserFactory(post=Post.MANAGER)
    client.force_login(manager)
    return manager


@pytest.fixture
def good_friday_forgotten():
    """The list that the office counts with lacks a day of the official one."""
    kept = latest("EW")
    kept.holidays.pop("2026-04-03")
    kept.save(update_fields=["holidays"])
    return kept


def first_contact(**case):
    return actions.start(
        CaseFactory(**case),
        clock_named("first-contact"),
        trigger_at=RECEIVED,
        trigger_event="The complaint was made",
        by=None,
        at=RECEIVED,
    )


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("page", [TARGETS, FIRST_CONTACT, HOLIDAYS, APPLY])
def test_the_settings_of_time_are_for_managers_and_administrators(client, page):
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))

    assert client.get(page).status_code == 403


def test_the_targets_are_the_clocks_of_local_policy_and_no_other(client, administrator):
    text = text_of(client.get(TARGETS))

    for clock in all_clocks():
        assert (reverse("deadline_settings:target", args=[clock.code]) in text) == clock.is_local


def test_a_length_that_the_law_sets_has_no_page(client, administrator):
    assert client.get(reverse("deadline_settings:target", args=["iopc-referral"])).status_code == 404


def test_the_targets_say_what_is_in_force_since_when_and_what_comes(client, administrator):
    LocalLengthFactory(number=3, from_on=date(2026, 1, 1))
    LocalLengthFactory(number=5, from_on=date(2026, 6, 1))

    text = text_of(client.get(TARGETS))

    assert "3 working days <br>5 working days from Monday 1 June 2026" in text
    assert "Thursday 1 January 2026" in text


def test_a_target_shows_its_effect_before_it_changes(client, administrator):
    answers = {"number": "4", "from_on-day": "2", "from_on-month": "4", "from_on-year": "2026"}

    shown = text_of(client.post(FIRST_CONTACT, answers))

    assert "it is 4 working days instead of 2 working days" in shown
    assert "would end on Friday 10 April 2026 instead of Wednesday 8 April 2026" in shown
    assert not LocalLength.objects.exists()


def test_a_target_that_was_confirmed_counts_and_is_in_the_trail(client, administrator):
    answers = {"number": "4", "from_on-day": "2", "from_on-month": "4", "from_on-year": "2026"}

    asked = text_of(client.get(FIRST_CONTACT))
    response = client.post(FIRST_CONTACT, answers | {"confirmed": "yes"})

    assert "Now it is 2 working days." in asked
    assert response.url == TARGETS
    assert "First contact with the complainant: 4 working days from" in text_of(client.get(TARGETS))
    assert first_contact().due_on == date(2026, 4, 10)
    entry = Entry.objects.get(verb="clock.length_set")
    assert (entry.by_id, entry.changes["number"]) == (administrator.pk, 4)


def test_a_target_beyond_the_known_bank_holidays_is_shown_without_an_example(client, administrator):
    answers = {"number": "4", "from_on-day": "2", "from_on-month": "4", "from_on-year": "2031"}

    shown = text_of(client.post(FIRST_CONTACT, answers))

    assert "From Wednesday 2 April 2031 it is 4 working days" in shown
    assert "would end on" not in shown


@pytest.mark.parametrize("number", ["0", "-1", "1000", "two", ""])
def test_a_target_refuses_what_is_no_length_in_words(client, administrator, number):
    answers = {"number": number, "from_on-day": "2", "from_on-month": "4", "from_on-year": "2026"}

    text = text_of(client.post(FIRST_CONTACT, answers))

    assert "Error: " in text
    assert "working days" in text.split("There is a problem")[1]


def test_a_target_refuses_a_day_that_is_past(client, administrator):
    answers = {"number": "4", "from_on-day": "1", "from_on-month": "4", "from_on-year": "2026"}

    text = text_of(client.post(FIRST_CONTACT, answers | {"confirmed": "yes"}))

    assert "cannot be changed for days that are past" in text


def test_the_bank_holidays_in_use_are_listed_with_what_comes_next(client, administrator):
    text = text_of(client.get(HOLIDAYS))

    assert "England and Wales" in text
    assert "Any part of the United Kingdom" in text
    assert "Friday 3 April 2026" in text
    assert "Sunday 31 December 2028" in text
    assert APPLY not in text


def test_a_newer_list_is_offered_with_the_days_and_the_dates_it_changes(
    client, manager, good_friday_forgotten
):
    deadline = first_contact()

    offered, shown = text_of(client.get(HOLIDAYS)), text_of(client.get(APPLY))

    assert APPLY in offered
    assert "England and Wales: Friday 3 April 2026 becomes a bank holiday, Good Friday." in shown
    assert deadline.case.reference in shown
    assert "Tuesday 7 April 2026" in shown
    assert "Wednesday 8 April 2026" in shown
    assert latest("EW") == good_friday_forgotten


def test_a_list_that_was_confirmed_moves_what_was_shown_and_is_in_the_trail(
    client, administrator, good_friday_forgotten
):
    seen, later = first_contact(), first_contact()

    client.post(APPLY, {"shown": f"{seen.pk}"})

    assert list(Deadline.objects.open().order_by("pk").values_list("due_on", flat=True)) == [
        later.due_on,
        date(2026, 4, 8),
    ]
    assert list(wrongly_stored()) == []
    taken = Entry.objects.get(verb="holidays.taken")
    assert (taken.by_id, taken.changes) == (administrator.pk, {"EW": 2, "moved": 1})
    assert "1 running date moves" in text_of(client.get(APPLY))


def test_an_administrator_moves_dates_without_seeing_whose(client, administrator, good_friday_forgotten):
    deadline = first_contact()

    text = text_of(client.get(APPLY))

    assert "1 running date moves" in text
    assert "cases that you do not see" in text
    assert deadline.case.reference not in text


def test_a_case_behind_a_wall_is_in_no_count_and_waits_for_somebody_else(
    client, manager, good_friday_forgotten
):
    deadline = first_contact()
    WallFactory(case=deadline.case, person=manager)

    text = text_of(client.get(APPLY))
    client.post(APPLY, {"shown": f"{deadline.pk}"})

    assert "No running date moves" in text
    assert Deadline.objects.open().get() == deadline
    assert [each.deadline for each in affected_by_calendar_change(UserFactory(post=Post.ADMINISTRATOR))] == [
        deadline
    ]


def test_a_case_of_named_people_is_not_moved_by_a_manager_who_is_not_named(
    client, manager, good_friday_forgotten
):
    first_contact(confidentiality=Confidentiality.NAMED)

    assert "No running date moves" in text_of(client.get(APPLY))


def test_a_walled_administrator_neither_counts_nor_moves_the_case(
    client, administrator, good_friday_forgotten
):
    deadline = first_contact()
    WallFactory(case=deadline.case, person=administrator)

    assert "No running date moves" in text_of(client.get(APPLY))


def test_names_that_change_move_nothing(client, administrator):
    kept = latest("UK")
    kept.holidays["2026-04-03"] = "Good Friday (old spelling)"
    kept.save(update_fields=["holidays"])

    text = text_of(client.get(APPLY))

    assert "names change, and no day does" in text
    assert HolidayList.objects.filter(calendar="UK").count() == 1
