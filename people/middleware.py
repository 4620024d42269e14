"""Rules of signing in that hold for whole requests."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

#: Pages from which a form may lead to a region's own provider.
SIGN_IN_VIEWS = frozenset({"account_login", "openid_connect_login", "socialaccount_connections"})


class OperatorSecondFactorMiddleware:
    """In production, an operator without a second factor is led to setting one up first.

    Pages of the account itself stay open, as do the switches of language and appearance.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead such an operator to the page of second factors."""
        user = request.user
        if (
            settings.PRODUCTION
            and user.is_authenticated
            and user.is_staff
            and not request.path.startswith(self._open())
            and not is_mfa_enabled(user)
        ):
            messages.warning(
                request, _("Operators sign in with a second factor. Set one up to go on.")
            )
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _open() -> tuple[str, ...]:
        accounts = reverse("account_login").rsplit("/", 2)[0] + "/"
        return accounts, reverse("set_language"), reverse("core:theme"), reverse("core:health")


class RegionSignInCspMiddleware:
    """Let the sign-in page's form lead to the regions' own providers.

    The button posts to us and we redirect to the provider; browsers check `form-action` on
    that redirect too. Only the origins that operators have set up are added.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Widen `form-action` on the answer of a sign-in page."""
        response = self.get_response(request)
        match = request.resolver_match
        if (
            match is not None
            and match.view_name in SIGN_IN_VIEWS
            and not hasattr(response, "_csp_config")
        ):
            origins = provider_origins()
            if origins:
                allowed = [*settings.SECURE_CSP["form-action"], *origins]
                widened = settings.SECURE_CSP | {"form-action": allowed}
                # As Django's own decorators do, which only fit views.
                response._csp_config = widened  # type: ignore[attr-defined]  # noqa: SLF001
        return response


def provider_origins() -> list[str]:
    """The origins of the providers that are set up, such as `https://login.region.example`."""
    apps = SocialApp.objects.filter(provider="openid_connect").order_by("pk")
    found = (urlsplit(app.settings.get("server_url", "")) for app in apps)
    return sorted({f"{url.scheme}://{url.netloc}" for url in found if url.scheme and url.netloc})
