"""Rules of signing in that hold for whole requests."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit
from core.log_scrub import scrubbed
from people import second_factor
from people.openings import note_reading

#: Pages from which a form may lead to a region's own provider.
SIGN_IN_VIEWS = frozenset({"account_login", "openid_connect_login", "socialaccount_connections"})
#: Where the provider is asked.
PROVIDER_VIEWS = frozenset({"openid_connect_login", "openid_connect_callback"})

logger = logging.getLogger("placedev.sign_in")


class SecondFactorMiddleware:
    """Lead those who must have a second factor to setting one up; ask again where it matters.

    Pages of the account itself stay open, as do the switches of language and appearance.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the page of second factors, or go on."""
        if not request.path.startswith(self._open()) and second_factor.is_missing(request):
            messages.warning(
                request,
                _("Your role wants two-step sign-in. Set up a second step to go on."),
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Ask again before an act that matters; it is carried out after the answer."""
        match = request.resolver_match
        if match is None or not second_factor.is_asked_again(request, match.view_name):
            return None
        if request.method != "POST":  # only looked at: there is nothing to keep
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
        answer: HttpResponse = _accounts.process_exception(request, ReauthenticationRequired())
        return answer

    @staticmethod
    def _open() -> tuple[str, ...]:
        accounts = reverse("account_login").rsplit("/", 2)[0] + "/"
        return accounts, reverse("set_language"), reverse("core:theme"), reverse("core:health")


#: The library keeps the form that was sent, asks, and carries it out.
_accounts: Any = AccountMiddleware(lambda _request: HttpResponse())


class ExportTrailMiddleware:
    """A line on the account for each file that somebody takes out: lists, workbooks, PDFs.

    Files that people uploaded are sent as streams and are not meant: those are single documents.
    A stream of ours says what it is (`taken_out`): the address under which it was asked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note an answer that is a file of ours."""
        response = self.get_response(request)
        asked_for: str = getattr(response, "taken_out", "")
        if (
            response.status_code == HTTPStatus.OK
            and request.method != "HEAD"
            and (asked_for or not response.streaming)
            and response.get("Content-Disposition", "").startswith("attachment")
            and request.user.is_authenticated
        ):
            path = scrubbed(asked_for or request.get_full_path())[:300]
            audit.record("export.taken", request.user, by=request.user, path=path)
        return response


class OpeningTrailMiddleware:
    """A line for each page that an operator reads of a region that he or she has opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note what was read, in the region's own trail."""
        response = self.get_response(request)
        if request.user.is_authenticated and request.user.is_staff:
            note_reading(request.user, scrubbed(request.path)[:300])
        return response


class RegionSignInMiddleware:
    """Signing in by a region's own provider: let our form lead there, and bear what it answers.

    The button posts to us and we redirect to the provider; browsers check `form-action` on
    that redirect too. Only the origins that operators have set up are added. A provider that is
    away or answers nonsense is a sentence on a page and a line in the log.
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

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whatever fails on the way to the provider and back, unless it is our own fault."""
        match = request.resolver_match
        if match is None or match.view_name not in PROVIDER_VIEWS:
            return None
        if isinstance(exception, (Http404, PermissionDenied, SuspiciousOperation, DatabaseError)):
            return None
        logger.error("provider %s: %r", match.kwargs.get("provider_id"), exception)
        context = {"request_id": getattr(request, "request_id", "")}
        return render(
            request,
            "socialaccount/authentication_error.html",
            context,
            status=HTTPStatus.BAD_GATEWAY,
        )


def provider_origins() -> list[str]:
    """The origins of the providers that are set up, such as `https://login.region.example`."""
    apps = SocialApp.objects.filter(provider="openid_connect").order_by("pk")
    found = (urlsplit(app.settings.get("server_url", "")) for app in apps)
    return sorted({f"{url.scheme}://{url.netloc}" for url in found if url.scheme and url.netloc})
