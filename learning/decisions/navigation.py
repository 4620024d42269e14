"""Where decisions stand: a tab of a programme without places, a panel on its home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.spots import register_link, register_panel
from learning.decisions import pages

if TYPE_CHECKING:
    from people.models import User
    from programmes.models import Programme


def _without_places(_user: User, programme: Programme) -> bool:
    return programme.method_version.for_programme


register_link(
    "programmes.tabs", _("Going on"), "learning:decisions", order=46, visible=_without_places
)
register_panel("programmes.home", "learning/decisions/_home.html", pages.panel, order=42)
register_pages(
    "learning:decisions", "learning:decision", "learning:decision_add", "learning:decision_edit",
    "learning:decision_next",
    of=("programmes",),
)  # fmt: skip
