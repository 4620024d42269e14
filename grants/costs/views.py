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
from grants.costs import pages as costs_page
from grants.costs.forms import CostForm, filled
from grants.costs.services import add_cost, refuse_claimed, remove_cost, save_cost, warnings_about
from grants.models import Cost
from grants.queries import agreed_grant, grant_or_404
from places.models import Participation
from places.queries import with_head


@page("grants.view", Participation, "grants/costs/page.html", select=with_head)
def costs(request: SignedInRequest, participation: Participation) -> Context:
    """Totals against the budget, and the costs, newest first. `?line=` and `?claimed=no` filter."""
    return costs_page.context(participation, request.user, request.GET)


@form_page("grants.enter_costs", Participation, "grants/costs/form.html", select=with_head)
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


@form_page("grants.enter_costs", Participation, "grants/costs/form.html", select=with_head)
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


@form_page("grants.enter_costs", Participation, "grants/costs/remove.html", select=with_head)
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


@page("grants.view", Participation, select=with_head)
def receipt(request: SignedInRequest, participation: Participation, cost_id: int) -> HttpResponse:
    """The receipt, as an attachment that no browser opens in our name."""
    cost = _cost(participation, cost_id)
    if not cost.receipt:
        raise Http404
    try:
        return stored(cost.receipt, cost.receipt_name, cost.receipt_type)
    except FileNotFoundError as error:
        raise Http404 from error


@page("grants.view", Participation, select=with_head)
def costs_xlsx(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Costs and budget as a workbook."""
    grant = grant_or_404(participation)
    today = timezone.localdate()
    name = file_name(participation.place.name, _("costs"), ending="xlsx", on=today)
    return download(costs_page.workbook(grant), name, XLSX_TYPE)


def _cost(participation: Participation, cost_id: int) -> Cost:
    cost = get_object_or_404(
        Cost.objects.select_related("line", "grant"),
        grant__participation=participation,
        pk=cost_id,
    )
    cost.grant.participation = participation
    return cost


def _list(participation: Participation) -> str:
    return reverse("grants:costs", args=[participation.pk])
