"""Where processes stand: beside the actors of a place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.policy import allowed
from people.models import User
from places.models import Participation
from places.pages import register_page


def _works_with_actors(user: User, participation: Participation) -> bool:
    return allowed(user, "mapping.view_actors", participation)


register_page(
    "mapping", "processes", _("Process maps"), "learning:processes", 35, _works_with_actors
)
