"""How often somebody may try to sign in.

The narrow limits count by account and address together: whoever guesses at somebody's account
uses up tries at that address alone, and the owner signs in from another. Beside them stand the
library's: by address over all accounts, and wide ones by account over all addresses, so that
neither a mailbox nor a password can be flooded from many places (`SIGN_IN_LIMITS` of the settings).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import app_settings, forms
from allauth.account.adapter import get_adapter
from allauth.core import context

from core import throttle
from core.addresses import normal_address

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Tries, and seconds after which they are forgotten.
WRONG_PASSWORDS, PASSWORD_SECONDS = 5, 300
CODES, CODE_SECONDS = 3, 60
RESETS, RESET_SECONDS = 5, 60


def who(request: HttpRequest, address: str) -> str:
    """An account as it is tried from one place; `address` is the account's mail address."""
    return f"{normal_address(address)}|{throttle.client_address(request)}"


def may_try_password(request: HttpRequest, address: str) -> bool:
    """Whether a password for the account is looked at from here."""
    return not holds() or not throttle.exceeded(
        "password", who(request, address), limit=WRONG_PASSWORDS
    )


def wrong_password(request: HttpRequest, address: str) -> None:
    """Count a password that was wrong."""
    if holds():
        throttle.within(
            "password", who(request, address), limit=WRONG_PASSWORDS, seconds=PASSWORD_SECONDS
        )


def forget_wrong_passwords(request: HttpRequest, address: str) -> None:
    """The owner has chosen a new one here."""
    throttle.forget("password", who(request, address))


def holds() -> bool:
    """Whether limits hold; tests do without."""
    return bool(app_settings.RATE_LIMITS)


def _may_ask(act: str, address: str, limit: int, seconds: int) -> None:
    """Count a letter that is asked for. Raises the form's ValidationError when it is too many."""
    request = context.request
    if holds() and not throttle.within(act, who(request, address), limit=limit, seconds=seconds):
        raise get_adapter().validation_error("rate_limited")


class RequestLoginCodeForm(forms.RequestLoginCodeForm):
    """Asks for a code to sign in with."""

    def clean_email(self) -> str:
        """Count by account and address before the library counts by account."""
        _may_ask("login-code", self.cleaned_data["email"], CODES, CODE_SECONDS)
        return super().clean_email()


class ResetPasswordForm(forms.ResetPasswordForm):
    """Asks for a code to choose a new password with."""

    def clean_email(self) -> Any:
        """Count by account and address before the library counts by account."""
        _may_ask("reset-code", self.cleaned_data["email"], RESETS, RESET_SECONDS)
        return super().clean_email()
