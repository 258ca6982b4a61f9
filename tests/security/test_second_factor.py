"""A lost second factor: who takes it away, what ends with it, and what is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from casework.outbox.models import Message
from casework.people import actions, encryption
from casework.people.actions import MadeSure
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from casework.trail.sealing import UnknownKey
from tests.factories.people import UserFactory

AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return UserFactory(post=Post.ADMINISTRATOR, name="Ines Duarte")


@pytest.fixture
def handler() -> User:
    person = UserFactory(post=Post.COMPLAINT_HANDLER, name="Wen Li")
    TOTP.activate(person, generate_totp_secret())
    return person


def test_a_reset_takes_factor_password_and_sessions_and_tells_the_person(administrator, handler, office):
    signed_in = Client()
    signed_in.force_login(handler)

    actions.reset_second_factor(handler, made_sure=MadeSure.IN_PERSON, by=administrator, at=AT)

    handler.refresh_from_db()
    assert not Authenticator.objects.filter(user=handler).exists()
    assert not handler.has_usable_password()
    assert signed_in.get("/desk/").status_code == 302
    message = Message.objects.get(to=handler.email)
    assert message.subject == "Your second factor was reset"
    assert "Ines Duarte took away your second factor" in message.body
    entry = Entry.objects.get(verb="second_factor.reset")
    assert (entry.by_id, entry.changes) == (
        administrator.pk,
        {"person": handler.pk, "made_sure": "in_person"},
    )


def test_nobody_but_an_administrator_resets_a_factor_and_nobody_their_own(administrator, handler):
    TOTP.activate(administrator, generate_totp_secret())

    for person, by in ((handler, UserFactory(post=Post.MANAGER)), (administrator, administrator)):
        with pytest.raises(PermissionDenied):
            actions.reset_second_factor(person, made_sure=MadeSure.ON_VIDEO, by=by, at=AT)

    assert Authenticator.objects.count() == 2


def test_the_page_asks_how_one_made_sure_and_shows_what_ends(client, administrator, handler, office):
    address = reverse("people:reset_second_factor", args=[handler.pk])
    client.force_login(administrator)
    answer = {"made_sure": "by_telephone"}

    person = client.get(reverse("people:person", args=[handler.pk])).content.decode()
    unanswered = client.post(address, {"made_sure": ""}).content.decode()
    shown = client.post(address, answer).content.decode()
    kept = Authenticator.objects.filter(user=handler).exists()
    done = client.post(address, answer | {"confirmed": "yes"}, follow=True).content.decode()

    assert address in person
    assert "Select how you made sure" in unanswered
    assert "Their password ends too" in shown
    assert kept
    assert "The second factor of Wen Li was reset" in done


def test_somebody_without_a_factor_has_none_to_reset(client, administrator, office):
    person = UserFactory()
    client.force_login(administrator)

    page = client.get(reverse("people:person", args=[person.pk])).content.decode()

    assert "Reset their second factor" not in page
    with pytest.raises(actions.OfficeRuleBroken, match="has no second factor"):
        actions.reset_second_factor(person, made_sure=MadeSure.IN_PERSON, by=administrator, at=AT)


def test_the_secret_of_an_app_is_kept_encrypted_and_read_back(handler):
    secret = generate_totp_secret()
    person = UserFactory()

    TOTP.activate(person, secret)

    kept = Authenticator.objects.get(user=person).data["secret"]
    assert secret not in kept
    assert encryption.decrypt(kept) == secret


def test_a_secret_is_still_read_when_a_key_was_added_and_not_when_its_key_was_taken_away(settings):
    settings.TRAIL_KEYS = {"k1": "of-2026"}
    kept = encryption.encrypt("JBSWY3DPEHPK3PXP")

    settings.TRAIL_KEYS = {"k1": "of-2026", "k2": "of-2027"}
    assert encryption.decrypt(kept) == "JBSWY3DPEHPK3PXP"
    assert encryption.encrypt("JBSWY3DPEHPK3PXP").startswith("k2:")

    settings.TRAIL_KEYS = {"k2": "of-2027"}
    with pytest.raises(UnknownKey):
        encryption.decrypt(kept)


def reset(person: User, administrator: User, barrier: Barrier) -> str:
    barrier.wait()
    try:
        actions.reset_second_factor(person, made_sure=MadeSure.IN_PERSON, by=administrator, at=AT)
    except actions.OfficeRuleBroken:
        return "nothing to reset"
    finally:
        connection.close()
    return "reset"


@pytest.mark.django_db(transaction=True)
def test_a_factor_reset_three_times_at_once_is_reset_once(administrator, handler, office):
    barrier = Barrier(3)

    with ThreadPoolExecutor(3) as pool:
        resets = [pool.submit(reset, handler, administrator, barrier) for _ in range(3)]

    assert sorted(one.result() for one in resets) == ["nothing to reset", "nothing to reset", "reset"]
    assert Entry.objects.filter(verb="second_factor.reset").count() == 1
    assert Message.objects.filter(to=handler.email).count() == 1
