import uuid
from datetime import UTC, date, datetime

import factory

from complaints.models import (
    Allegation,
    Assessment,
    Attempts,
    Category,
    Complaint,
    Contact,
    CriterionAnswer,
    Draft,
    EqualityResponse,
    Factor,
    HandOver,
    InformationRequest,
    Message,
    Party,
    Referral,
)
from complaints.workflow import Channel, Road, Route, Subject
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory

MADE = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)  # the Wednesday before Good Friday


class ComplaintFactory(factory.django.DjangoModelFactory):
    """A complaint about a police officer, received online and not logged yet."""

    class Meta:
        model = Complaint

    case = factory.SubFactory(
        CaseFactory, kind="complaint", reference=factory.Sequence(lambda n: f"CMP-2026-{n + 1:06d}")
    )
    submission_key = factory.LazyFunction(uuid.uuid4)
    subject = Subject.POLICE_PERSON
    road = Road.FORCE
    complaint_model = 2
    channel = Channel.ONLINE
    what_happened = "I rang three times about my stolen bicycle and nobody rang back."
    made_at = MADE
    received_at = MADE


class PartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Party

    complaint = factory.SubFactory(ComplaintFactory)
    role = "complainant"
    name = "Gwen Pryce"
    email = "gwen.pryce@post.example"
    contact_by = "email"
    added_at = MADE


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("code", "valid_from")

    code = "A1"
    name = "Police action following contact"
    group = "A"
    group_name = "Delivery of duties and service"
    valid_from = date(2020, 2, 1)


class FactorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Factor
        django_get_or_create = ("code", "valid_from")

    code = "investigation"
    name = "Investigation"
    valid_from = date(2020, 2, 1)


class AllegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Allegation

    complaint = factory.SubFactory(ComplaintFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Calls about the theft were not returned."
    category = factory.SubFactory(CategoryFactory)
    added_at = MADE


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    complaint = factory.SubFactory(ComplaintFactory)
    route = Route.OUTSIDE_SCHEDULE_3
    reasons = "Nothing alleged requires it to be recorded."
    decided_at = MADE
    decided_by = factory.SubFactory(UserFactory)


class CriterionAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriterionAnswer

    assessment = factory.SubFactory(AssessmentFactory)
    criterion = "asked_to_record"
    answer = "no"


class ReferralFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Referral

    complaint = factory.SubFactory(ComplaintFactory)
    criteria = ("cannot_exclude",)
    first_clear_at = MADE


class HandOverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HandOver

    complaint = factory.SubFactory(ComplaintFactory)
    triggers = ("asked_to_record",)
    explanation = "The complainant asks for it to be recorded."
    asked_at = MADE
    asked_by = factory.SubFactory(UserFactory)


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    complaint = factory.SubFactory(ComplaintFactory)
    method = Contact.Method.TELEPHONE
    from_us = True
    at = MADE
    summary = "Rang to ask how they would like it handled."
    written_at = MADE


class InformationRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InformationRequest

    complaint = factory.SubFactory(ComplaintFactory)
    question = "Please send the incident log."
    asked_at = MADE
    asked_by = factory.SubFactory(UserFactory)
    wanted_by = date(2026, 4, 15)


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    complaint = factory.SubFactory(ComplaintFactory)
    from_complainant = True
    text = "Is there any news?"
    sent_at = MADE


class DraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Draft

    key = factory.LazyFunction(uuid.uuid4)
    begun_at = MADE
    touched_at = MADE


class AttemptsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attempts

    what = "send complaint"
    who = factory.Sequence(lambda n: n.to_bytes(32, "big"))
    hour = MADE.replace(minute=0)


class EqualityResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EqualityResponse

    month = date(2026, 4, 1)
    answers = factory.LazyFunction(lambda: {"disability": "prefer_not_to_say"})
