"""Counts the measures of a quarter in the database, one statement a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Avg, Count, FloatField

from casework.cases.models import visible_case
from casework.people.models import User
from reporting.figures import DutyLine, Figure, Timing
from reporting.measures import AUTHORITIES, OWED_BY, Duties, Measure, Table, Timed
from reporting.working_days import WorkingDays


class Counts:
    """What was counted, over the cases one person may see; over every case, with those behind each figure."""

    def __init__(self, tables: Iterable[Table], days: WorkingDays, *, seen_by: User | None) -> None:
        self._found: dict[str, Any] = {}
        for table in tables:
            rows = table.rows.filter(visible_case(seen_by, table.case)) if seen_by else table.rows
            behind = {} if seen_by else _cases_behind(table)
            self._found |= rows.aggregate(**_counts(table), **_lengths(table, days), **behind)

    def figure(self, measure: Measure) -> Figure:
        cases = self._found.get(f"{measure.code}-cases") or ()
        return Figure(measure.code, measure.label, self._found[measure.code], tuple(cases))

    def timing(self, timed: Timed) -> Timing:
        mean, spread = self._found[f"{timed.code}-mean"], self._found[f"{timed.code}-spread"]
        median, ninetieth = spread or (None, None)
        return Timing(
            code=timed.code,
            label=timed.label,
            done=self.figure(timed.done),
            not_yet=self.figure(timed.not_yet),
            mean=_to_a_tenth(mean),
            median=_to_a_tenth(median),
            ninetieth=_to_a_tenth(ninetieth),
        )

    def duties(self, duties: Duties) -> DutyLine:
        return DutyLine(
            owed_by=OWED_BY[duties.party],
            authority=AUTHORITIES[duties.authority],
            met=self.figure(duties.met),
            missed=self.figure(duties.missed),
        )


class MedianAndNinetieth(Aggregate):
    """Linear interpolation between closest ranks, ends included (Hyndman and Fan 1996, definition 7)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def _counts(table: Table) -> dict[str, Aggregate]:
    return {measure.code: Count(table.case, filter=measure.where) for measure in table.measures}


def _cases_behind(table: Table) -> dict[str, Aggregate]:
    return {
        f"{measure.code}-cases": ArrayAgg(table.case, filter=measure.where, distinct=True)
        for measure in table.measures
    }


def _lengths(table: Table, days: WorkingDays) -> dict[str, Aggregate]:
    lengths: dict[str, Aggregate] = {}
    for timed in table.timings:
        length = days.between("made_at", timed.until)
        lengths[f"{timed.code}-mean"] = Avg(length, filter=timed.finished)
        lengths[f"{timed.code}-spread"] = MedianAndNinetieth(length, filter=timed.finished)
    return lengths


def _to_a_tenth(days: float | None) -> float | None:
    return None if days is None else round(days, 1)
