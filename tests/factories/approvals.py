from datetime import UTC, datetime

import factory

from casework.approvals.models import ApprovalRequest
from casework.people.posts import Post
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory


class ApprovalRequestFactory(factory.django.DjangoModelFactory):
    """A question put to the manager. Its hash is not of its content: ask() makes one that is."""

    class Meta:
        model = ApprovalRequest

    case = factory.SubFactory(CaseFactory)
    kind = "sample_letter"
    question = "May this letter go?"
    content = factory.LazyFunction(lambda: {"body": "We have looked into it."})
    content_sha256 = "0" * 64
    post = Post.MANAGER
    asked_at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    asked_by = factory.SubFactory(UserFactory)
