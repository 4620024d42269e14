"""Places like mine: who they are and why, and choosing others."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from facts.models import ChosenPeer
from facts.peers import pages
from facts.peers.forms import PeersForm
from facts.peers.services import choose_peers, compute_peers
from facts.sheet.pages import with_place
from places.models import Participation

PAGE = "facts/peers/page.html"


@page("facts.view_sheet", Participation, PAGE, select=with_place)
def peers(request: SignedInRequest, participation: Participation) -> Context:
    """The places compared with, why they are alike, and others."""
    return pages.context(participation, request.user, request.GET.get("q", "")[:80])


@form_page("facts.write_notes", Participation, PAGE, select=with_place)
def peers_choose(
    request: SignedInRequest, participation: Participation
) -> Posting[list[ChosenPeer]]:
    """Compare with other places."""
    return Posting(
        form=PeersForm(request.POST or None),
        verb=partial(choose_peers, participation=participation, by=request.user),
        done=_("These places are compared with from now on."),
        to=_url(participation),
        back=_url(participation),
        context=lambda: pages.context(participation, request.user),
    )


@form_page("facts.write_notes", Participation, select=with_place)
def peers_compute(request: SignedInRequest, participation: Participation) -> Posting[None]:
    """Compare with the nearest again."""
    return Posting(
        verb=partial(compute_peers, participation=participation, by=request.user),
        done=_("The five nearest places are compared with again."),
        to=_url(participation),
    )


def _url(participation: Participation) -> str:
    return reverse("facts:peers", args=[participation.pk])
