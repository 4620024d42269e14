"""Programmes: the list, the page with its partners and managers, the form."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import ProgrammePost, ProgrammeRole, Region
from people.scope import scope_of
from programmes.models import Programme
from programmes.programme import pages, services
from programmes.programme.forms import (
    PartnerForm,
    ProgrammeForm,
    RegionChoiceForm,
)
from programmes.regions.forms import AppointForm, EndForm
from programmes.regions.services import appoint_manager
from programmes.stamps import stamp

PAGE = "programmes/programme/page.html"
FORM = "programmes/programme/form.html"


def _url(programme: Programme) -> str:
    return reverse("programmes:programme", args=[programme.pk])


@page("programmes.view_programme", template="programmes/programme/list.html")
def programme_list(request: SignedInRequest) -> Context:
    """The programmes that the user may see, running ones first."""
    return pages.programmes(request.user)


@page("programmes.view_programme", Programme, PAGE, select=pages.loaded)
def programme_page(request: SignedInRequest, programme: Programme) -> Context:
    """Who runs it, with whose money, for which places."""
    return pages.programme(programme, request.user)


@form_page("programmes.add_programme", template=FORM)
def programme_add(request: SignedInRequest) -> Posting[Any] | HttpResponse:
    """A new programme in one of the regions that the user administers."""
    regions = Region.objects.filter(pk__in=scope_of(request.user).regions)
    chosen = request.POST.get("region") or request.GET.get("region")
    if chosen is None and len(regions) > 1:
        form = RegionChoiceForm(regions=regions)
        return render(request, "programmes/programme/region.html", {"form": form})
    region = _region(regions, chosen)
    defaults = {
        "language": region.language,
        "currency": {"DK": "DKK", "NO": "NOK"}.get(region.country, "SEK"),
    }

    def create(*, values: dict[str, Any], **_seen: Any) -> Programme:
        return services.create_programme(region=region, by=request.user, values=values)

    return Posting(
        form=ProgrammeForm(
            request.POST or None, region=region, user=request.user, initial=defaults
        ),
        verb=create,
        done=_("The programme is there. Add its partners and who manages it."),
        to=_url,
        context={"region": region},
    )


def _region(regions: QuerySet[Region], chosen: str | None) -> Region:
    if chosen is None:
        return get_object_or_404(regions)
    return get_object_or_404(
        regions, pk=int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
    )


def _with_region(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region")


@form_page("programmes.edit_programme", Programme, FORM, select=_with_region)
def programme_edit(request: SignedInRequest, programme: Programme) -> Posting[Any]:
    """Change a programme; a newer change of somebody else is shown, not overwritten."""
    form = ProgrammeForm(
        request.POST or None,
        instance=programme,
        region=programme.region,
        user=request.user,
        initial={"seen": stamp(services.programme_values(programme))},
    )
    return Posting(
        form=form,
        version_field="seen",
        verb=partial(services.edit_programme, programme, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        # The form writes what was sent into the programme: its name stays what it is called.
        context={"name": programme.name, "region": programme.region},
    )


@form_page("programmes.edit_programme", Programme, PAGE, select=pages.loaded)
def partner_add(request: SignedInRequest, programme: Programme) -> Posting[Any]:
    """Add a partner from the programme's page."""
    form = PartnerForm(request.POST or None, programme=programme, user=request.user)
    return Posting(
        form=form,
        verb=partial(services.add_partner, programme, by=request.user),
        done=_("The partner is added."),
        to=_url(programme),
        back=_url(programme),
        context=lambda: pages.programme(programme, request.user, partner_form=form),
    )


@form_page("programmes.edit_programme", Programme, "programmes/programme/partner_remove.html")
def partner_remove(request: SignedInRequest, programme: Programme, partner_id: int) -> Posting[Any]:
    """Ask, and take a partner out."""
    partners = programme.partners.select_related("organisation", "programme")
    partner = get_object_or_404(partners, pk=partner_id)
    return Posting(
        verb=partial(services.remove_partner, partner, by=request.user),
        done=_("The partner is removed."),
        to=_url(programme),
        context={"partner": partner},
    )


@form_page("programmes.manage_roles", Programme, PAGE, select=pages.loaded)
def manager_add(request: SignedInRequest, programme: Programme) -> Posting[Any]:
    """Let somebody manage the programme."""
    form = AppointForm(request.POST or None)
    return Posting(
        form=form,
        verb=partial(appoint_manager, programme, by=request.user),
        fields={"user": "email"},
        done=lambda role: (
            _("%(name)s manages the programme and has been written to.")
            % {"name": role.user.get_full_name()}
        ),
        to=_url(programme),
        back=_url(programme),
        context=lambda: pages.programme(programme, request.user, manager_form=form),
    )


@form_page("programmes.manage_roles", Programme, "programmes/programme/manager_end.html")
def manager_end(request: SignedInRequest, programme: Programme, role_id: int) -> Posting[Any]:
    """Ask for the last day, and end it."""
    roles = ProgrammeRole.objects.filter(programme=programme, role=ProgrammePost.MANAGER)
    role = get_object_or_404(roles.select_related("user"), pk=role_id)
    return Posting(
        form=EndForm(request.POST or None),
        verb=partial(services.end_manager, role, by=request.user),
        done=_("The last day is noted."),
        to=_url(programme),
        context={"role": role},
    )
