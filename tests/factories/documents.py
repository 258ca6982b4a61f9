from datetime import UTC, datetime

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from casework.documents.files import measure
from casework.documents.models import Document, Origin, State
from tests.factories.cases import CaseFactory

PLAIN_TEXT = b"The call was not returned.\n"


class DocumentFactory(factory.django.DjangoModelFactory):
    """A checked file whose content really is in the storage: `DocumentFactory(content=b"...")`."""

    class Meta:
        model = Document

    class Params:
        content = PLAIN_TEXT

    case = factory.SubFactory(CaseFactory)
    name = "statement.txt"
    origin = Origin.COMPLAINANT
    path = factory.LazyAttributeSequence(
        lambda row, n: default_storage.save(f"documents/factory/{n}", ContentFile(row.content))
    )
    size = factory.LazyAttribute(lambda row: len(row.content))
    sha256 = factory.LazyAttribute(lambda row: measure([row.content])[1])
    content_type = "text/plain"
    state = State.AVAILABLE
    added_at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
