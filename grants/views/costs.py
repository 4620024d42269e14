"""Costs: their page, entering, correcting, taking away, the receipt, the workbook."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import download, stored
from core.exports import XLSX_TYPE, file_name
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from grants import costs_page
from grants.domain.costs import add_cost, refuse_claimed, remove_cost, save_cost, warnings_about
from grants.domain.period import refuse_unagreed
from grants.forms.costs import CostForm, filled
from grants.models import Cost, Grant
from places.models import Participation
from places.views.work import for_page


@page("grants.view", Participation, "grants/costs/page.html", select=for_page)
def costs(request: SignedInRequest, participation: Participation) -> Context:
    """Totals against the budget, and the costs, newest first. `?line=` and `?claimed=no` filter."""
    return costs_page.context(participation, request.user, request.GET)


@form_page("grants.enter_costs", Participation, "grants/costs/form.html", select=for_page)
def cost_add(request: SignedInRequest, participation: Participation) -> Posting[Cost]:
    """Enter a cost."""
    grant = agreed_grant(participation)
    return Posting(
        form=CostForm(request.POST or None, request.FILES or None, grant=grant),
        fields={"file": "receipt"},
        verb=partial(add_cost, grant=grant, by=request.user),
        done=_("The cost is entered."),
        warnings=warnings_about,
        to=_list(participation),
    )


@form_page("grants.enter_costs", Participation, "grants/costs/form.html", select=for_page)
def cost_edit(
    request: SignedInRequest, participation: Participation, cost_id: int
) -> Posting[Cost]:
    """Correct a cost that is not claimed."""
    cost = _cost(participation, cost_id)
    refuse_claimed(cost)
    return Posting(
        form=CostForm(
            request.POST or None, request.FILES or None, grant=cost.grant, initial=filled(cost)
        ),
        fields={"file": "receipt"},
        verb=partial(save_cost, cost=cost, by=request.user),
        done=_("The cost is corrected."),
        warnings=warnings_about,
        to=_list(participation),
        context={"cost": cost},
    )


@form_page("grants.enter_costs", Participation, "grants/costs/remove.html", select=for_page)
def cost_remove(
    request: SignedInRequest, participation: Participation, cost_id: int
) -> Posting[None]:
    """Ask once, then take the cost away with its receipt."""
    cost = _cost(participation, cost_id)
    refuse_claimed(cost)
    return Posting(
        verb=partial(remove_cost, cost=cost, by=request.user),
        done=_("The cost is removed."),
        to=_list(participation),
        context={"cost": cost},
    )


@page("grants.view", Participation, select=for_page)
def receipt(request: SignedInRequest, participation: Participation, cost_id: int) -> HttpResponse:
    """The receipt, as an attachment that no browser opens in our name."""
    cost = _cost(participation, cost_id)
    if not cost.receipt:
        raise Http404
    try:
        return stored(cost.receipt, cost.receipt_name, cost.receipt_type)
    except FileNotFoundError as error:
        raise Http404 from error


@page("grants.view", Participation, select=for_page)
def costs_xlsx(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Costs and budget as a workbook."""
    grant = costs_page.grant_of(participation)
    if grant is None:
        raise Http404
    today = timezone.localdate()
    name = file_name(participation.place.name, _("costs"), ending="xlsx", on=today)
    return download(costs_page.workbook(grant), name, XLSX_TYPE)


def agreed_grant(participation: Participation) -> Grant:
    """The agreed support of the place; none is a 404, a draft a refusal (not_agreed)."""
    grant = costs_page.grant_of(participation)
    if grant is None:
        raise Http404
    refuse_unagreed(grant)
    return grant


def _cost(participation: Participation, cost_id: int) -> Cost:
    grant = costs_page.grant_of(participation)
    cost = get_object_or_404(
        Cost.objects.select_related("line"), grant__participation=participation, pk=cost_id
    )
    assert grant is not None  # noqa: S101 - the cost has it; tells mypy
    cost.grant = grant
    return cost


def _list(participation: Participation) -> str:
    return reverse("grants:costs", args=[participation.pk])
