"""The addresses that lead to one case: each pattern of the resolver with that case's own numbers in it."""

from collections.abc import Callable, Collection, Iterator, Mapping

from django.db import models

from casework.approvals.models import ApprovalRequest
from casework.cases.models import Case, CaseAccess, Task, Wall
from casework.deadlines.models import Deadline
from casework.documents.models import Document
from casework.letters.models import Letter, Rendition
from casework.outbox.models import Message
from complaints.models import Allegation, InformationRequest, Party
from tests.conventions.addresses import Address, every_address
from tests.conventions.holdings import ways_to_case

Blanks = Mapping[str, object]


def _keys(model: type[models.Model], blank: str = "pk") -> Callable[[Case], Iterator[Blanks]]:
    def of(case: Case) -> Iterator[Blanks]:
        way = ways_to_case().get(model, "case_id")
        for key in (
            model._default_manager.filter(**{way: case.pk}).values_list("pk", flat=True).order_by("pk")
        ):
            yield {"reference": case.reference, blank: key}

    return of


def _renditions(case: Case) -> Iterator[Blanks]:
    for key, letter in Rendition.objects.filter(letter__case=case).values_list("pk", "letter"):
        yield {"letter_id": letter, "rendition_id": key}


def _attachments(case: Case) -> Iterator[Blanks]:
    for blanks in _keys(Message)(case):
        yield {**blanks, "number": 0}


def _documents_shown(case: Case) -> Iterator[Blanks]:
    for request in ApprovalRequest.objects.filter(case=case):
        for place, _ in enumerate(request.shown, start=1):
            yield {"pk": request.pk, "place": place}


def _allegations(case: Case) -> Iterator[Blanks]:
    for number in Allegation.objects.filter(complaint=case.pk).values_list("number", flat=True):
        yield {"reference": case.reference, "number": number}


LEADS: dict[str, Callable[[Case], Iterator[Blanks]]] = {
    "approvals:detail": _keys(ApprovalRequest),
    "approvals:document": _documents_shown,
    "cases:lift_wall": _keys(Wall),
    "cases:withdraw_person": _keys(CaseAccess),
    "complaints:change_allegation": _allegations,
    "complaints:change_person": _keys(Party),
    "complaints:finding": _allegations,
    "complaints:finish_task": _keys(Task),
    "complaints:identify": _keys(Party),
    "complaints:reply": _keys(InformationRequest),
    "deadlines:why": _keys(Deadline),
    "documents:detail": _keys(Document, "document_id"),
    "documents:redact": _keys(Document, "document_id"),
    "letters:rendition": _renditions,
    "messages:local_attachment": _attachments,
    "messages:local_detail": _keys(Message),
    "messages:retry": _keys(Message),
    "track:letter": _keys(Letter),
    "track:letter_pdf": _keys(Letter),
}
# With a number in them, and about no case.
ABOUT_NO_CASE = {
    "complain:remove_file",
    "complaints:forget_view",
    "people:appoint",
    "people:end",
    "people:person",
    "people:reset_second_factor",
}


def addresses_into(case: Case, names: Collection[str] = ()) -> Iterator[tuple[Address, str]]:
    """Every address with this case's reference, or the key of one of its rows, in it."""
    for address in every_address():
        if not address.is_ours or names and address.name not in names:
            continue
        if address.name in LEADS:
            ways: Iterator[Blanks] = LEADS[address.name](case)
        elif address.name.startswith("letters:"):
            ways = _keys(Letter, "letter_id")(case)
        elif "reference" in address.blanks:
            ways = iter([{"reference": case.reference}])
        else:
            continue
        for blanks in ways:
            yield address, address.path(**blanks)
