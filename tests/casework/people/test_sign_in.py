"""Signing in: lock-out, the second factor, and the doors of allauth that stay shut."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from casework.outbox.models import Message, State
from casework.outbox.tasks import send_message
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from tests.factories.people import UserFactory

PASSWORD = "correct horse battery staple"
HOME = "/account/2fa/"


@pytest.fixture
def handler(db: None, settings: Any) -> User:
    # The hash that production uses is slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    handler: User = UserFactory(email="amira@office.example", post=Post.COMPLAINT_HANDLER)
    handler.set_password(PASSWORD)
    handler.save()
    return handler


def sign_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": "amira@office.example", "password": password})


def confirm(client: Client) -> None:
    """Changing how one signs in asks for the password once more."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_sign_in_leads_to_the_desk(client: Client, handler: User) -> None:
    response = sign_in(client)

    assert response.status_code == 302
    assert response["Location"] == "/desk/"


def test_wrong_password_is_refused_without_saying_which_half_was_wrong(client: Client, handler: User) -> None:
    response = sign_in(client, "guess")

    html = response.content.decode()
    assert "<title>Error: Sign in" in html
    assert "Enter the e-mail address and password of your account" in html


def test_sixth_try_within_a_quarter_of_an_hour_is_refused_even_with_the_right_password(
    client: Client, handler: User
) -> None:
    for _ in range(5):
        sign_in(client, "guess")

    response = sign_in(client)

    assert "You have tried too often. Wait 15 minutes and try again." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_flood_of_sign_ins_gets_the_429_page(client: Client, handler: User) -> None:
    statuses = {
        client.post("/account/login/", {"login": f"{n}@office.example"}).status_code for n in range(31)
    }

    assert statuses == {200, 429}


@pytest.mark.parametrize("address", ["/account/email/", "/account/3rdparty/", "/account/login/code/confirm/"])
def test_pages_of_allauth_that_are_not_used_do_not_exist(client: Client, handler: User, address: str) -> None:
    client.force_login(handler)

    assert client.get(address).status_code == 404


def test_nobody_signs_up(client: Client, db: None) -> None:
    sent = {"email": "new@office.example", "password1": PASSWORD, "password2": PASSWORD}

    page = client.post("/account/signup/", sent)

    assert "You cannot make an account here" in page.content.decode()
    assert not User.objects.filter(email="new@office.example").exists()


def test_admin_has_no_sign_in_of_its_own(client: Client, db: None) -> None:
    assert client.get("/admin/login/")["Location"].startswith("/account/login/")


def test_forgotten_password_is_answered_alike_for_a_stranger_and_a_colleague(
    client: Client, handler: User
) -> None:
    stranger = client.post("/account/password/reset/", {"email": "stranger@office.example"})
    colleague = client.post("/account/password/reset/", {"email": handler.email})

    assert stranger["Location"] == colleague["Location"] == "/account/password/reset/done/"
    assert [message.to for message in Message.objects.all()] == [handler.email]


def test_forgotten_password_is_answered_alike_while_the_mail_server_is_away(
    client: Client, handler: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = client.post("/account/password/reset/", {"email": handler.email})
    message = Message.objects.get()
    send_message(message.pk)

    assert answer["Location"] == "/account/password/reset/done/"
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_a_new_password_is_in_the_trail_whether_it_was_changed_or_reset(
    client: Client, handler: User
) -> None:
    changed, reset = "a horse of another colour", "the battery of another staple"
    sign_in(client)
    confirm(client)

    client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": changed, "password2": changed}
    )
    client.logout()
    client.post("/account/password/reset/", {"email": handler.email})
    link = re.search(r"/account/password/reset/key/\S+", Message.objects.get(kind="account").body)
    assert link
    client.post(client.get(link[0])["Location"], {"password1": reset, "password2": reset})

    handler.refresh_from_db()
    assert handler.check_password(reset)
    entries = Entry.objects.filter(verb="person.password_set", by_id=handler.pk)
    assert [entry.changes for entry in entries] == [{"person": handler.pk}] * 2


def test_link_to_a_new_password_is_not_kept_once_it_has_left(client: Client, handler: User) -> None:
    client.post("/account/password/reset/", {"email": handler.email})
    message = Message.objects.get()

    send_message(message.pk)

    message.refresh_from_db()
    assert "/account/password/reset/key/" in mail.outbox[0].body
    assert (message.state, message.body) == (State.SENT, "")


def test_link_to_a_new_password_leads_to_our_own_address_whatever_the_request_says(
    client: Client, handler: User, settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://oversight.office.example"

    client.post("/account/password/reset/", {"email": handler.email}, headers={"host": "127.0.0.1:9999"})

    body = Message.objects.get().body
    assert "https://oversight.office.example/account/password/reset/key/" in body
    assert "9999" not in body


def test_person_without_a_second_factor_reaches_only_the_pages_that_set_it_up(
    client: Client, handler: User, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(handler)

    assert client.get("/account/password/change/")["Location"] == HOME
    assert client.get("/admin/")["Location"] == HOME
    assert "Until then you can use no other page" in client.get(HOME).content.decode()
    assert client.post("/account/logout/").status_code == 302


def test_person_without_a_second_factor_goes_on_where_it_is_not_required(
    client: Client, handler: User, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(handler)

    assert client.get("/account/password/change/").status_code == 200


def test_a_change_to_how_one_signs_in_begins_with_the_password_unless_just_given(
    client: Client, handler: User
) -> None:
    sign_in(client)

    before = client.get(HOME).content.decode()
    confirm(client)
    after = client.get(HOME).content.decode()

    assert 'href="/account/reauthenticate/?next=%2Faccount%2F2fa%2Fapp%2Factivate%2F"' in before
    assert 'href="/account/2fa/app/activate/"' in after


def test_setting_up_an_app_opens_the_other_pages(client: Client, handler: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    confirm(client)
    page = client.get("/account/2fa/app/activate/")

    response = client.post("/account/2fa/app/activate/", {"code": code_of(page.context["form"].secret)})

    assert response["Location"] == "/account/2fa/recovery-codes/"
    assert client.get("/account/password/change/").status_code == 200


def test_password_alone_does_not_sign_in_a_person_with_a_second_factor(client: Client, handler: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(handler, secret)

    response = sign_in(client)

    assert response["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_code_of_the_app_completes_the_sign_in(client: Client, handler: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(handler, secret)
    sign_in(client)

    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert client.session["_auth_user_id"] == str(handler.pk)


def test_wrong_code_is_refused_in_words(client: Client, handler: User) -> None:
    TOTP.activate(handler, generate_totp_secret())
    sign_in(client)

    html = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()

    assert "Enter the six numbers your app shows now" in html
    assert 'href="#id_code"' in html


def test_recovery_code_completes_the_sign_in(client: Client, handler: User) -> None:
    TOTP.activate(handler, generate_totp_secret())
    codes = RecoveryCodes.activate(handler).get_unused_codes()
    sign_in(client)

    client.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert client.session["_auth_user_id"] == str(handler.pk)


def test_last_second_factor_stays_while_the_office_requires_one(
    client: Client, handler: User, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    secret = generate_totp_secret()
    TOTP.activate(handler, secret)
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    confirm(client)

    page = client.post("/account/2fa/app/deactivate/", follow=True)

    assert "Add a passkey first" in page.content.decode()
    assert Authenticator.objects.filter(user=handler, type=Authenticator.Type.TOTP).exists()


@pytest.mark.parametrize(
    "address",
    [
        "/account/2fa/",
        "/account/2fa/app/activate/",
        "/account/2fa/passkeys/",
        "/account/2fa/passkeys/add/",
        "/account/logout/",
        "/account/password/change/",
        "/account/reauthenticate/",
    ],
)
def test_page_for_the_signed_in_has_one_heading_and_is_shut_to_others(
    client: Client, handler: User, address: str
) -> None:
    shut = client.get(address)
    sign_in(client)
    confirm(client)
    opened = client.get(address).content.decode()

    assert shut.status_code == 302
    assert opened.count("<h1") == 1
    assert "<title> –" not in opened


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/password/reset/key/1-set-password/",
        "/account/signup/",
        "/account/single/cancelled/",
        "/account/single/error/",
    ],
)
def test_page_of_the_sign_in_has_one_heading(client: Client, db: None, address: str) -> None:
    html = client.get(address).content.decode()

    assert html.count("<h1") == 1
    assert "<title> –" not in html


def test_somebody_without_a_password_is_led_to_asking_for_one(client, office):
    person = UserFactory()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    client.force_login(person)

    response = client.get("/account/password/change/", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == "/account/password/reset/"
