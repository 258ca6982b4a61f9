from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateTimeField, F, Func, IntegerField, Value
from django.db.models.functions import Cast, Greatest

from casework.deadlines.counting import LONDON, SATURDAY


class WorkingDays:
    """Counts working days between two moments where they are stored, for the many durations of a report.

    `width_bucket` finds how many of them had begun by a moment, in the list of the moments at which each
    began in London: what is a holiday, and when summer time begins, is settled before the database is asked.
    """

    def __init__(self, first: date, last: date, holidays: Iterable[date]) -> None:
        free = set(holidays)
        days = (first + timedelta(offset) for offset in range((last - first).days + 1))
        working = (day for day in days if day.weekday() < SATURDAY and day not in free)
        begun = ",".join(datetime.combine(day, time(), LONDON).isoformat() for day in working)
        # One literal: a parameter a day would be sent again wherever a statement counts with them.
        self._begun = Cast(Value(f"{{{begun}}}"), ArrayField(DateTimeField()))

    def between(self, begun: str, done: str) -> Greatest:
        """Working days after the day of `begun`, up to and with that of `done`; the same day is 0 (as T4).

        A day outside the range that was given counts as its nearest end.
        """
        return Greatest(self._up_to(done) - self._up_to(begun), Value(0))

    def _up_to(self, moment: str) -> Func:
        return Func(F(moment), self._begun, function="width_bucket", output_field=IntegerField())
