"""Reads of a complaint that more than one place needs."""

from uuid import UUID

from casework.cases.models import Wall
from casework.people.models import User
from casework.trail.models import Entry
from complaints.access_codes import Opens, code_for, mac_of
from complaints.models import Assessment, Complaint, Party, Referral, Role
from complaints.workflow import Road, Route


def complainant_of(complaint: Complaint) -> Party | None:
    """None of an anonymous complaint. Asks nothing of the database where the parties were fetched before."""
    return next((party for party in complaint.parties.all() if party.role == Role.COMPLAINANT), None)


def first_access_code(complaint: Complaint) -> str:
    """The code of the day it was made."""
    return access_code_of(complaint, complaint.submission_key)


def access_code_of(complaint: Complaint, key: UUID) -> str:
    """The code that was made of this key, until another was given in its place."""
    code = code_for(key, Opens.COMPLAINT)
    return code if mac_of(code, Opens.COMPLAINT) == complaint.access_code_mac else ""


def was_shown_access_code(complaint: Complaint, person: User) -> bool:
    """Whether this colleague read the code that opens the complaint now off their screen."""
    verbs = ("complaint.received", "complaint.access_code_replaced")
    given = Entry.objects.filter(case_id=complaint.pk, verb__in=verbs).order_by("-pk").first()
    return given is not None and given.by_id == person.pk and not given.changes.get("by_email")


def latest_assessment(complaint: Complaint) -> Assessment | None:
    return complaint.assessments.order_by("-pk").first()


def is_handled_informally(complaint: Complaint) -> bool:
    assessment = latest_assessment(complaint)
    return assessment is not None and assessment.route == Route.OUTSIDE_SCHEDULE_3


def must_now_be_recorded(complaint: Complaint) -> bool:
    """The complainant asked for it, and it has not been assessed anew."""
    return complaint.recording_asked_at is not None and is_handled_informally(complaint)


def reader_named(complaint_id: int, recipient: str) -> Party | None:
    """The party whom a letter or a clock calls by this name; None for the force and others outside."""
    parties = Party.objects.filter(complaint=complaint_id).order_by("pk")
    return next((party for party in parties if party.recipient == recipient), None)


def open_referral(complaint: Complaint) -> Referral | None:
    """The referral that is still to be made or has not come back."""
    return complaint.referrals.filter(returned_on=None, withdrawn_at=None).first()


def nobody_is_kept_from(complaint: Complaint) -> bool:
    """About somebody in the office whom nobody has named: no wall stands yet between them and it."""
    about = Wall.objects.standing().filter(case=complaint.case_id, source=Wall.Source.SUBJECT)
    return complaint.road == Road.STAFF and not about.exists()
