"""How allauth behaves here."""

from __future__ import annotations

import base64
import logging
import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from cryptography.fernet import InvalidToken
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from core import secrets
from core.addresses import normal_address
from people import limits, provider_secrets, second_factor
from people.models import User

logger = logging.getLogger("placedev.sign_in")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation: nobody signs up by himself or herself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a role, given by somebody who may give it."""
        return False

    def clean_email(self, email: str) -> str:
        """The stored form, so that limits and look-ups see one address whatever its case."""
        return normal_address(email)

    def get_login_stages(self) -> list[str]:
        """The library's stages; a new request for a code takes the place of one that waits."""
        ours = {"allauth.account.stages.LoginByCodeStage": "people.code_stage.CodeStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Look at no password where too many wrong ones came from. Raises ValidationError."""
        if not limits.may_try_password(request, credentials.get("email", "")):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the wrong password."""
        limits.wrong_password(request, credentials.get("email", ""))
        super().authentication_failed(request, **credentials)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Forget wrong tries from here: the owner has just chosen this password."""
        super().set_password(user, password)
        if self.request is not None:
            limits.forget_wrong_passwords(self.request, user.email)  # type: ignore[attr-defined]

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """By the second factor where there is one, the passkey first: a password is no second."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [way for way in ways if way["id"].startswith("mfa_")]
        return sorted(strong, key=lambda way: "webauthn" not in way["id"]) or ways

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail in the recipient's language; the page's, when nobody has the address."""
        user = User.objects.filter(email=normal_address(email)).first()
        with translation.override(user.language if user else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The library's mail with an HTML part in our frame: the same words, the code set large."""
        message = super().render_mail(template_prefix, email, context, headers)
        values = {
            "subject": message.subject,
            "paragraphs": [part.strip() for part in message.body.split("\n\n") if part.strip()],
            "code": context.get("code", ""),
        }
        if isinstance(message, EmailMultiAlternatives):
            message.attach_alternative(
                render_to_string("letters/account.html", values), "text/html"
            )
        return message


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in by a region's own provider: keyed on issuer and subject, never on e-mail alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: the account must exist and be connected by its owner."""
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers with their secrets, ready to use."""
        found: list[SocialApp] = super().list_apps(request, provider, client_id)
        for app in found:
            provider_secrets.open_secret(app)
        return found


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their seeds lie encrypted in the database."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody whose role wants one."""
        return second_factor.may_remove(authenticator)

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The seed again. One that no key opens any more fits no code: a wrong code, no failure."""
        try:
            return secrets.decrypt(encrypted_text)
        except InvalidToken:
            logger.exception("a second factor was stored with a key that SECRET_KEY_OLD lacks")
            return base64.b32encode(os.urandom(20)).decode()
