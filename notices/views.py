"""The page of notices."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.lists import PER_PAGE, ShortPaginator
from core.web.shell import Context, Posting, form_page, page
from notices import pages, services
from notices.models import Notice


@page(SIGNED_IN, template="notices/list.html")
def index(request: SignedInRequest) -> Context:
    """One's own notices, those not read first."""
    shown = ShortPaginator(Notice.objects.visible_to(request.user), PER_PAGE).get_page(
        request.GET.get("page")
    )
    lines = pages.lines(shown.object_list, request.user)
    return {
        "page": shown,
        "new": [line for line in lines if line.notice.read_at is None],
        "earlier": [line for line in lines if line.notice.read_at is not None],
    }


@form_page(SIGNED_IN, Notice)
def follow(request: SignedInRequest, notice: Notice) -> Posting[Notice]:
    """Go where the notice leads, and note that it is read."""
    return Posting(
        verb=partial(services.read, notice, by=request.user),
        to=lambda read: HttpResponseRedirect(read.address),
        back=reverse("notices:list"),
    )


@form_page(SIGNED_IN)
def read_all(request: SignedInRequest) -> Posting[int]:
    """Note that all are read."""
    return Posting(
        verb=partial(services.read_all, by=request.user),
        done=_("All notices are marked as read."),
        to=reverse("notices:list"),
    )
