import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command

from tests.factories.people import UserFactory


def kept() -> dict[str, str]:
    return {
        factor.type: factor.data.get("secret") or factor.data["seed"]
        for factor in Authenticator.objects.all()
    }


@pytest.mark.usefixtures("cloned_database")
def test_secrets_from_before_are_encrypted_and_can_be_read_back() -> None:
    person, secret = UserFactory(), generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()

    call_command("migrate", "people", "0003", verbosity=0)
    clear = kept()
    assert clear["totp"] == secret
    assert ":" not in clear["recovery_codes"]

    call_command("migrate", "people", verbosity=0)
    assert not set(clear.values()) & set(kept().values())
    read = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES).wrap()
    assert read.get_unused_codes() == codes


@pytest.mark.usefixtures("cloned_database")
def test_what_is_encrypted_already_stays_as_it_is() -> None:
    TOTP.activate(UserFactory(), generate_totp_secret())
    before = kept()

    call_command("migrate", "people", "0003", fake=True, verbosity=0)
    call_command("migrate", "people", verbosity=0)

    assert kept() == before
