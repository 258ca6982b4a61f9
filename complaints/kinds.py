"""What the kernel is told about a complaint's case: its series, its page, and what lists show of it."""

import textwrap
from collections.abc import Iterable
from functools import cache
from operator import attrgetter

from django.urls import reverse

from casework.cases.kinds import CaseKind, Listing
from casework.cases.models import Case
from casework.people.models import User
from casework.people.posts import Post
from complaints import permissions
from complaints.actions import resumption
from complaints.models import Complaint, Party, Role
from complaints.queries import must_now_be_recorded, reader_named, was_shown_access_code
from complaints.recognition import bare_letters
from complaints.workflow import Road, Status, Subject

HEADING = 120


def _prefix(case: Case) -> str:
    """Complaints that somebody in the office must not know of have series of their own.

    A gap in the numbers one sees would otherwise say that there is a case one does not see. So what
    the Commissioner keeps from the Chief Executive is not numbered with what the Chief Executive reads.
    """
    match Road(case.complaint.road):
        case Road.STAFF:
            return "STF" if case.owner_post == Post.CHIEF_EXECUTIVE else "RSC"
        case Road.OTHER:
            return "RST"
    return "CMP"


def _url(case: Case) -> str:
    return f"{_root()}{case.reference}/"


@cache
def _root() -> str:
    # Asked for once: a list links to twenty-five cases.
    return reverse("complaints:list")


def _listing(case: Case) -> Listing:
    complaint = case.complaint
    parties = sorted(complaint.parties.all(), key=attrgetter("pk"))
    return Listing(
        status=complaint.status,
        stream=complaint.road,
        heading=heading(complaint.what_happened),
        about=_about(complaint, parties),
        names=searched(party.name for party in parties),
        words=_words(complaint, parties),
        waits_for=_waits_for(complaint),
        calls_for=_calls_for(complaint),
        is_open=complaint.status != Status.CLOSED,
    )


MESSAGE_TO_READ = "There is a message to read"
WAITS_FOR = {
    Status.REFERRED: "the IOPC",
    Status.HANDED_OVER: "the force",
    Status.HANDING_OVER: "approval",
    Status.OUTCOME_PROPOSED: "approval",
}


def _waits_for(complaint: Complaint) -> str:
    if complaint.status in WAITS_FOR:
        return WAITS_FOR[Status(complaint.status)]
    if complaint.suspended_at:
        return resumption.waits_for(complaint)
    if complaint.status != Status.HANDLING:
        return ""
    return "the force" if complaint.information_requests.filter(replied_on=None).exists() else ""


def _calls_for(complaint: Complaint) -> str:
    """What its complainant wants of somebody; a closed one comes back to a desk only by that."""
    if complaint.status == Status.CLOSED and must_now_be_recorded(complaint):
        return "The complainant asks for it to be recorded"
    unread = complaint.messages.filter(from_complainant=True, read_at=None)
    return MESSAGE_TO_READ if unread.exists() else ""


def searched(names: Iterable[str]) -> str:
    """Each name, and as somebody types it who has no accents on the keyboard."""
    return "\n".join(name if name.isascii() else f"{name}\n{bare_letters(name)}" for name in names if name)


def heading(account: str) -> str:
    """The first line of the account, cut between words."""
    lines = account.strip().splitlines() or [""]
    line = " ".join(lines[0].split())
    return textwrap.shorten(line, HEADING, placeholder="…") if " " in line[:HEADING] else line[:HEADING]


def _about(complaint: Complaint, parties: list[Party]) -> str:
    named = ", ".join(party.name for party in parties if party.role == Role.SUBJECT and party.name)
    return textwrap.shorten(named or Subject(complaint.subject).label, 200, placeholder="…")


def _words(complaint: Complaint, parties: list[Party]) -> str:
    return "\n".join(
        part
        for part in (
            complaint.what_happened,
            complaint.what_is_wanted,
            complaint.when_it_happened,
            complaint.where_it_happened,
            complaint.subject_description,
            *(party.name for party in parties),
            *complaint.allegations.values_list("text", flat=True),
        )
        if part
    )


def _how_to_reach(case: Case, recipient: str) -> str:
    reader = reader_named(case.pk, recipient)
    return reader.to_heed if reader else ""


def _may_work(user: User, case: Case) -> bool:
    return permissions.can_handle(user, case.complaint)


def _still_has(case: Case, person: User) -> str:
    if not was_shown_access_code(case.complaint, person):
        return ""
    return (
        f"{person} was shown the complainant’s access code, which still opens the complainant’s page. "
        "Give the complainant a new access code: the old one then stops working."
    )


COMPLAINT = CaseKind(
    code="complaint",
    name="Complaint",
    prefix=_prefix,
    url=_url,
    listing=_listing,
    statuses=dict(Status.choices),
    how_to_reach=_how_to_reach,
    may_work=_may_work,
    still_has=_still_has,
)
