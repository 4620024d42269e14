"""Where mapping stands on the pages below: of a place, of a programme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.policy import allowed
from core.spots import register_link
from people.models import User
from places.models import Participation
from places.pages import register_page, register_section


def _mapping(participation: Participation) -> str:
    return _("Mapping")


def _works_with_actors(user: User, participation: Participation) -> bool:
    return allowed(user, "mapping.view_actors", participation)


def _reads(user: Any, programme: Any) -> bool:
    return allowed(user, "mapping.view_programme", programme)


def _reads_of_places(user: Any, programme: Any) -> bool:
    return _reads(user, programme) and not programme.method_version.for_programme


register_section("mapping", _mapping, 32)
register_page("mapping", "services", gettext_lazy("Services"), "mapping:services", 10)
register_page("mapping", "assets", gettext_lazy("Assets and ideas"), "mapping:assets", 20)
register_page("mapping", "actors", gettext_lazy("Actors"), "mapping:actors", 30, _works_with_actors)
register_page("mapping", "economy", gettext_lazy("Local economic analysis"), "mapping:economy", 40)
register_link(
    "programmes.tabs",
    gettext_lazy("Services"),
    "mapping:kept",
    order=50,
    visible=_reads_of_places,
)
register_link(
    "programmes.tabs", gettext_lazy("Result chain"), "mapping:chain", order=60, visible=_reads
)
