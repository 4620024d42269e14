"""The register of areas: its list, and one area's page."""

from __future__ import annotations

from areas.models import Area
from areas.register import pages
from core.policy import SIGNED_IN, allowed
from core.requests import SignedInRequest
from core.web.lists import listing
from core.web.shell import Context, page


@page(SIGNED_IN, template="areas/register/list.html")
def areas(request: SignedInRequest) -> Context:
    """The register's list. Every filter stands in the address."""
    shown = listing(
        request.GET,
        pages.listed(request.user),
        pages.AreaFilters,
        order=pages.order(),
        request=request,
    )
    return {"listing": shown, "may_import": allowed(request.user, "areas.import_areas")}


@page("areas.view_area", Area, "areas/register/area.html", select=pages.with_all)
def area(request: SignedInRequest, area: Area) -> Context:
    """One area: its codes, figures, what became of it, and places of mine there."""
    return pages.context(area)
