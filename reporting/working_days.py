from collections.abc import Iterable
from datetime import date, timedelta


class WorkingDays:
    """Counts working days between two days in constant time, for the many durations of a report."""

    def __init__(self, first: date, last: date, holidays: Iterable[date]) -> None:
        free = set(holidays)
        self._first = first
        self._before = [0]
        for offset in range((last - first).days + 1):
            day = first + timedelta(offset)
            self._before.append(self._before[-1] + (day.weekday() < 5 and day not in free))

    def between(self, begun: date, done: date) -> int:
        """Working days after `begun`, up to and including `done`; the same day is 0 (as T4 counts).

        A day outside the range that was given counts as its nearest end.
        """
        return max(0, self._before[self._place(done)] - self._before[self._place(begun)])

    def _place(self, day: date) -> int:
        return min(max((day - self._first).days + 1, 0), len(self._before) - 1)
