"""A form on its way, kept in the database and found again by a signed cookie or a code.

Drafts leave no trail: nothing has reached the office yet, and a row for each page somebody passed would
outlive the draft that they chose not to send. Its files and the complaint it becomes leave theirs.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from casework.documents import actions as documents
from complaints.access_codes import Opens, code_for, mac_of
from complaints.actions.receive import Received, receive
from complaints.models import Draft, EqualityResponse
from complaints.public_form.assembly import equality_of, submission_of
from complaints.public_form.steps import UNFINISHED
from complaints.queries import first_access_code
from complaints.workflow import Channel
from govuk.fields import DROPPED

KEPT = timedelta(days=28)
CODE_SHOWN = timedelta(hours=1)


class NoLongerOpen(Exception):
    """It was sent, or deleted, in another window while this one was still open."""


def find(key: uuid.UUID) -> Draft | None:
    return Draft.objects.filter(pk=key).first()


def find_by_code(typed: str) -> Draft | None:
    return Draft.objects.filter(resume_mac=mac_of(typed, Opens.DRAFT), complaint=None).first()


def begin(*, at: datetime) -> Draft:
    return Draft.objects.create(key=uuid.uuid4(), begun_at=at, touched_at=at)


def lock(key: uuid.UUID) -> Draft:
    """Keep the draft from being sent or deleted until the transaction ends; raises `NoLongerOpen`."""
    draft = Draft.objects.select_for_update().filter(pk=key, complaint=None).first()
    if draft is None:
        raise NoLongerOpen
    return draft


@transaction.atomic
def answer(draft: Draft, slug: str, values: Mapping[str, Any], *, at: datetime) -> Draft:
    """Keep the answers of one page; two pages open at once do not undo each other."""
    draft = lock(draft.key)
    draft.answers[slug] = dict(values)
    draft.answers.get(UNFINISHED, {}).pop(slug, None)
    return _touched(draft, at)


@transaction.atomic
def put_aside(draft: Draft, slug: str, typed: Mapping[str, Any], *, at: datetime) -> Draft:
    """Keep what was typed on a page that is not finished, as it was typed but for what no field keeps."""
    draft = lock(draft.key)
    draft.answers.setdefault(UNFINISHED, {})[slug] = {
        name: value.translate(DROPPED) if isinstance(value, str) else value for name, value in typed.items()
    }
    return _touched(draft, at)


def typed_so_far(draft: Draft | None, slug: str) -> dict[str, Any]:
    if draft is None:
        return {}
    return {**draft.answers.get(slug, {}), **draft.answers.get(UNFINISHED, {}).get(slug, {})}


def code_to_come_back(draft: Draft) -> str:
    """The code that opens this draft again; asked for twice, it is the same."""
    code = code_for(draft.key, Opens.DRAFT)
    Draft.objects.filter(pk=draft.pk).update(resume_mac=mac_of(code, Opens.DRAFT))
    return code


@transaction.atomic
def submit(draft: Draft, *, at: datetime) -> Received:
    """Make the draft a complaint, once; what was typed then lives on the complaint only."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.complaint is None:
        equality = equality_of(draft.answers)
        if equality:
            EqualityResponse.objects.create(month=localdate(at).replace(day=1), answers=equality)
        received = receive(
            submission_of(draft.answers),
            submission_key=draft.key,
            channel=Channel.ONLINE,
            made_at=at,
            at=at,
            draft_key=draft.key,
        )
        draft.complaint, draft.answers, draft.touched_at = received.complaint, {}, at
        draft.resume_mac = None
        draft.save(update_fields=["complaint", "answers", "touched_at", "resume_mac"])
    return Received(draft.complaint, code_for(draft.key, Opens.COMPLAINT))


def access_code(draft: Draft, *, at: datetime) -> str:
    """The code of the complaint this draft became, for an hour; after that only the complainant has it."""
    if draft.complaint is None or at - draft.complaint.received_at > CODE_SHOWN:
        return ""
    return first_access_code(draft.complaint)


@transaction.atomic
def delete(draft: Draft, *, at: datetime) -> None:
    """Delete a draft and its files. One that became a complaint has none, and lets go of it."""
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    documents.discard_draft(draft.key, at=at)
    Draft.objects.filter(pk=draft.pk).delete()


def delete_old(*, at: datetime) -> int:
    """Delete every draft not touched for 28 days, each in a transaction of its own."""
    old = Draft.objects.filter(touched_at__lt=at - KEPT)
    return sum(_delete_if_in(old, key, at=at) for key in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _delete_if_in(old: QuerySet[Draft], key: uuid.UUID, *, at: datetime) -> bool:
    """Ask again under the lock: somebody may have come back to it since the old ones were listed."""
    draft = old.select_for_update().filter(pk=key).first()
    if draft:
        delete(draft, at=at)
    return draft is not None


def _touched(draft: Draft, at: datetime) -> Draft:
    draft.touched_at = at
    draft.save(update_fields=["answers", "touched_at"])
    return draft
