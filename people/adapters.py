"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from people.models.user import normal_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation: nobody signs up by himself or herself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a role, given by somebody who may give it."""
        return False

    def clean_email(self, email: str) -> str:
        """The stored form, so that limits and look-ups see one address whatever its case."""
        return normal_address(email)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by a region's own provider: keyed on issuer and subject, never on e-mail alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: the account must exist and be connected by its owner."""
        return False
