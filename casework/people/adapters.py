"""How allauth behaves here: nobody signs up, and a required second factor stays."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from casework.outbox import actions as outbox
from casework.people import encryption, session_end
from casework.trail import actions as trail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Enter the e-mail address and password of your account",
        "too_many_login_attempts": "You have tried too often. Wait 15 minutes and try again.",
        "rate_limited": "You have tried too often. Wait 15 minutes and try again.",
        "enter_current_password": "Enter the password that you use now",
        "incorrect_password": "Enter the password of your account",
        "same_password": "Choose a password that you have not used before",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        session_end.begin(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the outbox: a mail server that is away must not tell who has an account here."""
        mail = self.render_mail(template_prefix, email, context)
        outbox.write(
            f"account:{uuid4().hex}",
            kind="account",
            to=email,
            subject=mail.subject,
            body=mail.body,
            at=timezone.now(),
            opens_something=True,
        )

    @transaction.atomic
    def set_password(self, user: Any, password: str) -> None:
        """Changed or reset, by its own person: nobody else may."""
        super().set_password(user, password)
        trail.record("office", "person.password_set", by=user, at=timezone.now(), changes={"person": user.pk})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At our own address, whatever host and port the request said it was for."""
        asked_for: str = super().get_reset_password_from_key_url(key)
        return f"{settings.SITE_ADDRESS}{urlsplit(asked_for).path}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on lets in people who have an account here, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Enter the six numbers your app shows now, or a recovery code you have not used",
        "rate_limited": "You have tried too often. Wait 15 minutes and try again.",
        "cannot_delete_authenticator": "Add a passkey first: this office requires a second factor",
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
