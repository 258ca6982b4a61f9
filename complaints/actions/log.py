"""Logging a complaint, giving it to somebody, and putting right who it is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from casework.cases import actions as cases
from casework.cases.models import Confidentiality, Wall
from casework.deadlines.queries import running_on
from casework.people.models import User
from complaints import permissions, roads
from complaints.actions import writing
from complaints.actions.begin import lock_visible, record
from complaints.actions.clocks import end_duties, start_clocks
from complaints.actions.refused import Refused
from complaints.actions.walls import pass_on, wall_off
from complaints.models import Complaint
from complaints.queries import complainant_of
from complaints.roads import Start
from complaints.workflow import LOG, REROUTE, ROAD_OF, WORK, Road, Subject


@transaction.atomic
def log_complaint(complaint: Complaint, *, handler: User | None = None, by: User, at: datetime) -> Complaint:
    """Take the complaint into the office's log, and give it to a handler if one is chosen."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_log(by, complaint))
    LOG.check(complaint.status)

    complaint.status, complaint.logged_at, complaint.logged_by = LOG.target, at, by
    complaint.save(update_fields=["status", "logged_at", "logged_by"])

    record(complaint, "complaint.logged", by=by, at=at, changes={"status": complaint.status})
    return assign(complaint, handler, by=by, at=at) if handler else complaint


@transaction.atomic
def assign(complaint: Complaint, handler: User | None, *, by: User, at: datetime) -> Complaint:
    """Give the complaint to `handler`, or to nobody; never to somebody who is walled from it."""
    complaint = lock_visible(complaint, by)
    WORK.check(complaint.status)
    allowed = permissions.can_assign(by, complaint) or handler == by and permissions.can_take(by, complaint)
    cases.require(allowed)
    if handler and not permissions.could_handle(handler):
        raise Refused(f"{handler} does not handle complaints. Choose somebody else.")
    if handler and Wall.objects.standing().filter(case=complaint.case, person=handler).exists():
        raise Refused(f"{handler} cannot be given this complaint. Choose somebody else.")

    if handler and complaint.case.confidentiality == Confidentiality.NAMED:
        cases.name_person(complaint.case, handler, reason="Handles the complaint.", by=None, at=at)
    complaint.case = cases.assign(complaint.case, handler, by=by, at=at)
    return complaint


@transaction.atomic
def reroute_complaint(
    complaint: Complaint, *, subject: Subject, reason: str, by: User, at: datetime
) -> Complaint:
    """Put right who the complaint is about, and with it whose it is, who sees it and which clocks run.

    Walls that stand stay: whoever was taken for the subject may hold things that the new subject said.
    """
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_reroute(by, complaint))
    REROUTE.check(complaint.status)
    if subject == complaint.subject:
        raise Refused("Select somebody else: the complaint is about them already.")

    road, clocks = ROAD_OF[subject], roads.first_clocks(complaint)
    changes = {"subject": [complaint.subject, subject], "road": [complaint.road, road]}
    if complaint.logged_at:
        cases.add_note(complaint.case, f"Who it is about was changed: {reason}", by=by, at=at)
    complaint.subject, complaint.road = subject, road
    complaint.save(update_fields=["subject", "road"])
    _settle_who_sees_it(complaint, by=by, at=at)
    _settle_clocks(complaint, clocks, by=by, at=at)

    record(complaint, "complaint.rerouted", by=by, at=at, changes=changes)
    return complaint


@transaction.atomic
def pass_on_delegated_command(complaint: Complaint, *, explanation: str, by: User, at: datetime) -> Complaint:
    """Say that this is about what the force did under delegated command, and tell the complainant why.

    The office is appropriate authority only for the Chief Constable's own acts and omissions.
    """
    if complaint.road != Road.CHIEF_CONSTABLE:
        raise Refused("Only a complaint about the Chief Constable can be one about delegated command.")
    complaint = reroute_complaint(complaint, subject=Subject.POLICE_SERVICE, reason=explanation, by=by, at=at)
    writing.tell_complainant(complaint, "delegated-command", {"explanation": explanation}, by=by, at=at)
    return complaint


def _settle_who_sees_it(complaint: Complaint, *, by: User, at: datetime) -> None:
    about = roads.subjects_by_post(Subject(complaint.subject), localdate(at))
    named = pass_on(complaint, barring=about, at=at)
    for person in about:
        wall_off(complaint, person, by=by, at=at)
    case = complaint.case
    if case.confidentiality == Confidentiality.NAMED and named and case.handler not in named:
        case.handler = None
        case.save(update_fields=["handler"])


def _settle_clocks(complaint: Complaint, before: Iterable[Start], *, by: User, at: datetime) -> None:
    """Start what the new road adds. An update that was given counts on every road."""
    begun = {start.clock for start in before}
    after = [_told_since(complaint, before, start) for start in roads.first_clocks(complaint)]
    reason = "The complaint turned out to be about somebody else."
    end_duties(complaint, keep=[start.clock for start in after], reason=reason, by=by, at=at)
    start_clocks(complaint, [start for start in after if start.clock not in begun], by=by, at=at)


def _told_since(complaint: Complaint, before: Iterable[Start], start: Start) -> Start:
    party = complainant_of(complaint)
    earlier = next((old.clock for old in before if old.for_complainant), None)
    told = running_on(complaint.case, earlier, party.recipient) if party and earlier else None
    if told is None or not start.for_complainant:
        return start
    return replace(start, trigger=lambda _: told.trigger_at, event=told.trigger_event)
