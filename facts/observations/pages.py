"""What the pages of figures show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from core.web import picker
from core.web.lists import Listing, Sort, listing
from facts.models import Observation
from facts.observations.forms import FigureFilters
from facts.queries import history
from people.models import Region
from places.models import Place

picker.register(
    picker.Source(
        "facts_places", lambda user, region: Place.objects.visible_to(user).filter(region=region),
        fields=("name",),
    )
)  # fmt: skip
picker.register(
    picker.Source(
        "facts_areas",
        lambda user, country: Area.objects.visible_to(user).filter(country=country).holding(),
        fields=("words",),
        note=lambda area: area.level_name,
        order=("name",),
    )
)


def figures(region: Region, request: HttpRequest) -> Listing:
    """The figures of a region as the address asks for them."""
    request.region = region  # type: ignore[attr-defined]  # what the filters choose among
    rows = Observation.objects.filter(region=region, superseded_on__isnull=True).select_related(
        "indicator", "area", "place"
    )
    newest = ("-year", "-period", "area__name", "place__name", "dims_key", "pk")
    oldest = ("year", "period", "area__name", "place__name", "dims_key", "pk")
    about = ("area__name", "place__name", "indicator__sort", "-year", "dims_key", "pk")
    order = {
        "period": Sort(_("Period"), newest, oldest, falls=True),
        "about": Sort(_("Area or place"), about),
    }
    return listing(request.GET, rows, FigureFilters, order=order, request=request)


def one(observation: Observation) -> dict[str, Any]:
    """A figure with what it was before."""
    return {"earlier": history(observation), "newer": observation.replaced_by.first()}
