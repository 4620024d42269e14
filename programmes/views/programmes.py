"""Programmes: the list, the page, its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.audit import history
from core.policy import allowed, policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from people.models import ProgrammeRole, Region
from people.scope import scope_of
from programmes.conditions import sentences
from programmes.domain.comparing import Change
from programmes.domain.drafts import stamp
from programmes.domain.programme import (
    create_programme,
    edit_programme,
    field_name,
    programme_values,
)
from programmes.forms.programme import ManagerForm, PartnerForm, ProgrammeForm, RegionChoiceForm
from programmes.models import Partner, Programme
from programmes.views.drafts import FORM, say_again


@policy("programmes.view_programme")
@require_safe
def programme_list(request: SignedInRequest) -> HttpResponse:
    """The programmes that the user may see, running ones first."""
    programmes = (
        Programme.objects.visible_to(request.user)
        .select_related("region", "owner", "method_version")
        .annotate(places=Count("participations", distinct=True))
        .order_by("name")
    )
    order = {"running": 0, "planned": 1, "closed": 2}
    context = {
        "programmes": sorted(programmes, key=lambda one: order[one.status]),
        "may_add": allowed(request.user, "programmes.add_programme"),
    }
    return render(request, "programmes/programme_list.html", context)


def loaded(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """With everything that the page reads: three queries in all."""
    partners = Partner.objects.select_related("organisation", "contact")
    roles = ProgrammeRole.objects.select_related("user").order_by("ends_on", "starts_on")
    return programmes.select_related(
        "region", "owner", "method_version__method__region"
    ).prefetch_related(Prefetch("partners", partners), Prefetch("roles", roles))


def page_context(
    request: SignedInRequest, programme: Programme, forms: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What the programme's page shows; `forms` holds those that came back with errors."""
    may_edit = allowed(request.user, "programmes.edit_programme", programme)
    may_manage = allowed(request.user, "programmes.manage_roles", programme)
    context: dict[str, Any] = {
        "programme": programme,
        "conditions": sentences(programme),
        "may_edit": may_edit,
        "may_manage": may_manage,
        "partner_form": PartnerForm(programme=programme, user=request.user) if may_edit else None,
        "manager_form": ManagerForm() if may_manage else None,
        "history": history(programme)[:10] if may_edit else [],
    }
    return context | (forms or {})


@policy("programmes.view_programme", Programme, select=loaded)
@require_safe
def programme_page(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Who runs it, with whose money, for which places."""
    return render(request, "programmes/programme.html", page_context(request, programme))


@policy("programmes.add_programme")
@FORM
def programme_add(request: SignedInRequest) -> HttpResponse:
    """A new programme in one of the regions that the user administers."""
    regions = Region.objects.filter(pk__in=scope_of(request.user).regions)
    chosen = request.POST.get("region") or request.GET.get("region")
    if chosen is None and len(regions) > 1:
        return render(
            request, "programmes/programme_region.html", {"form": RegionChoiceForm(regions=regions)}
        )
    region = _region(regions, chosen)
    defaults = {
        "language": region.language,
        "currency": {"DK": "DKK", "NO": "NOK"}.get(region.country, "SEK"),
    }
    form = ProgrammeForm(request.POST or None, region=region, initial=defaults)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            programme = create_programme(region=region, by=request.user, values=form.values())
        except Refusal as refusal:
            status = refusal.status
            _tell(form, refusal)
        else:
            messages.success(
                request, _("The programme is there. Add its partners and who manages it.")
            )
            return redirect("programmes:programme", programme.pk)
    context = {"form": form, "region": region}
    return render(request, "programmes/programme_form.html", context, status=status)


def _region(regions: QuerySet[Region], chosen: str | None) -> Region:
    if chosen is None:
        return get_object_or_404(regions)
    return get_object_or_404(
        regions, pk=int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
    )


def _tell(form: ProgrammeForm, refusal: Refusal) -> None:
    for line in refusal.details or [str(refusal)]:
        form.add_error(None, line)


@policy("programmes.edit_programme", Programme, select=lambda rows: rows.select_related("region"))
@FORM
def programme_edit(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Change a programme; a newer change of somebody else is shown, not overwritten."""
    initial = {"seen": stamp(programme_values(programme))}
    name = programme.name
    form = ProgrammeForm(
        request.POST or None, instance=programme, region=programme.region, initial=initial
    )
    status, changes = 200, None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            edit_programme(programme, by=request.user, seen=seen, values=form.values())
        except Conflict as conflict:
            status, changes = conflict.status, _differences(conflict)
            form = say_again(form, conflict, request.POST)
        except Refusal as refusal:
            status = refusal.status
            _tell(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:programme", programme.pk)
    context = {
        "form": form, "programme": programme, "name": name, "region": programme.region,
        "changes": changes,
    }  # fmt: skip
    return render(request, "programmes/programme_form.html", context, status=status)


def _differences(conflict: Conflict) -> list[Change]:
    """Theirs and yours field by field, called as the form calls them."""
    return [
        Change(field_name(name), theirs, conflict.yours[name])
        for name, theirs in conflict.theirs.items()
        if theirs != conflict.yours[name]
    ]
