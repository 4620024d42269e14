"""Entering a meeting that has been held, and correcting its head count."""

from __future__ import annotations

import zoneinfo
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from places.models import Participation
from programmes.models import Programme
from workshops.held.forms import CountForm, HeldForm
from workshops.held.services import count_heads, enter_held, heads_of
from workshops.models import Workshop, WorkshopKind
from workshops.planning import kind_defaults
from workshops.planning.forms import WHEN, choices
from workshops.planning.local_time import ZONES
from workshops.planning.views import CARRIED, place_with_region
from workshops.queries import with_head

FORM = "workshops/held/form.html"


@form_page("workshops.plan_at_place", Participation, FORM, select=place_with_region)
def held_at_place(
    request: SignedInRequest, participation: Participation
) -> Posting[Workshop] | HttpResponse:
    """Enter a meeting that this place has held."""
    return _enter(request, participation.programme, participation)


@form_page(
    "workshops.plan_in_programme",
    Programme,
    FORM,
    select=lambda rows: rows.select_related("region"),
)
def held(request: SignedInRequest, programme: Programme) -> Posting[Workshop] | HttpResponse:
    """Enter a meeting that the programme has held, at some of its places or at none."""
    return _enter(request, programme, None)


def _enter(
    request: SignedInRequest, programme: Programme, participation: Participation | None
) -> Posting[Workshop]:
    form = HeldForm(
        request.POST or None,
        request.FILES or None,
        initial=_first_values(request, programme, participation),
        zone=zoneinfo.ZoneInfo(ZONES[programme.region.country]),
        choices=choices(request.user, programme, at=participation),
    )
    if participation is not None:
        back = (participation.place.name, reverse("workshops:place", args=[participation.pk]))
    else:
        back = (programme.name, reverse("workshops:programme_meetings", args=[programme.pk]))
    return Posting(
        form=form,
        fields=WHEN,
        verb=partial(enter_held, programme=programme, by=request.user),
        done=_("The meeting is entered. Nobody was written to."),
        to=Workshop.get_absolute_url,
        context={"participation": participation, "back": back},
    )


def _first_values(
    request: SignedInRequest, programme: Programme, participation: Participation | None
) -> dict[str, Any]:
    asked = request.GET.get("kind", "")
    kind = asked if asked in WorkshopKind.values else WorkshopKind.OPEN_MEETING.value
    place = participation.place.name if participation else ""
    usual = kind_defaults.initial(kind, place=place, language=programme.language)
    carried = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
    return usual | {
        "language": programme.language,
        "places": [participation.pk] if participation else [],
        **carried,
        "kind": kind,
    }


@form_page("workshops.edit", Workshop, "workshops/held/count.html", select=with_head)
def count(request: SignedInRequest, workshop: Workshop) -> Posting[Workshop]:
    """How many came: of a meeting that was entered afterwards, or of a draft that was held."""
    return Posting(
        form=CountForm(request.POST or None, came=heads_of(workshop)),
        verb=partial(count_heads, workshop=workshop, by=request.user),
        done=_("Saved."),
        to=workshop.get_absolute_url(),
    )
