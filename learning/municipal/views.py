"""The municipalities that take part in a programme themselves."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from learning.municipal import services
from learning.municipal.forms import MunicipalityForm
from people.models import User
from places.models import Participation, ParticipationKind
from programmes.models import Programme


def parties(programme: Programme, user: User) -> Any:
    """The municipalities that the user sees here. One statement."""
    rows = Participation.objects.visible_to(user).filter(kind=ParticipationKind.MUNICIPALITY)
    return rows.filter(programme=programme).select_related("place", "method_version")


@form_page("programmes.edit_programme", Programme, "learning/municipal/page.html")
def municipalities(request: SignedInRequest, programme: Programme) -> Posting[Participation]:
    """Those that take part, and taking one in."""
    return Posting(
        form=MunicipalityForm(request.POST or None, programme=programme),
        verb=partial(services.take_in, programme=programme, by=request.user),
        done=_("The municipality takes part. Give it a leader and a coach."),
        to=lambda made: reverse("places:people", args=[made.pk]),
        context=lambda: {"programme": programme, "parties": parties(programme, request.user)},
    )


def beside_the_place(user: User, participation: Participation) -> dict[str, Any]:
    """The municipality of a place, where it takes part itself and the reader sees it."""
    if participation.kind != ParticipationKind.PLACE:
        return {}
    rows = parties(participation.programme, user)
    found = rows.filter(place__municipality=participation.place.municipality_id).first()
    return {"municipal_party": found}
