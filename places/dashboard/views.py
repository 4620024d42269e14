"""The page of named figures."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Context, page
from people.scope import scope_of
from places.dashboard import pages


@page(SIGNED_IN, template="places/dashboard/page.html")
def figures(request: SignedInRequest) -> Context | HttpResponse:
    """The figures of all that one runs or coaches. `?programme=` and `?period=` choose."""
    if not scope_of(request.user).follows:
        return HttpResponseRedirect(reverse("home"))
    return pages.context(request.user, request.GET, timezone.localdate())
