"""The held form: what somebody wrote is not lost when the session ended under the form.

A form that arrives without a session (`signed_out`), or with a token of an older session
(`stale_token`), is not carried out. Its answer carries the text: to read, and as a form to
the same address that can be sent again after signing in. Passwords and files are never
carried. A form that came from another site gets no echo: nobody may make our page show and
resend words of theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

#: Names of fields whose values are never sent back.
SECRET = re.compile(r"pass(word|wd|phrase)|secret|token|otp|^code$", re.IGNORECASE)
#: The accounts' own forms carry secrets under names of their own.
ACCOUNTS = "account_login"
CSRF_FIELD = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class HeldField:
    """One value of the form that was sent; `is_text` when it is worth reading on the page."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether the value holds words, not only numbers and dates."""
        return any(character.isalpha() for character in self.value)


def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer to a form that was sent without a session: status 401, the text kept."""
    if wants_json(request):
        return _signed_out_json()
    return _held(request, status=401)


def stale_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form with a token that no longer counts: status 403.

    The text is kept when the form came from a page of ours. `reason` is Django's, for the log.
    """
    if wants_json(request):
        return _signed_out_json()
    if is_from_here(request) and not _is_about_accounts(request) and kept_fields(request):
        return _held(request, status=403)
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and not a page."""
    return "application/json" in request.headers.get("Accept", "")


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours (Origin, else Referer)."""
    said = request.headers.get("Origin") or request.headers.get("Referer")
    if not said:
        return False
    origin = urlsplit(said)
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def kept_fields(request: HttpRequest) -> list[HeldField]:
    """The values that were sent, in their order, without secrets."""
    return [
        HeldField(name, value)
        for name, values in request.POST.lists()
        if name != CSRF_FIELD and not SECRET.search(name)
        for value in values
    ]


def _is_about_accounts(request: HttpRequest) -> bool:
    accounts = reverse(ACCOUNTS).rsplit("/", 2)[0] + "/"
    return request.path.startswith(accounts)


def _signed_out_json() -> JsonResponse:
    message = _("You have been signed out. Sign in in another tab; what you wrote stays here.")
    return JsonResponse({"code": "signed_out", "message": message}, status=401)


def _held(request: HttpRequest, *, status: int) -> HttpResponse:
    context = {
        "fields": kept_fields(request),
        "files": [upload.name for _name, uploads in request.FILES.lists() for upload in uploads],
        "action": request.get_full_path(),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "is_signed_in": request.user.is_authenticated,
    }
    return render(request, "core/held_form.html", context, status=status)
