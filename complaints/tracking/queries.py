from django.db.models import QuerySet

from casework.documents.models import Document, Origin
from casework.letters.models import Letter, State
from complaints.access_codes import Opens, mac_of
from complaints.models import Complaint
from complaints.queries import complainant_of


def complaint_opened_by(reference: str, code: str) -> Complaint | None:
    """The complaint that this reference and code open together. One look-up, whatever was typed."""
    complaint = (
        Complaint.objects.select_related("case").filter(access_code_mac=mac_of(code, Opens.COMPLAINT)).first()
    )
    typed = "".join(reference.upper().split())
    return complaint if complaint and complaint.case.reference == typed else None


def letters_to_complainant(complaint: Complaint) -> QuerySet[Letter]:
    """What was sent to the complainant, newest first; letters to anybody else are not theirs to read."""
    complainant = complainant_of(complaint)
    if complainant is None:
        return Letter.objects.none()
    return (
        Letter.objects.filter(case=complaint.case_id, state=State.SENT, recipient=complainant.recipient)
        .select_related("template", "case")
        .order_by("-sent_at", "-pk")
    )


def files_of_complainant(complaint: Complaint) -> QuerySet[Document]:
    return Document.objects.filter(case=complaint.case_id, origin=Origin.COMPLAINANT).order_by("pk")
