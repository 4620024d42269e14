"""Where figures stand on the pages below."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link
from people.models import ProgrammePost
from people.scope import scope_of


def _collects(user: Any, _thing: Any) -> bool:
    return allowed(user, "facts.collect_somewhere")


def _collects_for(user: Any, programme: Any) -> bool:
    scope = scope_of(user)
    return programme.region_id in scope.regions or scope.holds(programme, ProgrammePost.ANALYST)


register_link("people.registers", _("Figures"), "facts:mine", visible=_collects)
register_link(
    "programmes.tabs",
    _("Figures"),
    "facts:region",
    order=45,
    arguments=lambda programme: [programme.region_id],
    visible=_collects_for,
)
register_pages(
    "facts:mine", "facts:region", "facts:search", "facts:choose", "facts:query", "facts:figures",
    "facts:figure", "facts:file", of=("people", "programmes"),
)  # fmt: skip
