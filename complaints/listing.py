"""The list of complaints: what was asked for, and the cases that answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from casework.cases.models import Case, CaseQuerySet
from casework.cases.paging import Sort
from casework.cases.queries import by_reference, full_text, search_by_name, searches_for_nothing
from casework.desk.queries.work import is_mine, soon_after
from casework.people.models import User
from complaints.kinds import COMPLAINT

REFERENCE = re.compile(r"\s*[A-Za-z]{2,4}-\d{4}-\d{1,6}\s*")

ME, NOBODY = "me", "nobody"
OVERDUE, SOON = "overdue", "soon"
OPEN, CLOSED = "open", "closed"
NAMES, WORDS = "names", "words"

NEWEST, OLDEST, NEXT_DATE = "newest", "oldest", "next_date"
SORTS = {
    NEWEST: Sort("opened_on", descending=True),
    OLDEST: Sort("opened_on"),
    NEXT_DATE: Sort("next_due_on", nullable=True),
}


def _in_full(reference: str) -> str:
    """ "cmp-2026-61" as it is written: CMP-2026-000061."""
    prefix, year, number = reference.strip().split("-")
    return f"{prefix}-{year}-{int(number):06d}"


@dataclass(frozen=True)
class ListQuery:
    """A search with its filters, already checked. An empty value does not filter."""

    text: str = ""
    search_in: str = NAMES
    state: str = OPEN
    road: str = ""
    status: str = ""
    handler: str = ""
    due: str = ""
    received_from: date | None = None
    received_to: date | None = None
    sort: str = NEWEST

    @property
    def sorting(self) -> Sort:
        """Only open cases have a next date: a list that also holds closed ones is sorted by its newest."""
        if self.sort == NEXT_DATE and self.state != OPEN:
            return SORTS[NEWEST]
        return SORTS[self.sort]

    def cases(self, user: User, *, on: date) -> CaseQuerySet:
        """The cases that `user` may see and that answer; raises TooShort for a name under three letters."""
        found = self._filtered(Case.objects.visible_to(user).filter(kind=COMPLAINT.code), user, on=on)
        if not self.text:
            return found
        if REFERENCE.fullmatch(self.text):
            return by_reference(found, _in_full(self.text))
        return full_text(found, self.text) if self.search_in == WORDS else search_by_name(found, self.text)

    @property
    def searches_for_nothing(self) -> bool:
        is_words = bool(self.text) and self.search_in == WORDS and not REFERENCE.fullmatch(self.text)
        return is_words and searches_for_nothing(self.text)

    def _filtered(self, cases: CaseQuerySet, user: User, *, on: date) -> CaseQuerySet:
        if self.state:
            cases = cases.filter(is_open=self.state == OPEN)
        if self.road:
            cases = cases.filter(stream=self.road)
        if self.status:
            cases = cases.filter(status=self.status)
        if self.handler == NOBODY:
            cases = cases.filter(handler=None)
        elif self.handler == ME:
            # What nobody handled is nobody's once it is closed; and either of two is slow to sort.
            cases = cases.filter(handler=user) if self.state == CLOSED else cases.filter(is_mine(user))
        elif self.handler:
            cases = cases.filter(handler=int(self.handler))
        if self.due == OVERDUE:
            cases = cases.filter(next_due_on__lt=on)
        elif self.due == SOON:
            cases = cases.filter(next_due_on__gte=on, next_due_on__lte=soon_after(on))
        if self.received_from:
            cases = cases.filter(opened_on__gte=self.received_from)
        if self.received_to:
            cases = cases.filter(opened_on__lte=self.received_to)
        return cases
