from django.db.models import QuerySet

from casework.cases.models import Case
from casework.documents.models import Document


def documents_of(case: Case) -> QuerySet[Document]:
    """The case's files, newest first, ready for its Documents tab. Whoever may see the case may list them."""
    return case.documents.select_related("added_by", "redacts").order_by("-added_at", "-pk")
