"""The timeline of places, and places side by side."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Context, page
from people.scope import scope_of
from places.timeline import compare as comparing
from places.timeline import pages


@page(SIGNED_IN, template="places/timeline/page.html")
def timeline(request: SignedInRequest) -> Context | HttpResponse:
    """All places in time; filters are those of the list."""
    if not scope_of(request.user).follows:
        return HttpResponseRedirect(reverse("home"))
    return pages.context(request.user, request.GET, timezone.localdate())


@page(SIGNED_IN, template="places/timeline/compare.html")
def compare(request: SignedInRequest) -> Context | HttpResponse:
    """Two to four places side by side: `?place=1&place=2`."""
    if not scope_of(request.user).follows:
        return HttpResponseRedirect(reverse("home"))
    return comparing.context(request.user, request.GET, timezone.localdate())
