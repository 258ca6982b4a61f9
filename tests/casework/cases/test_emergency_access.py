from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from casework.cases import actions
from casework.cases.models import Case, Confidentiality
from casework.outbox.models import Message
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler() -> User:
    return UserFactory(post=Post.COMPLAINT_HANDLER)


def test_emergency_access_opens_a_case_of_named_people_for_four_hours(handler):
    case, at = CaseFactory(confidentiality=Confidentiality.NAMED), timezone.now()

    access = actions.break_glass(case, reason="Threat to life.", by=handler, at=at)

    assert Case.objects.visible_to(handler).get() == case
    assert access.until_at == at + timedelta(hours=4)
    assert Entry.objects.get(verb="case.glass_broken").changes == {"access": access.pk}


def test_emergency_access_ends_by_itself(handler):
    case = CaseFactory(confidentiality=Confidentiality.NAMED)

    actions.break_glass(
        case, reason="Threat to life.", by=handler, at=timezone.now() - timedelta(hours=4, seconds=1)
    )

    assert not Case.objects.visible_to(handler).exists()


def test_emergency_access_never_opens_a_wall(handler):
    case = CaseFactory(confidentiality=Confidentiality.NAMED)
    WallFactory(case=case, person=handler)

    with pytest.raises(Case.DoesNotExist):
        actions.break_glass(case, reason="Threat to life.", by=handler, at=timezone.now())

    assert not Message.objects.exists()


def test_emergency_access_is_not_for_an_administrator():
    with pytest.raises(PermissionDenied):
        actions.break_glass(
            CaseFactory(), reason="Curious.", by=UserFactory(post=Post.ADMINISTRATOR), at=timezone.now()
        )


def test_the_monitoring_officer_is_told_at_once_with_no_name_in_the_subject(handler):
    officer = UserFactory(post=Post.MONITORING_OFFICER)
    case = CaseFactory(confidentiality=Confidentiality.NAMED)

    actions.break_glass(case, reason="Threat to life.", by=handler, at=timezone.now())

    message = Message.objects.get()
    assert (message.to, message.subject) == (officer.email, f"Emergency access to {case.reference}")
    assert handler.name in message.body
    assert "Threat to life." in message.body


@pytest.mark.parametrize("walled", [True, False])
def test_the_next_post_up_is_told_when_the_monitoring_officer_is_walled_or_did_it(handler, walled):
    officer, chief = UserFactory(post=Post.MONITORING_OFFICER), UserFactory(post=Post.CHIEF_EXECUTIVE)
    case = CaseFactory(confidentiality=Confidentiality.NAMED)
    if walled:
        WallFactory(case=case, person=officer)

    actions.break_glass(case, reason="Threat to life.", by=handler if walled else officer, at=timezone.now())

    assert Message.objects.get().to == chief.email
