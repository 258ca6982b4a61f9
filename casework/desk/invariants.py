"""What the kernel promises of its own rows, whatever the domains above it do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from casework.approvals.models import ApprovalRequest
from casework.approvals.models import State as ApprovalState
from casework.cases.models import Case
from casework.deadlines.models import Deadline
from casework.deadlines.queries import owed_by_the_office, wrongly_stored
from casework.desk.self_check import Invariant, Looked
from casework.documents.models import Document
from casework.documents.models import State as DocumentState
from casework.letters.models import Letter
from casework.letters.models import State as LetterState
from casework.outbox.models import Message
from casework.people.queries import holders
from casework.trail.queries import verify

A_DAY = timedelta(days=1)
NEVER = Value(date.max)  # nothing equals NULL, not even NULL


def _due_dates(at: datetime) -> Looked:
    wrong = (f"deadline {deadline.pk}" for deadline in wrongly_stored())
    return Looked(Deadline.objects.open().count(), wrong)


def _next_dates(at: datetime) -> Looked:
    running = (
        Deadline.objects.running().filter(case=OuterRef("pk"), clock__in=owed_by_the_office()).order_by()
    )
    earliest = running.values("case").annotate(earliest=Min("due_on")).values("earliest")
    cases = Case.objects.open()
    both = cases.annotate(stored=Coalesce("next_due_on", NEVER), owed=Coalesce(Subquery(earliest), NEVER))
    return Looked(cases.count(), _named("case", both.exclude(stored=F("owed"))))


def _clocks_once(at: datetime) -> Looked:
    running = Deadline.objects.open()
    twice = (
        running.order_by()
        .values("case", "clock", "recipient")
        .annotate(first=Min("pk"), number=Count("pk"))
        .filter(number__gt=1)
    )
    return Looked(running.count(), (f"deadline {pk}" for pk in twice.values_list("first", flat=True)))


def _reminders(at: datetime) -> Looked:
    waiting = Deadline.objects.running().filter(next_reminder_at__isnull=False)
    return Looked(waiting.count(), _named("deadline", waiting.filter(next_reminder_at__lt=at - A_DAY)))


def _approvals(at: datetime) -> Looked:
    decided = ApprovalRequest.objects.filter(Q(decided_by__isnull=False) | Q(first_by__isnull=False))
    asked = Q(decided_by=F("asked_by")) | Q(first_by=F("asked_by"))
    wrote = Q(decided_by=F("authors")) | Q(first_by=F("authors"))
    return Looked(decided.count(), _named("approval", decided.filter(asked | wrote).distinct()))


def _letters(at: datetime) -> Looked:
    left = Letter.objects.filter(state=LetterState.SENT, approval__isnull=False)
    as_approved = Q(approval__state=ApprovalState.APPROVED, content_sha256=F("approval__content_sha256"))
    return Looked(left.count(), _named("letter", left.exclude(as_approved)))


def _documents(at: datetime) -> Looked:
    documents = Document.objects.all()
    unchecked = Q(state=DocumentState.AVAILABLE, checked_at=None)
    if settings.CLAMD_ADDRESS:
        unchecked |= Q(state=DocumentState.QUARANTINED, added_at__lt=at - A_DAY)
    return Looked(documents.count(), _named("document", documents.filter(unchecked)))


def _trail(at: datetime) -> Looked:
    verification = verify()
    broken = [str(verification.first_broken)] if verification.first_broken else []
    return Looked(verification.entries, broken)


def _owners(at: datetime) -> Looked:
    cases, today = Case.objects.open().order_by("pk"), localdate(at)
    unseen: set[int] = set()
    for post in cases.order_by().values_list("owner_post", flat=True).distinct():
        owned = cases.filter(owner_post=post)
        left = set(owned.values_list("pk", flat=True))
        for person in holders(post, today):
            if left:  # whoever sees the whole office leaves the others few
                left -= set(owned.lastingly_visible_to(person).values_list("pk", flat=True))
        unseen |= left
    return Looked(cases.count(), [f"case {pk}" for pk in sorted(unseen)])


def _references(at: datetime) -> Looked:
    cases = Case.objects.all()
    return Looked(cases.count(), _named("case", cases.filter(Q(reference=None) | Q(reference=""))))


def _messages(at: datetime) -> Looked:
    messages = Message.objects.all()
    stuck = messages.due(at - A_DAY) | messages.lapsed(at - A_DAY)
    return Looked(messages.count(), _named("message", stuck))


def _named(what: str, rows: QuerySet) -> list[str]:
    return [f"{what} {pk}" for pk in rows.order_by("pk").values_list("pk", flat=True)]


INVARIANTS = (
    Invariant("due-dates", "Every date that is stored is what its stored facts give", _due_dates),
    Invariant("next-dates", "The next date of a case is that of its earliest running duty", _next_dates),
    Invariant("clocks-once", "A clock runs once on a case for one recipient", _clocks_once),
    Invariant("reminders", "No reminder has waited for more than a day", _reminders),
    Invariant("approvals", "Nobody decided what they asked for or wrote themselves", _approvals),
    Invariant("letters", "Every letter that needed approval left as it was approved", _letters),
    Invariant("documents", "No file can be opened before it was checked", _documents),
    Invariant("trail", "The audit trail is whole", _trail),
    Invariant("owners", "Somebody who acts for the post that owns each open case can see it", _owners),
    Invariant("references", "Every case has a reference", _references),
    Invariant("messages", "No message has waited for more than a day without a person to see it", _messages),
)
