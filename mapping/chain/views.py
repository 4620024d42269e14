"""The result chain of a programme."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from mapping.chain import pages, services
from mapping.chain.forms import ChainForm, IndicatorForm, ValueForm
from mapping.models import ChainIndicator, ChainStep, ChainValue, ResultChain
from programmes.home.pages import head
from programmes.models import Programme

FORM = "mapping/form.html"
edit_page = partial(form_page, "mapping.edit_chain", Programme)


@page("mapping.view_programme", Programme, "mapping/chain/page.html")
def chain(request: SignedInRequest, programme: Programme) -> Context:
    """An attractive place, people who move in, a base for services: over the years."""
    return head(programme, request.user) | pages.chain(programme, request.user)


@edit_page(FORM)
def chain_edit(request: SignedInRequest, programme: Programme) -> Posting[ResultChain]:
    """Write what each link means."""
    return Posting(
        form=ChainForm(request.POST or None, chain=services.chain_of(programme)),
        verb=partial(services.save_chain, programme=programme, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        context=_around(programme, _("Write what it means here")),
    )


@edit_page(FORM)
def indicator_add(request: SignedInRequest, programme: Programme) -> Posting[ChainIndicator]:
    """Add an indicator; the address may name the link."""
    step = request.GET.get("step", "")
    initial = {"step": step} if step in ChainStep.values else {}
    return Posting(
        form=IndicatorForm(request.POST or None, initial=initial),
        verb=partial(services.add_indicator, programme=programme, by=request.user),
        to=_url(programme),
        context=_around(programme, _("Add an indicator")),
    )


@edit_page(FORM)
def indicator_value(
    request: SignedInRequest, programme: Programme, indicator_id: int
) -> Posting[ChainValue]:
    """Write what was measured in a year."""
    found = _indicator(programme, indicator_id)
    return Posting(
        form=ValueForm(request.POST or None),
        verb=partial(services.save_value, indicator=found, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        context=_around(programme, found.title),
    )


@edit_page()
def indicator_remove(
    request: SignedInRequest, programme: Programme, indicator_id: int
) -> Posting[None]:
    """Take an indicator out."""
    found = _indicator(programme, indicator_id)
    return Posting(
        verb=partial(services.remove_indicator, indicator=found, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": found.title},
        to=_url(programme),
    )


def _around(programme: Programme, title: str) -> dict[str, Any]:
    return {"title": title, "back": _url(programme)}


def _indicator(programme: Programme, indicator_id: int) -> ChainIndicator:
    found = get_object_or_404(programme.chain_indicators, pk=indicator_id)
    found.programme = programme
    return found


def _url(programme: Programme) -> str:
    return reverse("mapping:chain", args=[programme.pk])
