"""Pages of single figures: the list, one with its history, entering, correcting, breaks."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from facts.models import Observation
from facts.observations import pages, services
from facts.observations.forms import AddForm, BreakForm, CorrectForm
from facts.sources.pages import region_for

FORM = "facts/observations/form.html"


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What a figure's page names."""
    return rows.select_related(
        "indicator", "area", "place", "region", "query", "added_by", "replaces"
    )


def _url(observation: Observation) -> str:
    return reverse("facts:figure", args=[observation.pk])


@page("facts.collect_somewhere", template="facts/observations/list.html")
def figures(request: SignedInRequest, region_id: int) -> Context:
    """The figures of a region."""
    region = region_for(request.user, region_id)
    return {"region": region, "listing": pages.figures(region, request)}


@form_page("facts.collect_somewhere", template=FORM)
def figure_add(request: SignedInRequest, region_id: int) -> Posting[Observation]:
    """Enter a figure by hand."""
    region = region_for(request.user, region_id)
    return Posting(
        form=AddForm(
            request.POST or None,
            region=region,
            user=request.user,
            initial={"place": request.GET.get("place", "")[:20]},
        ),
        verb=partial(services.add_figure, region=region, by=request.user),
        done=_("The figure is entered."),
        to=_url,
        back="",
        context={
            "title": _("Enter a figure"),
            "action": _("Enter"),
            "back_url": reverse("facts:figures", args=[region.pk]),
            "back_label": _("Figures"),
        },
    )


@page("facts.view", Observation, "facts/observations/figure.html", select=with_names)
def figure(request: SignedInRequest, observation: Observation) -> Context:
    """One figure: where it is from, what it was before it was corrected."""
    may = allowed(request.user, "facts.collect", observation)
    return {**pages.one(observation), "may_change": may and observation.superseded_on is None}


@form_page("facts.collect", Observation, FORM, select=with_names)
def figure_correct(request: SignedInRequest, observation: Observation) -> Posting[Observation]:
    """Say what it should have been."""
    initial = {
        "value": observation.plain_value,
        "status": observation.status,
        "source": observation.source,
        "retrieved_on": timezone.localdate(),
    }
    return Posting(
        form=CorrectForm(request.POST or None, initial=initial),
        verb=partial(services.correct_figure, observation=observation, by=request.user),
        done=_("The figure is corrected. The old one is kept."),
        to=_url,
        context={
            "title": _("Correct the figure"),
            "action": _("Correct"),
            "back_url": _url(observation),
            "back_label": str(observation.indicator),
        },
    )


@form_page("facts.collect", Observation, FORM, select=with_names)
def figure_break(request: SignedInRequest, observation: Observation) -> Posting[Observation]:
    """Mark a break of the series here, or take it back."""
    wanted = not observation.series_break
    return Posting(
        form=BreakForm(request.POST or None, initial={"note": observation.note}),
        verb=partial(
            services.mark_break, observation=observation, series_break=wanted, by=request.user
        ),
        done=_("The break is marked.") if wanted else _("The break is taken back."),
        to=_url(observation),
        context={
            "title": _("Mark a series break") if wanted else _("Take the series break back"),
            "action": _("Mark") if wanted else _("Take back"),
            "back_url": _url(observation),
            "back_label": str(observation.indicator),
        },
    )
