"""Blocked addresses: the list, blocking one by hand, letting one get letters again.

Two pages are for others than the region's people: the link in a letter that stops invitations, and
the address that a mail service pushes its reports to.
"""

from __future__ import annotations

import hmac
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.policy import PUBLIC, policy
from core.requests import SignedInRequest
from core.web.lists import Sort, listing
from core.web.shell import Context, Posting, form_page, page
from outbox.blocks import services
from outbox.blocks.bounces import LARGEST, take_in
from outbox.blocks.forms import BlockForm, LiftForm, SuppressionFilters
from outbox.models import Suppression
from people.models import Region

#: What a mail program sends when its reader clicks (RFC 8058, section 3.2).
ONE_CLICK = ("List-Unsubscribe", "One-Click")
SECRET_HEADER = "X-Bounce-Secret"  # noqa: S105 - the header's name


@page("outbox.view_suppressions", template="outbox/blocked/list.html")
def index(request: SignedInRequest) -> Context:
    """The addresses that get no letters from the user's regions, by address."""
    # Fetched for the page alone: joined, they are looked up for every address that is sorted.
    found = Suppression.objects.visible_to(request.user).prefetch_related("region", "created_by")
    order = {"address": Sort(_("Address"), ("address", "pk"), ("-address", "-pk"))}
    return {"listing": listing(request.GET, found, SuppressionFilters, order=order)}


@form_page("outbox.view_suppressions", template="outbox/blocked/add.html")
def block(request: SignedInRequest) -> Posting[Suppression]:
    """Block an address by hand."""
    return Posting(
        form=BlockForm(request.POST or None, regions=Region.objects.worked_in_by(request.user)),
        verb=partial(services.block, by=request.user),
        done=_("The address is blocked."),
        to=reverse("outbox:suppressions"),
    )


@form_page("outbox.unblock_address", Suppression, "outbox/blocked/lift.html")
def unblock(request: SignedInRequest, suppression: Suppression) -> Posting[None]:
    """Let an address get letters again."""
    return Posting(
        form=LiftForm(request.POST or None),
        verb=partial(services.unblock, suppression, by=request.user),
        done=_("The address gets letters again."),
        to=reverse("outbox:suppressions"),
    )


# A mail program has no token of ours. Whoever has the link may act; the link is the right.
@csrf_exempt
@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (GET changes nothing, so that mail scanners may open the link), stop, or take it back."""
    try:
        subscriber = services.subscriber_of(token)
    except services.NoSuchLinkError:
        return guarded(render(request, "outbox/stop/none.html", status=404))
    if request.method == "POST":
        name, value = ONE_CLICK
        one_click = request.POST.get(name) == value
        # One click means the letter's own sender, as a reader knows it: the programme, where it has
        # one. The page then offers the whole region.
        narrow = one_click or request.POST.get("what") == "scope"
        scope = subscriber.scope if narrow else ""
        if request.POST.get("act") == "resume":
            services.resume_invitations(subscriber, scope)
        else:
            services.stop_invitations(subscriber, scope)
        # A mail program must not be sent on (section 3.1); a browser is, so that loading the page
        # anew does not ask to send the form again.
        if not one_click:
            return guarded(redirect("outbox:unsubscribe", token))
    context = {
        "subscriber": subscriber,
        "reason": services.reason_of(subscriber),
        "of_scope": services.reason_of(subscriber, subscriber.scope) if subscriber.scope else "",
    }
    with override(link_language(request, subscriber.language)):
        return guarded(render(request, "outbox/stop/page.html", context))


def link_language(request: HttpRequest, language: str) -> str:
    """The language of the letter that a link stood in, unless the reader has chosen one here."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else language


def guarded(response: HttpResponse) -> HttpResponse:
    """The address is the key: it is not cached, not found, not told to other sites."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


# A mail service has no session and no token of ours; the shared secret is its right.
@csrf_exempt
@policy(PUBLIC)
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """Take in one report. 403 for a wrong secret, 413 when too large, 404 without BOUNCE_SECRET.

    A report that is none of ours is answered with 200 too, so that it is not sent again.
    """
    if not settings.BOUNCE_SECRET:
        raise Http404
    given = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), settings.BOUNCE_SECRET.encode()):
        return JsonResponse({"error": "wrong_secret"}, status=403)
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return JsonResponse({"error": "too_large"}, status=413)
    return JsonResponse({"outcome": take_in(raw).value})
