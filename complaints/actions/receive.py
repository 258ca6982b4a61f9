"""Taking a complaint in, from the public form or from a colleague: one way in, the same rules."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

from casework.cases import actions as cases
from casework.cases.models import Case, Wall
from casework.documents import actions as documents
from casework.people.models import User
from casework.people.posts import Post
from casework.people.queries import holders, office_on
from casework.trail import actions as trail
from complaints import access_codes, notifications, permissions, roads
from complaints.access_codes import Opens
from complaints.actions.clocks import start_clocks
from complaints.deadlines import COMPLAINANT_UPDATE, FIRST_CONTACT, STAFF_ACKNOWLEDGEMENT, STAFF_UPDATE
from complaints.kinds import COMPLAINT
from complaints.models import Complaint, Party, Role
from complaints.recognition import colleagues_among, colleagues_by_post
from complaints.workflow import ROAD_OF, Channel, Road, Status, Subject

# Nobody can be met in these where the complainant left no way to be reached: PCMR 2020 reg 34 is a
# duty to tell somebody something. The complaint itself is handled, by the clocks that remain.
NEED_SOMEBODY_TO_TELL = {FIRST_CONTACT, COMPLAINANT_UPDATE, STAFF_UPDATE, STAFF_ACKNOWLEDGEMENT}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in the complaint, as they were described to us."""

    role: Role
    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    contact_by: str = ""
    safe_contact: str = ""
    adjustments: str = ""
    acts_for: str = ""
    has_consent: bool | None = None

    @property
    def can_be_reached(self) -> bool:
        return bool(self.email or self.telephone or self.address)


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What was said, as typed values. Anonymous when nobody in it is the complainant."""

    subject: Subject
    what_happened: str
    what_is_wanted: str = ""
    when_it_happened: str = ""
    where_it_happened: str = ""
    subject_description: str = ""
    people: tuple[Person, ...] = field(default=())

    @property
    def complainant(self) -> Person | None:
        return next((person for person in self.people if person.role == Role.COMPLAINANT), None)


@dataclass(frozen=True)
class Received:
    complaint: Complaint
    access_code: str


@transaction.atomic(savepoint=False)
@trail.together()
def receive(
    submission: Submission,
    *,
    submission_key: UUID,
    channel: Channel,
    made_at: datetime,
    at: datetime,
    received_at: datetime | None = None,
    by: User | None = None,
    draft_key: UUID | None = None,
) -> Received:
    """Open the complaint and start what runs from its first day; sent twice, it is still one complaint.

    `by` is the colleague who takes it down, which logs it at once; None for the public form. It may be
    about somebody they then no longer see.
    """
    cases.require(by is None or permissions.could_log(by))
    _wait_for_the_same(submission_key)
    access_code = access_codes.code_for(submission_key, Opens.COMPLAINT)
    earlier = Complaint.objects.filter(submission_key=submission_key)
    if earlier.exists():
        return Received(earlier.select_related("case").get(), access_code)

    whose = _whose(submission, localdate(at))
    case = cases.open_case(
        COMPLAINT,
        owner_post=whose.owner_post,
        opened_on=localdate(received_at or made_at),
        at=at,
        by=by,
        confidentiality=roads.RULES[whose.road].confidentiality,
    )
    complaint = Complaint.objects.create(
        case=case,
        submission_key=submission_key,
        access_code_mac=access_codes.mac_of(access_code, Opens.COMPLAINT),
        subject=submission.subject,
        road=whose.road,
        complaint_model=office_on(localdate(made_at)).complaint_model,
        status=Status.LOGGED if by else Status.RECEIVED,
        channel=channel,
        what_happened=submission.what_happened,
        what_is_wanted=submission.what_is_wanted,
        when_it_happened=submission.when_it_happened,
        where_it_happened=submission.where_it_happened,
        subject_description=submission.subject_description,
        is_anonymous=submission.complainant is None,
        made_at=made_at,
        received_at=received_at or made_at,
        logged_at=at if by else None,
        logged_by=by,
    )
    Party.objects.bulk_create(
        Party(complaint=complaint, added_at=at, **asdict(person)) for person in submission.people
    )
    # Read once for the clocks, the acknowledgement and the list.
    prefetch_related_objects([complaint], "parties")
    if draft_key:
        documents.attach_draft(draft_key, case, at=at)
    complaint.case = case = _settle_who_sees_it(case, whose, at=at)
    _start_clocks(complaint, submission, by=by, at=at)

    cases.number(case, at=at)
    notifications.acknowledge(complaint, at=at)
    changes = {"road": complaint.road, "subject": complaint.subject, "channel": complaint.channel}
    cases.record(case, "complaint.received", by=by, at=at, changes=changes)
    return Received(complaint, access_code)


@dataclass(frozen=True)
class _Whose:
    """Whose the complaint is, who must see it, and who must not."""

    road: Road
    owner_post: Post
    named: list[User]
    about: list[User]
    recognised: list[User]


def _whose(submission: Submission, day: date) -> _Whose:
    """Apply the road's rules, and the succession to an owner that the complaint seems to be about."""
    road = ROAD_OF[submission.subject]
    about = roads.subjects_by_post(submission.subject, day)
    subjects = [person for person in submission.people if person.role == Role.SUBJECT]
    told = [words for person in subjects for words in (person.name, person.email)]
    told.append(submission.subject_description)
    recognised = colleagues_among(told)
    if road == Road.STAFF:
        # Better that the Commissioner, who is not of the staff, gets one too many than that somebody reads
        # about themselves. On other roads a post may be one in the force, and an account is full of people.
        account = [submission.what_happened, submission.what_is_wanted, submission.where_it_happened]
        commissioner = holders(Post.COMMISSIONER, day)
        in_account = [person for person in colleagues_among(account) if person not in commissioner]
        by_post = colleagues_by_post([*told, *account], day)
        recognised = list(dict.fromkeys([*recognised, *in_account, *by_post]))

    barred = {*about, *recognised}
    charge = roads.in_charge(submission.subject, road, barred=barred, on=day)
    return _Whose(
        road,
        charge.owner_post,
        named=charge.named,
        about=about,
        recognised=[person for person in recognised if person not in about],
    )


def _settle_who_sees_it(case: Case, whose: _Whose, *, at: datetime) -> Case:
    """What the rules say follows, so the system does it and nobody's own permission is asked.

    The case as this left it.
    """
    if not (whose.about or whose.recognised or whose.named):
        return case
    for person in whose.about:
        _wall_off(case, person, "The complaint is about the post this person holds.", at=at)
    for person in whose.recognised:
        reason = (
            "The complaint names somebody with this person's name, e-mail address or post. The wall went up "
            "by itself when the complaint came in. Lift it if it is somebody else."
        )
        _wall_off(case, person, reason, at=at)
    for person in whose.named:
        cases.name_person(case, person, reason="It falls to this person's post.", by=None, at=at)
    return cases.lock(case)


def _wall_off(case: Case, person: User, reason: str, *, at: datetime) -> None:
    cases.raise_wall(case, person, source=Wall.Source.SUBJECT, reason=reason, by=None, at=at)


def _start_clocks(complaint: Complaint, submission: Submission, *, by: User | None, at: datetime) -> None:
    starts = roads.first_clocks(complaint)
    if not (submission.complainant and submission.complainant.can_be_reached):
        starts = tuple(start for start in starts if start.clock not in NEED_SOMEBODY_TO_TELL)
    start_clocks(complaint, starts, by=by, at=at)


def _wait_for_the_same(submission_key: UUID) -> None:
    """Make a second submission of the same form wait until the first has committed, and then find it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [submission_key.int >> 65])
