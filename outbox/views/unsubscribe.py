"""The link that stops invitations: no session, one button; the mail program's one click too."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.policy import PUBLIC, policy
from outbox.domain import unsubscribe as domain

#: What a mail program sends when its reader clicks (RFC 8058, section 3.2).
ONE_CLICK = ("List-Unsubscribe", "One-Click")


# A mail program has no token of ours. Whoever has the link may act; the link is the right.
@csrf_exempt
@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (GET changes nothing, so that mail scanners may open the link), stop, or take it back."""
    try:
        subscriber = domain.opened(token)
    except domain.NoSuchLinkError:
        return _guarded(render(request, "outbox/stop/none.html", status=404))
    if request.method == "POST":
        if request.POST.get("act") == "resume":
            domain.resume(subscriber)
        else:
            domain.stop(subscriber)
        name, value = ONE_CLICK
        # A mail program must not be sent on (section 3.1); a browser is, so that loading the page
        # anew does not ask to send the form again.
        if request.POST.get(name) != value:
            return _guarded(redirect("outbox:unsubscribe", token))
    context = {"subscriber": subscriber, "reason": domain.reason_of(subscriber)}
    with override(_language(request, subscriber)):
        return _guarded(render(request, "outbox/stop/page.html", context))


def _language(request: HttpRequest, subscriber: domain.Subscriber) -> str:
    """The letter's language, unless the reader has chosen one here."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else subscriber.language


def _guarded(response: HttpResponse) -> HttpResponse:
    """The address is the key: it is not cached, not found, not told to other sites."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
