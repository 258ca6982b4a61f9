"""Referring a complaint to the IOPC: when it became clear, when it left and when it came back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from casework.cases import actions as cases
from casework.deadlines import actions as deadlines
from casework.deadlines.clocks import Clock
from casework.deadlines.models import Deadline
from casework.people.models import User
from complaints import permissions, writing_up
from complaints.actions import writing
from complaints.actions.begin import lock_visible, record
from complaints.actions.refused import Refused
from complaints.criteria import CALLED_IN
from complaints.deadlines import IOPC_CALL_IN, IOPC_REFERRAL
from complaints.models import Complaint, Referral
from complaints.queries import open_referral
from complaints.workflow import (
    REFER,
    REQUIRE_REFERRAL,
    RETURN_FROM_IOPC,
    WITHDRAW_CRITERION,
    Road,
)

CLOCKS = (IOPC_REFERRAL, IOPC_CALL_IN)
COMES_BACK = (Referral.Decision.LOCAL, Referral.Decision.RETURNED)


def still_to_refer(complaint: Complaint, met: Iterable[str]) -> list[str]:
    """The criteria met on a complaint the office itself must refer, less those the IOPC has had already."""
    if complaint.road != Road.CHIEF_CONSTABLE:
        return []
    waiting = open_referral(complaint)
    if waiting and not waiting.referred_at:
        return list(dict.fromkeys([*waiting.criteria, *met]))
    had = complaint.referrals.filter(referred_at__isnull=False).values_list("criteria", flat=True)
    settled = {code for criteria in had for code in criteria}
    return [code for code in met if code not in settled]


def require_referral(
    complaint: Complaint, criteria: list[str], *, first_clear_at: datetime, by: User, at: datetime
) -> Referral:
    """Start the one-day clock and block everything else; part of an assessment, in its transaction.

    The clock is urgent, so its first reminder goes to the Chief Executive at once.
    """
    REQUIRE_REFERRAL.check(complaint.status)
    if first_clear_at > at:
        raise Refused("When it first became clear must be in the past.")
    if localdate(first_clear_at) < localdate(complaint.received_at):
        raise Refused("It cannot have been clear before the office received the complaint.")

    referral = open_referral(complaint)
    if referral is None:
        referral = Referral.objects.create(
            complaint=complaint, criteria=criteria, first_clear_at=first_clear_at
        )
    else:
        referral.criteria = criteria
        referral.save(update_fields=["criteria"])
    complaint.status = REQUIRE_REFERRAL.target
    complaint.save(update_fields=["status"])
    _start_clocks(referral, complaint, by=by, at=at)
    return referral


@transaction.atomic
def change_first_clear(
    referral: Referral, *, first_clear_at: datetime, reason: str, by: User, at: datetime
) -> Referral:
    """Put right when it first became clear. The trail keeps what was said; the clock starts anew."""
    complaint = lock_visible(referral.complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    referral = Referral.objects.get(pk=referral.pk)
    if referral.referred_at or referral.withdrawn_at or referral.first_clear_at is None:
        raise Refused("This can be changed only while the referral is still to be made.")
    if first_clear_at > at or localdate(first_clear_at) < localdate(complaint.received_at):
        raise Refused("Enter a time between the day the complaint was received and now.")

    before = referral.first_clear_at
    referral.first_clear_at, referral.first_clear_changed_because = first_clear_at, reason
    referral.save(update_fields=["first_clear_at", "first_clear_changed_because"])
    _cancel_clocks(complaint, "When it first became clear was put right.", by=by, at=at)
    _start_clocks(referral, complaint, by=by, at=at)

    changes = {"referral": referral.pk, "first_clear_at": [before, first_clear_at]}
    record(complaint, "complaint.first_clear_changed", by=by, at=at, changes=changes)
    return referral


@transaction.atomic
def record_referral(
    complaint: Complaint,
    *,
    referred_at: datetime,
    iopc_reference: str,
    late_because: str = "",
    not_told_because: str = "",
    by: User,
    at: datetime,
) -> Referral:
    """Record that the complaint went to the IOPC, because it must or because the office chose to refer it.

    The complainant is told by letter, unless telling them might prejudice an investigation.
    """
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    REFER.check(complaint.status)
    if complaint.road != Road.CHIEF_CONSTABLE:
        raise Refused("The force refers complaints about its own people. Hand this one over today.")
    if referred_at > at or localdate(referred_at) < localdate(complaint.received_at):
        raise Refused("Enter a time between the day the complaint was received and now.")
    if not iopc_reference.strip():
        raise Refused("Enter the IOPC’s reference.")
    if is_late(complaint, referred_at) and not late_because.strip():
        raise Refused("The referral was made after its last day. Say why.")

    referral = open_referral(complaint) or Referral(complaint=complaint)
    referral.referred_at, referral.referred_by = referred_at, by
    referral.iopc_reference, referral.late_because = iopc_reference.strip(), late_because
    referral.save()
    complaint.status = REFER.target
    complaint.save(update_fields=["status"])
    for clock in CLOCKS:
        deadlines.satisfy(complaint.case, clock, done_at=referred_at, by=by, at=at)
    if not_told_because.strip():
        note = f"The complainant is not told of the referral: {not_told_because}"
        cases.add_note(complaint.case, note, by=by, at=at)
    else:
        fields = writing_up.referral_fields(referral)
        writing.tell_complainant(complaint, "iopc-referral", fields, by=by, at=at)

    changes = {"referral": referral.pk, "referred_at": referred_at, "status": complaint.status}
    record(complaint, "complaint.referred", by=by, at=at, changes=changes)
    return referral


@transaction.atomic
def record_iopc_decision(
    complaint: Complaint,
    *,
    decision: Referral.Decision,
    returned_on: date | None = None,
    by: User,
    at: datetime,
) -> Referral:
    """Record what the IOPC decided; with `returned_on` the office may go on with it."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    RETURN_FROM_IOPC.check(complaint.status)
    referral = open_referral(complaint)
    assert referral
    assert referral.referred_at
    if decision in COMES_BACK and returned_on is None:
        raise Refused("Enter the day the IOPC returned it.")
    if returned_on and not localdate(referral.referred_at) <= returned_on <= localdate(at):
        raise Refused("Enter a day between the referral and today.")

    referral.decision, referral.returned_on = decision, returned_on
    referral.save(update_fields=["decision", "returned_on"])
    if returned_on:
        complaint.status = RETURN_FROM_IOPC.target
        complaint.save(update_fields=["status"])

    changes = {"referral": referral.pk, "decision": decision, "returned_on": returned_on}
    record(complaint, "complaint.iopc_decided", by=by, at=at, changes=changes)
    return referral


@transaction.atomic
def withdraw_criterion(referral: Referral, *, reason: str, by: User, at: datetime) -> Referral:
    """Say that the criterion does not apply after all. Two people: never whoever said that it does."""
    complaint = lock_visible(referral.complaint, by)
    cases.require(permissions.can_withdraw_criterion(by, referral))
    WITHDRAW_CRITERION.check(complaint.status)
    referral = Referral.objects.get(pk=referral.pk)

    referral.withdrawn_at, referral.withdrawn_by, referral.withdrawn_because = at, by, reason
    referral.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    complaint.status = WITHDRAW_CRITERION.target
    complaint.save(update_fields=["status"])
    _cancel_clocks(complaint, "The criterion was withdrawn.", by=by, at=at)

    changes = {"referral": referral.pk, "status": complaint.status}
    record(complaint, "complaint.criterion_withdrawn", by=by, at=at, changes=changes)
    return referral


def is_late(complaint: Complaint, referred_at: datetime) -> bool:
    clocks = [clock.code for clock in CLOCKS]
    running = Deadline.objects.running().filter(case=complaint.case_id, clock__in=clocks)
    return running.filter(due_at__lt=referred_at).exists()


def clocks_for(criteria: Iterable[str]) -> list[Clock]:
    """A call-in has its own clock; any other criterion the ordinary one."""
    own = {CALLED_IN.code: IOPC_CALL_IN}
    return list(dict.fromkeys(own.get(code, IOPC_REFERRAL) for code in criteria))


def _start_clocks(referral: Referral, complaint: Complaint, *, by: User, at: datetime) -> None:
    assert referral.first_clear_at
    running = set(Deadline.objects.running().filter(case=complaint.case_id).values_list("clock", flat=True))
    for clock in clocks_for(referral.criteria):
        if clock.code not in running:
            deadlines.start(
                complaint.case,
                clock,
                trigger_at=referral.first_clear_at,
                trigger_event="It first became clear that the complaint must be referred",
                by=by,
                at=at,
            )


def _cancel_clocks(complaint: Complaint, reason: str, *, by: User, at: datetime) -> None:
    for clock in CLOCKS:
        deadlines.cancel(complaint.case, clock, reason=reason, by=by, at=at)
