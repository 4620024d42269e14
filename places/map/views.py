"""The map of the places, the card of one, and setting a place's point."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.fields import DegreesField
from areas.outlines.drawing import Mark
from areas.outlines.page import map_view
from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import User
from people.scope import scope_of
from places.map import pages
from places.models import Participation, Place
from places.queries import with_head
from places.register.services import change_place

#: How much is in sight around a point that is being set, in degrees of longitude.
CLOSE = 0.5


@page(SIGNED_IN, template="places/map/page.html")
def places_map(request: SignedInRequest) -> Context | HttpResponse:
    """All places on a map; filters are those of the list."""
    if not scope_of(request.user).follows:
        return HttpResponseRedirect(reverse("home"))
    return pages.context(request.user, request.GET, timezone.localdate())


@page("places.view_participation", Participation, select=with_head)
def map_card(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """What the map shows of the place that is chosen; without a script, the map with it."""
    if request.headers.get("X-Requested-With") != "fetch":
        return HttpResponseRedirect(f"{reverse('places:map')}?place={participation.pk}")
    card = pages.card_of(participation, request.user, timezone.localdate())
    return render(request, "places/map/card.html", {"card": card})


class PointForm(forms.Form):
    """Where a place lies."""

    latitude = DegreesField(label=gettext_lazy("Latitude"), attrs={"data-pick": "latitude"})
    longitude = DegreesField(label=gettext_lazy("Longitude"), attrs={"data-pick": "longitude"})


def _with_area(queryset: QuerySet[Place]) -> QuerySet[Place]:
    return queryset.select_related("municipality", "region", "area")


@form_page("places.edit_place", Place, "places/map/point.html", select=_with_area)
def place_point(request: SignedInRequest, place: Place) -> Posting[Place]:
    """Set a place's point: by tapping, by the phone's position, or by typing."""
    found = place if place.latitude is not None else place.area
    near = place.municipality
    known = found is not None and found.latitude is not None
    at = (found.latitude, found.longitude) if known and found else (near.latitude, near.longitude)
    around = [(float(at[0]), float(at[1]))] if at[0] is not None and at[1] is not None else []
    marks = [Mark(*around[0], place.name)] if place.latitude is not None else []
    initial = {"latitude": place.latitude, "longitude": place.longitude}
    return Posting(
        form=PointForm(request.POST or None, initial=initial),
        verb=partial(_save, place=place, by=request.user),
        done=_("%(place)s has its point on the map.") % {"place": place.name},
        to=reverse("places:place", args=[place.pk]),
        context={
            "map": map_view(marks, title=place.name, around=around, least=CLOSE, pick=True),
        },
    )


def _save(*, place: Place, by: User, latitude: Decimal, longitude: Decimal) -> Place:
    return change_place(place=place, by=by, values={"latitude": latitude, "longitude": longitude})
