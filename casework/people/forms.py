"""allauth's forms in our words: each says what to enter, and how to get it right."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

CODE_HINT = "Six numbers from your app, or one of your recovery codes"


def word(field: forms.Field, label: str, missing: str, hint: str = "") -> None:
    field.label = label
    field.help_text = hint
    field.error_messages["required"] = missing


class SignInForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["login"], "E-mail address", "Enter your e-mail address")
        self.fields["login"].error_messages["invalid"] = "Enter an e-mail address like name@office.example"
        word(self.fields["password"], "Password", "Enter your password")


class ForgottenPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], "E-mail address", "Enter your e-mail address")
        self.fields["email"].error_messages["invalid"] = "Enter an e-mail address like name@office.example"


class NewPasswordForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_new_password(self)


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["oldpassword"], "Password you use now", "Enter the password you use now")
        word_new_password(self)


def word_new_password(form: forms.Form) -> None:
    hint = "At least 12 characters, and not one that is easy to guess. Three words that have nothing to do with each other work well."  # noqa: E501
    word(form.fields["password1"], "New password", "Enter a new password", hint)
    word(form.fields["password2"], "New password again", "Enter the new password again")


class ConfirmPasswordForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["password"], "Password", "Enter your password")


class CodeForm(second_factor.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], "Code", "Enter the code", CODE_HINT)


class ConfirmCodeForm(second_factor.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], "Code", "Enter the code", CODE_HINT)


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self.fields["code"],
            "Code",
            "Enter the code your app shows",
            "Six numbers that your app shows now",
        )


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_name(self)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_name(self)


def word_name(form: forms.Form) -> None:
    hint = "So that you can tell it from others: “Office laptop”"
    word(form.fields["name"], "Name", "Enter a name", hint)
