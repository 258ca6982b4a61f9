"""What is done on a complaint from day to day: contacts, questions to the force, suspension."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from casework.cases import actions as cases
from casework.cases.permissions import sees_for_now_only
from casework.deadlines import actions as deadlines
from casework.documents.models import Document
from casework.outbox import actions as outbox
from casework.people.models import User
from casework.people.queries import office_on
from complaints import permissions
from complaints.actions.begin import lock_visible, record
from complaints.actions.clocks import contacted, restart_updates
from complaints.actions.refused import Refused
from complaints.models import Complaint, Contact, InformationRequest, Party, Role
from complaints.queries import latest_assessment
from complaints.workflow import SUSPEND, WORK, Channel, Route, Status

ORAL = (Contact.Method.TELEPHONE, Contact.Method.IN_PERSON)
MADE_ORALLY = (Channel.TELEPHONE, Channel.IN_PERSON)


@transaction.atomic
def record_contact(
    complaint: Complaint,
    *,
    party: Party | None,
    method: Contact.Method,
    from_us: bool,
    contacted_at: datetime,
    summary: str,
    views: str = "",
    counts_as_update: bool = False,
    by: User,
    at: datetime,
) -> Contact:
    """Keep what was said to whom, and of a closed complaint too. The first is the first contact.

    An update starts the four weeks of whoever was told anew (PCMR 2020 reg 34(2)(a)(ii)). By emergency
    access a contact is written down, and starts and ends no clock.
    """
    complaint = lock_visible(complaint, by, in_emergency=True)
    cases.require(permissions.can_record_contact(by))
    is_for_now = sees_for_now_only(by, complaint.case)
    if counts_as_update and is_for_now:
        raise Refused("By emergency access you record no update. Untick it: the contact is kept without it.")
    _check_contact(complaint, party, method, from_us, contacted_at, counts_as_update, at)

    contact = Contact.objects.create(
        complaint=complaint,
        party=party,
        method=method,
        from_us=from_us,
        at=contacted_at,
        summary=summary,
        counts_as_update=counts_as_update,
        written_at=at,
        written_by=by,
    )
    if views:
        complaint.views_on_handling = views
        complaint.save(update_fields=["views_on_handling"])
    if from_us and party and party.role == Role.COMPLAINANT and not is_for_now:
        contacted(complaint, contacted_at, by=by, at=at)
    if counts_as_update and party:
        event = "The last update was given"
        restart_updates(complaint, party.recipient, given_at=contacted_at, event=event, by=by, at=at)

    changes = {"contact": contact.pk, "method": method, "counts_as_update": counts_as_update}
    record(complaint, "complaint.contact_recorded", by=by, at=at, changes=changes)
    return contact


def why_not_first(contact: Contact) -> str:
    """Why a contact is not the first one that the office owes, as long as it still owes that."""
    complaint = contact.complaint
    if complaint.contacted_at or complaint.is_anonymous:
        return ""
    if not contact.from_us:
        return "they contacted us, and what we owe is to contact them"
    if contact.written_by and sees_for_now_only(contact.written_by, complaint.case):
        return "you see this complaint by emergency access. Ask whoever handles it to record it too"
    return "it was not with the complainant"


def may_be_updated_orally(complaint: Complaint) -> bool:
    """PCMR 2020 reg 34(3): only a complaint made by word of mouth and handled outside Schedule 3."""
    assessment = latest_assessment(complaint)
    recorded = assessment is not None and assessment.route == Route.SCHEDULE_3
    return complaint.channel in MADE_ORALLY and not recorded


@transaction.atomic
def ask_force(
    complaint: Complaint, *, question: str, wanted_by: date, by: User, at: datetime
) -> InformationRequest:
    """Ask the force something by e-mail, and wait for its answer by a day."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    WORK.check(complaint.status)
    if wanted_by <= localdate(at):
        raise Refused("Enter a day after today for the force’s answer.")

    request = InformationRequest.objects.create(
        complaint=complaint, question=question, asked_at=at, asked_by=by, wanted_by=wanted_by
    )
    office = office_on(localdate(at))
    outbox.write(
        f"information-request:{request.pk}",
        kind="information_request",
        to=office.force_contact_email,
        subject=f"{complaint.case.reference}: information request from {office.name}",
        body=(
            f"{question}\n\nPlease answer by {wanted_by:%-d %B %Y} and quote "
            f"{complaint.case.reference}.\n\n{by}\n{office.name}\n{office.telephone}\n"
        ),
        at=at,
        case_id=complaint.case_id,
    )

    changes = {"information_request": request.pk, "wanted_by": wanted_by}
    record(complaint, "complaint.force_asked", by=by, at=at, changes=changes)
    return request


@transaction.atomic
def record_reply(
    request: InformationRequest,
    *,
    replied_on: date,
    reply: str = "",
    document: Document | None = None,
    by: User,
    at: datetime,
) -> InformationRequest:
    complaint = lock_visible(request.complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    request = InformationRequest.objects.get(pk=request.pk)
    if request.replied_on:
        raise Refused("The force’s answer is recorded already. Add what else it said as a contact.")
    if not localdate(request.asked_at) <= replied_on <= localdate(at):
        raise Refused("Enter a day between the question and today.")
    if not (reply.strip() or document):
        raise Refused("Enter what the force answered, or add the document it sent.")
    if document and document.case_id != complaint.case_id:
        raise Refused("Select a document of this complaint.")

    request.replied_on, request.reply, request.reply_document = replied_on, reply, document
    request.save(update_fields=["replied_on", "reply", "reply_document"])

    changes = {"information_request": request.pk, "replied_on": replied_on}
    record(complaint, "complaint.force_answered", by=by, at=at, changes=changes)
    return request


@transaction.atomic
def suspend(complaint: Complaint, *, reason: str, by: User, at: datetime) -> Complaint:
    """Stop work and the clocks that may be paused. Updates and the twelve-month report go on."""
    complaint = lock_visible(complaint, by)
    cases.require(permissions.can_handle(by, complaint))
    SUSPEND.check(complaint.status)
    if complaint.suspended_at:
        raise Refused("The complaint is suspended already.")

    complaint.suspended_at, complaint.suspended_by, complaint.suspended_because = at, by, reason
    complaint.save(update_fields=["suspended_at", "suspended_by", "suspended_because"])
    deadlines.pause(complaint.case, reason="The complaint was suspended.", by=by, at=at)

    record(complaint, "complaint.suspended", by=by, at=at)
    return complaint


def _check_contact(
    complaint: Complaint,
    party: Party | None,
    method: Contact.Method,
    from_us: bool,
    contacted_at: datetime,
    counts_as_update: bool,
    at: datetime,
) -> None:
    if party and party.complaint_id != complaint.pk:
        raise Refused("Select somebody who is in this complaint.")
    if contacted_at > at:
        raise Refused("Enter a time that has passed.")
    if localdate(contacted_at) < localdate(complaint.made_at):
        raise Refused("Enter the day the complaint was made, or a later one.")
    # Of a complaint that we entered only the day is known. A contact is typed to the minute.
    made_at = localtime(complaint.made_at).replace(second=0, microsecond=0)
    if complaint.channel == Channel.ONLINE and contacted_at < made_at:
        raise Refused(f"The complaint was made at {made_at:%H:%M} that day. Enter that time or a later one.")
    if not counts_as_update:
        return
    if complaint.status == Status.CLOSED:
        raise Refused("A closed complaint is owed no update. Untick it: the contact is kept without it.")
    if not (from_us and party):
        raise Refused("Only something that we told somebody in the complaint is an update.")
    if method in ORAL and not may_be_updated_orally(complaint):
        raise Refused(
            "This update must be in writing. By word of mouth is enough only for a complaint that was made "
            "by word of mouth and is handled outside Schedule 3."
        )
