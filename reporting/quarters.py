from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time

from casework.deadlines.counting import LONDON


@dataclass(frozen=True, order=True)
class Quarter:
    """Three calendar months in London. Quarter 1 of the calendar year is January to March."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and 2012 <= self.year <= 2100):
            raise ValueError("There is no such quarter.")

    def __str__(self) -> str:
        first, last = calendar.month_name[self._first_month], calendar.month_name[self._first_month + 2]
        return f"{first} to {last} {self.year}"

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def _first_month(self) -> int:
        return 3 * self.number - 2

    @property
    def slug(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, self._first_month, 1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.first_day, time(), LONDON)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return self.next.begins_at

    @property
    def financial_year(self) -> str:
        """The quarter as a committee counts it: the year begins in April."""
        begins = self.year - (self.number == 1)
        return f"quarter {(self.number - 2) % 4 + 1} of {begins}/{(begins + 1) % 100:02d}"
