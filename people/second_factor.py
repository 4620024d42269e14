"""The second factor: who must have one, and which acts ask for it again.

Who sees what others wrote across places (administrators of a region, managers of its programmes,
its coaches) signs in with a passkey or an app where the region demands it, and so do operators,
everywhere. Acts that move money, rights or many letters ask for it again when it was given more
than ten minutes ago. Neither holds in the demo and in the embedded mode (`SECOND_FACTOR`).
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest

from people.models import Region, Role, User
from people.scope import MANAGER, REGION_ADMIN, scope_of

#: Who sees other people's data across places.
WIDE = frozenset({REGION_ADMIN, MANAGER, Role.COACH})
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FRESH_SECONDS = 600
#: In the session: the account has a second factor, so that not every page asks.
_HAS = "has_second_factor"


def is_demanded_of(user: Any) -> bool:
    """Whether the user may only work with a second factor."""
    if not settings.SECOND_FACTOR or not user.is_authenticated:
        return False
    if user.is_staff:
        return True
    regions = {held.region for held in scope_of(user).held if held.role in WIDE}
    return bool(regions) and Region.objects.filter(pk__in=regions, second_factor=True).exists()


def is_missing(request: HttpRequest) -> bool:
    """Whether the user has still to set one up."""
    if not settings.SECOND_FACTOR or not request.user.is_authenticated:
        return False
    if request.session.get(_HAS) or not is_demanded_of(request.user):
        return False
    if not is_mfa_enabled(request.user, types=KINDS):
        return True
    request.session[_HAS] = True
    return False


def is_asked_again(request: HttpRequest, route: str) -> bool:
    """Whether the act wants the second factor once more, from who has one."""
    if not settings.SECOND_FACTOR or route not in settings.SECOND_FACTOR_ROUTES:
        return False
    if request.method != "POST" and route not in settings.SECOND_FACTOR_BEFORE:
        return False
    return is_mfa_enabled(request.user, types=KINDS) and not _is_fresh(request)


def _is_fresh(request: HttpRequest) -> bool:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - who has a second factor is signed in
    records = get_authentication_records(request, user)
    given = [record["at"] for record in records if record["method"] == "mfa"]
    return bool(given) and time.time() - max(given) < FRESH_SECONDS


def may_remove(authenticator: Authenticator) -> bool:
    """Whether the account still has what is demanded of it without this one."""
    user = authenticator.user
    others = Authenticator.objects.filter(user=user, type__in=KINDS).exclude(pk=authenticator.pk)
    return others.exists() or not is_demanded_of(user)


@receiver(authenticator_removed, dispatch_uid="people.second_factor_removed")
def look_again(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """One was taken away: the next page asks whether another is left."""
    request.session.pop(_HAS, None)
