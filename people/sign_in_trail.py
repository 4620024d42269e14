"""Audit lines of signing in: who came in and how, what failed, what was changed about it.

The lines stand on the account. Addresses of the other end go to the log alone, which is kept for
a short time; these lines are kept for a year (rule `sign_in` of core/fields.yaml). Tries at
addresses without an account leave a line in the log only.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as provider
from allauth.socialaccount.models import SocialApp
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from core import audit
from core.addresses import normal_address
from core.throttle import client_address
from people.models import User

logger = logging.getLogger("placedev.sign_in")


@receiver(account.user_logged_in, dispatch_uid="people.trail_sign_in")
def came_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Somebody is in, by whichever ways were asked for."""
    ways = [record["method"] for record in get_authentication_records(request, user)]
    audit.record("sign_in.done", user, by=user, ways=", ".join(dict.fromkeys(ways)))
    logger.info("signed in: account %s from %s", user.pk, client_address(request))


@receiver(user_login_failed, dispatch_uid="people.trail_wrong_password")
def wrong_password(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """A password did not fit."""
    address = str(credentials.get("email") or credentials.get("username") or "")
    _failed(request, User.objects.filter(email=normal_address(address)).first(), "password")


@receiver(account.login_code_rejected, dispatch_uid="people.trail_wrong_code")
@receiver(account.password_reset_code_rejected, dispatch_uid="people.trail_wrong_reset")
def wrong_code(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A mailed code did not fit."""
    _failed(request, user, "code")


@receiver(mfa.authentication_failed, dispatch_uid="people.trail_wrong_factor")
def wrong_factor(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A second factor did not fit."""
    _failed(request, user, "mfa")


def _failed(request: HttpRequest | None, user: User | None, way: str) -> None:
    where = client_address(request) if request is not None else "-"
    logger.warning("sign-in failed: %s, account %s from %s", way, user and user.pk, where)
    if user is not None:
        audit.record("sign_in.failed", user, by=None, ways=way)


# --- What is changed about signing in


def _changes(signal: Signal, verb: str) -> None:
    def note(sender: Any, user: User | None = None, **kwargs: Any) -> None:
        about: User | None = user
        for name in ("sociallogin", "socialaccount"):
            about = about or getattr(kwargs.get(name), "user", None)
        if about is not None and about.pk:
            audit.record(verb, about, by=about, kind=_kind(kwargs.get("authenticator")))

    signal.connect(note, weak=False, dispatch_uid=f"people.trail_{verb}")


def _kind(authenticator: Authenticator | None) -> str:
    return str(authenticator.type) if authenticator is not None else ""


for _signal, _verb in (
    (account.password_set, "sign_in.password_set"),
    (account.password_changed, "sign_in.password_changed"),
    (account.password_reset, "sign_in.password_reset"),
    (account.email_added, "sign_in.address_added"),
    (account.email_changed, "sign_in.address_changed"),
    (account.email_removed, "sign_in.address_removed"),
    (mfa.authenticator_added, "sign_in.factor_added"),
    (mfa.authenticator_removed, "sign_in.factor_removed"),
    (mfa.authenticator_reset, "sign_in.factor_reset"),
    (provider.social_account_added, "sign_in.provider_connected"),
    (provider.social_account_removed, "sign_in.provider_disconnected"),
):
    _changes(_signal, _verb)


@receiver(post_save, sender=SocialApp, dispatch_uid="people.trail_provider")
@receiver(post_delete, sender=SocialApp, dispatch_uid="people.trail_provider_gone")
def provider_set(sender: Any, instance: SocialApp, **kwargs: Any) -> None:
    """A region's way in was set up, changed or taken away; the secret is not told."""
    verb = "provider.set" if "created" in kwargs else "provider.removed"
    server = instance.settings.get("server_url", "")
    audit.record(verb, instance, by=_acting(), server=server, client=instance.client_id)


def _acting() -> User | None:
    user = getattr(context.request, "user", None)  # None in a command
    return user if user is not None and user.is_authenticated else None
