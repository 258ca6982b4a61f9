"""Which days are bank holidays: the official list, kept in the database as numbered versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from govuk_bank_holidays.bank_holidays import BankHolidays

from casework.deadlines.counting import Holidays
from casework.deadlines.models import HolidayList

DIVISIONS = {
    BankHolidays.ENGLAND_AND_WALES: "England and Wales",
    BankHolidays.SCOTLAND: "Scotland",
    BankHolidays.NORTHERN_IRELAND: "Northern Ireland",
}


def as_holidays(published: HolidayList) -> Holidays:
    days = {date.fromisoformat(day): name for day, name in published.holidays.items()}
    return Holidays(days, known_from=min(days).replace(month=1, day=1), known_until=published.known_until)


def latest(calendar: str) -> HolidayList:
    """The version of a list that new deadlines are counted with."""
    return HolidayList.objects.filter(calendar=calendar).latest("version")


def published() -> dict[str, dict[str, str]]:
    """The bundled official list as date to name, for each calendar. Never asks the network."""
    events: Mapping[str, Mapping[str, list[dict[str, str]]]] = BankHolidays.load_backup_data()
    england_and_wales = {
        event["date"]: _name(event) for event in events[BankHolidays.ENGLAND_AND_WALES]["events"]
    }
    anywhere: dict[str, str] = {}
    for division, place in DIVISIONS.items():
        for event in events[division]["events"]:
            if event["date"] not in england_and_wales:
                also = anywhere.get(event["date"])
                anywhere[event["date"]] = (
                    f"{also}; {_name(event)} ({place})" if also else f"{_name(event)} ({place})"
                )
    return {
        HolidayList.Calendar.EW: england_and_wales,
        HolidayList.Calendar.UK: dict(sorted((england_and_wales | anywhere).items())),
    }


@transaction.atomic
def load_reference_data(*, at: datetime) -> list[HolidayList]:
    """Keep the official list as a new version of each calendar that it changes; return those."""
    return keep_published(HolidayList, at=at)


def keep_published(model: type[HolidayList], *, at: datetime) -> list[HolidayList]:
    """Do so with the model as a migration knows it."""
    loaded = []
    for calendar, holidays in published().items():
        newest = model.objects.select_for_update().filter(calendar=calendar).order_by("version").last()
        if newest is None or newest.holidays != holidays:
            loaded.append(
                model.objects.create(
                    calendar=calendar,
                    version=newest.version + 1 if newest else 1,
                    holidays=holidays,
                    known_until=date.fromisoformat(max(holidays)).replace(month=12, day=31),
                    loaded_at=at,
                )
            )
    return loaded


def _name(event: Mapping[str, str]) -> str:
    name = event["title"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return f"{name} ({event['notes'].lower()})" if event.get("notes") else name
