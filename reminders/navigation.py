"""The pages of reminders: at a place, on one's account, and the chase list in the menu."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.navigation import register
from core.policy import allowed
from core.spots import register_link, register_panel
from people.models import Role
from people.scope import scope_of
from places.models import Participation


def _chases(user: Any) -> bool:
    return scope_of(user).has(Role.COACH)


def _sees(user: Any, participation: Participation) -> bool:
    return allowed(user, "reminders.view", participation)


def _panel(user: Any, participation: Participation) -> dict[str, Any]:
    return {"participation": participation, "may_see_reminders": _sees(user, participation)}


register("chase", _("To chase"), "reminders:chase", visible=_chases, order=25)
register_panel("places.place_side", "reminders/place/soon.html", _panel)
register_link(
    "places.portfolio_head",
    _("To chase"),
    "reminders:chase",
    visible=lambda user, _none: _chases(user),
)
register_link("people.profile", _("Reminders"), "reminders:choice")
