"""Every write to a letter, from its first draft to the day it was provided."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.approvals.models import State as ApprovalState
from casework.approvals.permissions import can_decide
from casework.cases import actions as cases
from casework.cases.refused import Refused
from casework.documents.files import open_kept, store
from casework.letters import content, delivery, permissions, rendering, tree
from casework.letters.models import Letter, Method, Rendition, State
from casework.letters.purposes import purpose_of
from casework.letters.queries import authors_of, letters_put
from casework.outbox import actions as outbox
from casework.outbox.models import Attachment
from casework.people.models import User
from casework.people.queries import office_on

PDF = "application/pdf"


class LetterNotReady(Refused):
    """Says in words what stands against putting it to anybody or sending it."""


class LetterMovedOn(Refused):
    """It is not in a state in which this can be done any more."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(f"This letter is now: {letter.get_state_display().lower()}.")


class AskedToDecide(Refused):
    """Whoever decides does not write: nobody approves their own words."""

    def __init__(self) -> None:
        super().__init__("You are asked to decide on this letter. Return it, and say what is to be changed.")


class LetterChanged(Refused):
    """Something but the computed dates is not as it was approved."""

    def __init__(self) -> None:
        super().__init__(
            "This letter, or the letterhead, is not as it was approved. Make it a draft again, and put it to "
            "approval once more."
        )


class LetterOutdated(Refused):
    """What was looked up for it when it was put to approval is otherwise now."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(
            f"No longer as this letter says: {', '.join(names)}. Return it or make it a draft again, and put "
            "it to approval once more."
        )


# Writing


@transaction.atomic
def draft(letter: Letter, *, by: User | None, at: datetime) -> Letter:
    """Begin a letter that was composed; `by` is None for what the system writes."""
    letter.case = cases.lock_visible(letter.case, by) if by else cases.lock(letter.case)
    cases.require(by is None or permissions.can_write_letters(by))
    letter.drafted_at, letter.drafted_by = at, by
    letter.save()
    record(letter, "letter.drafted", by=by, at=at, changes={"template": letter.template.code})
    return letter


@transaction.atomic
def edit(letter: Letter, *, fields: Mapping[str, Any], version: int, by: User, at: datetime) -> Letter:
    """Change what it says. One that waited for approval is a draft again, and the question is withdrawn."""
    letter = lock(letter, by)
    cases.require(permissions.can_rework(by, letter))
    if not permissions.can_edit(by, letter):
        raise LetterMovedOn(letter)
    if letter.version != version:
        raise cases.StaleEdit
    if letter.approval and can_decide(by, letter.approval, localdate(at)):
        raise AskedToDecide
    letter.fields = letter.fields | content.without_nulls(fields)
    if not purpose_of(letter).needs_approval:
        # Nobody else reads it before it leaves: whoever wrote it last signs it, as what they are.
        letter.fields |= content.signature(by, localdate(at))
    was_put = back_to_draft(letter, by=by, at=at)
    letter.version += 1
    letter.save(update_fields=["fields", "state", "approval", "content_sha256", "version"])
    record(letter, "letter.edited", by=by, at=at)
    if was_put:
        purpose_of(letter).on_reworked(letter, by, at)
    return letter


@transaction.atomic
def take_back(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Make a draft of it again: it was returned, or the letterhead changed since it was approved."""
    letter = lock(letter, by)
    cases.require(permissions.can_take_back(by, letter))
    if letter.state not in {State.WAITING, State.APPROVED}:
        raise LetterMovedOn(letter)
    back_to_draft(letter, by=by, at=at)
    letter.save(update_fields=["state", "approval", "content_sha256"])
    record(letter, "letter.taken_back", by=by, at=at)
    purpose_of(letter).on_reworked(letter, by, at)
    return letter


@transaction.atomic
def withdraw(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Give it up: it will not be sent."""
    letter = lock(letter, by)
    cases.require(permissions.can_rework(by, letter))
    if letter.state in {State.SENT, State.WITHDRAWN}:
        raise LetterMovedOn(letter)
    was_put = back_to_draft(letter, by=by, at=at)
    letter.state = State.WITHDRAWN
    letter.save(update_fields=["state", "approval", "content_sha256"])
    record(letter, "letter.withdrawn", by=by, at=at)
    if was_put:
        purpose_of(letter).on_reworked(letter, by, at)
    return letter


def preview(letter: Letter, day: date) -> bytes:
    """The PDF as it would leave on `day`, gaps and all."""
    return rendering.set_pdf(content.drawn(letter, day), day)


# Approval


@transaction.atomic
def put_to_approval(
    *drafts: Letter, kind: str, question: str, authors: Collection[int] = (), by: User, at: datetime
) -> ApprovalRequest:
    """Ask whoever decides to approve all that leave together, with the PDFs as they would leave today.

    `authors` are those who wrote what they rest on; those who wrote the letters are known.
    """
    put = [lock(draft, by) for draft in drafts]
    day, wrote = localdate(at), set(authors).union(*map(authors_of, put))
    shown = []
    for letter in put:
        cases.require(permissions.can_rework(by, letter))
        if letter.state != State.DRAFT:
            raise LetterMovedOn(letter)
        letter.fields = letter.fields | purpose_of(letter).looks_up(letter, day, {by.pk, *wrote})
        require_ready(letter, day)
        shown.append(keep_rendition(letter, day, at=at))
    request = approvals.ask(
        put[0].case,
        kind,
        content=content.content_of_all(put, day),
        question=question,
        by=by,
        at=at,
        authors=wrote,
        subject_id=put[0].pk,
        shown=[(kept.path, kept.sha256) for kept in shown],
    )
    for letter in put:
        letter.approval, letter.content_sha256 = request, request.content_sha256
        letter.state = State.WAITING
        letter.save(update_fields=["fields", "approval", "content_sha256", "state"])
        record(letter, "letter.put_to_approval", by=by, at=at)
    return request


# Leaving


@transaction.atomic
def send(letter: Letter, *, by: User | None, at: datetime) -> Letter:
    """Let it leave: by e-mail now, by post with today's post. Only what was approved can leave."""
    letter = lock(letter, by)
    cases.require(by is None or permissions.can_send(by, letter))
    if letter.state not in {State.DRAFT, State.WAITING, State.APPROVED}:
        raise LetterMovedOn(letter)
    require_approved_content(letter, localdate(at))
    if letter.method == Method.POST:
        letter.state = State.APPROVED
        letter.save(update_fields=["content_sha256", "state"])
        record(letter, "letter.ready_to_post", by=by, at=at)
        return letter
    rendition = leave(letter, by=by, at=at)
    outbox.write(
        f"letter:{letter.pk}",
        kind="letter",
        to=letter.to_email,
        # Nothing personal in a mail subject: the reference is enough to find it again.
        subject=f"A letter from {office_on(localdate(at)).name} ({letter.case.reference})"[:200],
        body=content.covering_note(letter, localdate(at)),
        at=at,
        case_id=letter.case_id,
        attachments=[Attachment(name_of_file(letter), PDF, rendition.path, rendition.sha256)],
    )
    purpose_of(letter).on_sent(letter, by, at)
    return letter


@transaction.atomic
def print_for_post(letter: Letter, *, by: User, at: datetime) -> Rendition:
    """The PDF to put in the envelope today, its dates computed for today."""
    letter = lock(letter, by)
    cases.require(permissions.can_write_letters(by))
    if letter.state != State.APPROVED:
        raise LetterMovedOn(letter)
    require_approved_content(letter, localdate(at))
    rendition = keep_rendition(letter, localdate(at), at=at)
    open_kept(rendition.path, rendition.sha256).close()  # what cannot be read was not printed
    record(letter, "letter.printed", by=by, at=at, changes={"sha256": rendition.sha256})
    return rendition


@transaction.atomic
def mark_posted(letter: Letter, *, proof: str, by: User, at: datetime) -> Letter:
    """Write down that it was posted today, and what proves it."""
    letter = lock(letter, by)
    cases.require(permissions.can_write_letters(by))
    if letter.state != State.APPROVED:
        raise LetterMovedOn(letter)
    require_approved_content(letter, localdate(at))
    letter.posting_proof = proof
    leave(letter, by=by, at=at)
    purpose_of(letter).on_sent(letter, by, at)
    return letter


@transaction.atomic
def mark_returned(letter: Letter, *, provided_on: date, by: User, at: datetime) -> Letter:
    """It came back or went astray, and its reader was provided with it on another day after all."""
    letter = lock(letter, by)
    cases.require(permissions.can_write_letters(by))
    if letter.state != State.SENT:
        raise LetterMovedOn(letter)
    if provided_on < localdate(letter.sent_at):
        raise LetterNotReady("A letter cannot be provided before the day it left.")
    before, letter.provided_on = letter.provided_on, provided_on
    letter.save(update_fields=["provided_on"])
    record(letter, "letter.returned", by=by, at=at, changes={"before": before, "provided_on": provided_on})
    purpose_of(letter).on_moved(letter, by, at)
    return letter


@transaction.atomic
def record_changed_file(letter: Letter, kept: Rendition, *, by: User | None, at: datetime) -> None:
    """Write down that a PDF we kept is gone or is another one; `by` is None when its reader finds it."""
    letter = lock(letter, by, in_emergency=True)
    record(letter, "letter.file_changed", by=by, at=at, changes={"rendition": kept.pk, "sha256": kept.sha256})


# What the actions are made of


def lock(letter: Letter, by: User | None, *, in_emergency: bool = False) -> Letter:
    case = cases.lock_visible(letter.case, by, in_emergency=in_emergency) if by else cases.lock(letter.case)
    locked = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("template", "approval")
        .get(pk=letter.pk)
    )
    locked.case = case
    return locked


def require_ready(letter: Letter, day: date) -> None:
    """Refuse, in words, a letter with a gap, with nowhere to go or that its domain will not let leave."""
    gaps = content.missing(letter, day)
    if gaps:
        raise LetterNotReady(f"Still missing: {', '.join(gaps)}.")
    if letter.method == Method.EMAIL and not letter.to_email:
        raise LetterNotReady("There is no e-mail address to send it to.")
    if letter.method == Method.POST and not letter.to_address:
        raise LetterNotReady("There is no postal address to send it to.")
    purpose_of(letter).check(letter)


def require_approved_content(letter: Letter, day: date) -> None:
    """Nothing but the computed dates may differ from what was approved, in it or in what was put with it."""
    require_ready(letter, day)
    approval = letter.approval
    if not purpose_of(letter).needs_approval and approval is None:
        letter.content_sha256 = content.content_sha256([letter], day)
        return
    if approval is None or approval.state != ApprovalState.APPROVED:
        raise LetterChanged
    if approval.content_sha256 != content.content_sha256(letters_put(approval), day):
        raise LetterChanged
    looked_up = purpose_of(letter).looks_up(letter, day, approval.had_a_part)
    otherwise = [tree.in_words(name) for name, now in looked_up.items() if letter.fields.get(name) != now]
    if otherwise:
        raise LetterOutdated(otherwise)


def keep_rendition(letter: Letter, day: date, *, at: datetime) -> Rendition:
    """The PDF for `day`, stored once however often it is asked for."""
    pdf = preview(letter, day)
    sha256 = hashlib.sha256(pdf).hexdigest()
    kept = letter.renditions.filter(day=day, sha256=sha256).first()
    if kept:
        return kept
    dates = content.dates_of(letter, day)
    return Rendition.objects.create(
        letter=letter,
        day=day,
        path=store(ContentFile(pdf), folder="letters").path,
        sha256=sha256,
        dates={
            name: {
                "on": printed.on.isoformat(),
                "clock": printed.clock,
                "counted_from": printed.counted_from.isoformat(),
            }
            for name, printed in dates.items()
        },
        made_at=at,
    )


def leave(letter: Letter, *, by: User | None, at: datetime) -> Rendition:
    """Keep the PDF that leaves beside the one that was approved."""
    day = localdate(at)
    left = keep_rendition(letter, day, at=at)
    if letter.approval:
        shown = [sha256 for _, sha256 in letter.approval.shown]
        letter.renditions.filter(sha256__in=shown).update(approved=True)
    letter.renditions.filter(pk=left.pk).update(left=True)
    letter.state, letter.sent_at, letter.sent_by = State.SENT, at, by
    letter.provided_on = delivery.provided_on(letter.method, day)
    letter.save(
        update_fields=["state", "sent_at", "sent_by", "provided_on", "content_sha256", "posting_proof"]
    )
    changes = {"method": letter.method, "provided_on": letter.provided_on, "sha256": left.sha256}
    record(letter, "letter.sent", by=by, at=at, changes=changes)
    return left


def back_to_draft(letter: Letter, *, by: User | None, at: datetime) -> bool:
    """Whether it waited for a decision or had one: whoever follows the decision has to hear of it."""
    was_put = letter.state != State.DRAFT
    if letter.approval and letter.approval.state == ApprovalState.WAITING:
        approvals.void(letter.approval, by=by, at=at)
    letter.state, letter.approval, letter.content_sha256 = State.DRAFT, None, ""
    return was_put


def name_of_file(letter: Letter) -> str:
    return f"Letter {letter.case.reference}.pdf"


def record(
    letter: Letter, verb: str, *, by: User | None, at: datetime, changes: Mapping[str, Any] | None = None
) -> None:
    cases.record(letter.case, verb, by=by, at=at, changes={"letter": letter.pk, **(changes or {})})
