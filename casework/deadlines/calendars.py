"""Which days are bank holidays: the official list, kept in the database as numbered versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from govuk_bank_holidays.bank_holidays import BankHolidays

from casework.deadlines.counting import Holidays, in_words
from casework.deadlines.models import HolidayList

DIVISIONS = {
    BankHolidays.ENGLAND_AND_WALES: "England and Wales",
    BankHolidays.SCOTLAND: "Scotland",
    BankHolidays.NORTHERN_IRELAND: "Northern Ireland",
}
MOST_COMING = 8  # a year of them in England and Wales


def as_holidays(published: HolidayList) -> Holidays:
    days = {date.fromisoformat(day): name for day, name in published.holidays.items()}
    return Holidays(days, known_from=min(days).replace(month=1, day=1), known_until=published.known_until)


def latest(calendar: str) -> HolidayList:
    """The version of a list that new deadlines are counted with."""
    return HolidayList.objects.filter(calendar=calendar).latest("version")


def newest() -> dict[str, HolidayList]:
    """That version of every list, by its calendar."""
    lists = HolidayList.objects.order_by("calendar", "-version").distinct("calendar")
    return {row.calendar: row for row in lists}


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
    list(model.objects.select_for_update().values_list("pk"))  # two at once would both add version 2
    newer = not_kept_yet(model, at=at)
    for row in newer:
        row.save()
    return newer


def not_kept_yet(model: type[HolidayList], *, at: datetime) -> list[HolidayList]:
    """What the bundled list would add, unsaved: nothing where it says what the newest version says."""
    newer = []
    for calendar, holidays in published().items():
        newest = model.objects.filter(calendar=calendar).order_by("version").last()
        if newest is None or newest.holidays != holidays:
            newer.append(
                model(
                    calendar=calendar,
                    version=newest.version + 1 if newest else 1,
                    holidays=holidays,
                    known_until=date.fromisoformat(max(holidays)).replace(month=12, day=31),
                    loaded_at=at,
                )
            )
    return newer


@dataclass(frozen=True)
class InUse:
    """The list that a calendar is counted with, and the bank holidays that come next in it."""

    version: HolidayList
    coming: list[tuple[date, str]]


def lists_in_use(*, coming_after: date) -> list[InUse]:
    newest = map(latest, HolidayList.Calendar)
    return [
        InUse(
            row, [day for day in sorted(as_holidays(row).days.items()) if day[0] > coming_after][:MOST_COMING]
        )
        for row in newest
    ]


@dataclass(frozen=True)
class Change:
    """A list that could be taken into use, and the one it would follow."""

    newer: HolidayList
    older: HolidayList

    @property
    def sentences(self) -> list[str]:
        """Each day that becomes a bank holiday or is one no longer; a name that changes moves nothing."""
        was, will_be = as_holidays(self.older).days, as_holidays(self.newer).days
        where = self.newer.get_calendar_display()
        gained, lost = sorted(will_be.keys() - was.keys()), sorted(was.keys() - will_be.keys())
        return [
            *(f"{where}: {in_words(day)} becomes a bank holiday, {will_be[day]}." for day in gained),
            *(f"{where}: {in_words(day)} is no longer a bank holiday, {was[day]}." for day in lost),
        ] or [f"{where}: names change, and no day does."]


def changes_to_come(*, at: datetime) -> list[Change]:
    """What taking the bundled list would change: empty when it is in use already."""
    return [Change(newer, latest(newer.calendar)) for newer in not_kept_yet(HolidayList, at=at)]


def _name(event: Mapping[str, str]) -> str:
    name = event["title"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return f"{name} ({event['notes'].lower()})" if event.get("notes") else name
