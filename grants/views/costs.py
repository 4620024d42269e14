"""Costs: their page, entering, correcting, taking away, the receipt, the workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import download, stored
from core.exports import XLSX_TYPE, file_name
from core.policy import policy
from core.refusals import Conflict, NotAllowed, Refusal
from core.requests import SignedInRequest
from grants import costs_page
from grants.domain.costs import add_cost, refuse_claimed, remove_cost, save_cost, warnings_about
from grants.domain.period import refuse_unagreed
from grants.forms.costs import FIELD_OF_CODE, CostForm, filled
from grants.models import Cost, Grant
from places.forms.bound import carry
from places.models import Participation
from places.views.work import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("grants.view", Participation, select=for_page)
@require_safe
def costs(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Totals against the budget, and the costs, newest first. `?line=` and `?claimed=no` filter."""
    context = costs_page.context(participation, request.user, request.GET)
    return render(request, "grants/costs/page.html", context)


@policy("grants.enter_costs", Participation, select=for_page)
@form_page
def cost_add(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Enter a cost."""
    grant = agreed_grant(participation)
    if request.method != "POST":
        return _form(request, grant, CostForm(grant=grant))
    form = CostForm(request.POST, request.FILES, grant=grant)
    if not form.is_valid():
        return _form(request, grant, form, 422)
    try:
        cost = add_cost(grant=grant, by=request.user, **form.values())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, grant, form, refusal)
    return _saved(request, cost, grant, _("The cost is entered."))


@policy("grants.enter_costs", Participation, select=for_page)
@form_page
def cost_edit(request: SignedInRequest, participation: Participation, cost_id: int) -> HttpResponse:
    """Correct a cost that is not claimed."""
    cost = _cost(participation, cost_id)
    grant = cost.grant
    refuse_claimed(cost)
    if request.method != "POST":
        return _form(request, grant, CostForm(grant=grant, initial=filled(cost)), cost=cost)
    form = CostForm(request.POST, request.FILES, grant=grant)
    if not form.is_valid():
        return _form(request, grant, form, 422, cost)
    version = form.cleaned_data["version"]
    try:
        cost = save_cost(cost=cost, by=request.user, version=version, **form.values())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, grant, form, refusal, cost)
    return _saved(request, cost, grant, _("The cost is corrected."))


@policy("grants.enter_costs", Participation, select=for_page)
@form_page
def cost_remove(
    request: SignedInRequest, participation: Participation, cost_id: int
) -> HttpResponse:
    """Ask once, then take the cost away with its receipt."""
    cost = _cost(participation, cost_id)
    refuse_claimed(cost)
    if request.method != "POST":
        context = {"participation": participation, "cost": cost}
        return render(request, "grants/costs/remove.html", context)
    remove_cost(cost=cost, by=request.user)
    messages.success(request, _("The cost is removed."))
    return _to_list(participation)


@policy("grants.view", Participation, select=for_page)
@require_safe
def receipt(request: SignedInRequest, participation: Participation, cost_id: int) -> HttpResponse:
    """The receipt, as an attachment that no browser opens in our name."""
    cost = _cost(participation, cost_id)
    if not cost.receipt:
        raise Http404
    try:
        return stored(cost.receipt, cost.receipt_name, cost.receipt_type)
    except FileNotFoundError as error:
        raise Http404 from error


@policy("grants.view", Participation, select=for_page)
@require_safe
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


def _form(
    request: SignedInRequest,
    grant: Grant,
    form: CostForm,
    status: int = 200,
    cost: Cost | None = None,
    theirs: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "participation": grant.participation, "grant": grant, "form": form, "cost": cost,
        "theirs": theirs,
    }  # fmt: skip
    return render(request, "grants/costs/form.html", context, status=status)


def _refused(
    request: SignedInRequest,
    grant: Grant,
    form: CostForm,
    refusal: Refusal,
    cost: Cost | None = None,
) -> HttpResponse:
    form.add_error(
        FIELD_OF_CODE.get(refusal.code), ValidationError(str(refusal), code=refusal.code)
    )
    theirs = None
    if isinstance(refusal, Conflict):
        # Sent again, the form carries the stored version: then what stands in it holds.
        carry(form, version=str(refusal.version))
        theirs = refusal.theirs
    return _form(request, grant, form, refusal.status, cost, theirs)


def _saved(request: SignedInRequest, cost: Cost, grant: Grant, text: str) -> HttpResponseRedirect:
    cost.grant = grant
    messages.success(request, text)
    for warning in warnings_about(cost):
        messages.warning(request, warning)
    return _to_list(grant.participation)


def _to_list(participation: Participation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("grants:costs", args=[participation.pk]))
