from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from casework.deadlines.calendars import as_holidays, latest, load_reference_data
from casework.deadlines.models import HolidayList

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_new_database_already_knows_the_bank_holidays():
    assert {published.calendar: published.version for published in HolidayList.objects.all()} == {
        "EW": 1,
        "UK": 1,
    }


def test_england_and_wales_keeps_its_own_holidays_only():
    holidays = as_holidays(latest("EW"))

    assert holidays.reason_not_to_count(date(2026, 12, 28)) == "Boxing Day (substitute day)"
    assert holidays.reason_not_to_count(date(2026, 11, 30)) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 2), "2nd January (Scotland)"),
        (date(2026, 3, 17), "St Patrick's Day (Northern Ireland)"),
        (date(2026, 7, 13), "Battle of the Boyne (Orangemen's Day) (substitute day) (Northern Ireland)"),
        (date(2026, 8, 3), "Summer bank holiday (Scotland)"),
        (date(2026, 8, 31), "Summer bank holiday"),
        (date(2026, 11, 30), "St Andrew's Day (Scotland)"),
    ],
)
def test_the_united_kingdom_keeps_the_holidays_of_any_part(day, name):
    assert as_holidays(latest("UK")).reason_not_to_count(day) == name


def test_loading_the_same_list_again_adds_no_version():
    assert load_reference_data(at=AT) == []


def test_loading_a_list_that_has_changed_adds_a_version_and_keeps_the_old_one():
    old = latest("EW")
    HolidayList.objects.filter(pk=old.pk).update(holidays={"2026-04-03": "Good Friday"})

    loaded = load_reference_data(at=AT)

    assert [(new.calendar, new.version, new.loaded_at) for new in loaded] == [("EW", 2, AT)]
    assert latest("EW").known_until == date(2028, 12, 31)
    assert HolidayList.objects.get(pk=old.pk).holidays == {"2026-04-03": "Good Friday"}


def test_the_command_says_what_it_loaded():
    HolidayList.objects.filter(calendar="UK").delete()
    first, second = StringIO(), StringIO()

    call_command("load_bank_holidays", stdout=first)
    call_command("load_bank_holidays", stdout=second)

    assert first.getvalue() == "Any part of the United Kingdom: version 1\n"
    assert second.getvalue() == "Nothing has changed.\n"
