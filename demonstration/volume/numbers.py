"""Which key and which reference come next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from django.db.models import Max, Model

from casework.cases.models import Series
from complaints.workflow import Road
from demonstration.volume.shares import PREFIXES

LONDON = ZoneInfo("Europe/London")


def _after_the_last(model: type[Model]) -> Iterator[int]:
    last = model._default_manager.aggregate(last=Max("pk"))["last"]
    return count((last or 0) + 1)


class Keys(dict[type[Model], Iterator[int]]):
    """The keys that each table gives next."""

    def __missing__(self, model: type[Model]) -> Iterator[int]:
        return self.setdefault(model, _after_the_last(model))


@dataclass
class Numbers:
    """The last number given in each series and year, and the keys."""

    series: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    keys: Keys = field(default_factory=Keys)

    def reference(self, road: Road, day: datetime) -> str:
        place = PREFIXES[road], day.astimezone(LONDON).year
        self.series[place] += 1
        return f"{place[0]}-{place[1]}-{self.series[place]:06d}"

    def rows(self) -> list[Series]:
        return [Series(prefix=p, year=year, last_number=n) for (p, year), n in self.series.items()]
