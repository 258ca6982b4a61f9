"""The people in a complaint, and the wall that follows when one of them works here."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from casework.cases import actions as cases
from casework.people.models import User
from complaints import permissions
from complaints.actions.begin import lock_visible, record
from complaints.actions.refused import Refused
from complaints.actions.walls import wall_off
from complaints.models import Complaint, Party, Role
from complaints.recognition import colleagues_among, colleagues_by_post
from complaints.workflow import WORK, Road


@dataclass(frozen=True, kw_only=True)
class Details:
    """Who somebody is and how to reach them."""

    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    contact_by: str = ""
    adjustments: str = ""
    acts_for: str = ""
    has_consent: bool | None = None


@transaction.atomic
def add_party(
    complaint: Complaint,
    role: Role,
    details: Details,
    *,
    user: User | None = None,
    by: User,
    at: datetime,
) -> Party:
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WORK.check(complaint.status)
    if role == Role.COMPLAINANT and complaint.parties.filter(role=role).exists():
        raise Refused("The complaint has a complainant already. Change their details instead.")

    party = Party.objects.create(complaint=complaint, role=role, added_at=at, **asdict(details))
    if user:
        _identify(party, user, by=by, at=at)
    _wall_off_whom_it_names(party, by=by, at=at)

    record(complaint, "complaint.party_added", by=by, at=at, changes={"party": party.pk, "role": role})
    return party


@transaction.atomic
def change_party(party: Party, details: Details, *, version: int, by: User, at: datetime) -> Party:
    complaint = lock_visible(party.complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    cases.check_version(complaint.case, version)
    WORK.check(complaint.status)

    changed = [field for field, value in asdict(details).items() if getattr(party, field) != value]
    for field in changed:
        setattr(party, field, getattr(details, field))
    party.save(update_fields=changed)
    # A wall that was lifted because it hit a namesake stays lifted while the name stays.
    if {"name", "email"} & set(changed):
        party.complaint = complaint
        _wall_off_whom_it_names(party, by=by, at=at)

    # The trail names the fields and not their values: it outlives the person's data.
    changes = {"party": party.pk, "fields": changed}
    record(complaint, "complaint.party_changed", by=by, at=at, changes=changes)
    return party


@transaction.atomic
def identify_subject(party: Party, user: User, *, by: User, at: datetime) -> Party:
    """Say that the person complained about is `user`, who from this moment sees nothing of it."""
    complaint = lock_visible(party.complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WORK.check(complaint.status)
    if party.role != Role.SUBJECT:
        raise Refused("Only a person complained about can be somebody who works here.")

    party.complaint = complaint
    _identify(party, user, by=by, at=at)

    changes = {"party": party.pk, "user": user.pk}
    record(complaint, "complaint.subject_identified", by=by, at=at, changes=changes)
    return party


def _wall_off_whom_it_names(party: Party, *, by: User, at: datetime) -> None:
    """Keep out a colleague whose name, address or post a subject is given later, as when it came in."""
    if party.role != Role.SUBJECT:
        return
    complaint, words = party.complaint, [party.name, party.email]
    named = colleagues_among(words)
    if complaint.road == Road.STAFF:
        named += colleagues_by_post(words, localdate(at))
    for person in dict.fromkeys(named):
        reason = (
            "Somebody this complaint is about was given this person's name, e-mail address or post. The wall "
            "went up by itself. Lift it if it is somebody else."
        )
        wall_off(complaint, person, reason=reason, by=by, at=at)


def _identify(party: Party, user: User, *, by: User, at: datetime) -> None:
    party.user = user
    party.save(update_fields=["user"])
    if party.role == Role.SUBJECT:
        wall_off(party.complaint, user, by=by, at=at)
