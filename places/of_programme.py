"""The places of a programme, on the programme's page."""

from __future__ import annotations

from typing import Any

from core.policy import allowed
from core.spots import register_panel
from people.models import User
from programmes.models import Programme

#: Places shown on the programme's page; the portfolio shows them all.
PLACES_SHOWN = 50


def _places(user: User, programme: Programme) -> dict[str, Any]:
    places = programme.participations.visible_to(user)
    return {
        "programme": programme,
        "participations": places.select_related("place__municipality").order_by("place__name")[
            :PLACES_SHOWN
        ],
        "places_total": places.count(),
        "may_enrol": allowed(user, "programmes.edit_programme", programme),
    }


register_panel("programmes.programme", "places/of_programme.html", _places)
