"""Where the stream stands on the pages below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from core.spots import register_panel
from learning.models import Room
from learning.stream import pages
from learning.stream.rules import may_enter
from people.models import User
from places.models import Participation
from places.pages import register_page


def _here(user: User, participation: Participation) -> bool:
    return may_enter(user, participation, Room.PLACE)


def _coaches(user: User, participation: Participation) -> bool:
    return may_enter(user, participation, Room.COACHES)


register_page("advice", "stream", gettext_lazy("Conversation"), "learning:stream", 20, _here)
register_page(
    "advice", "coaches", gettext_lazy("Coaches only"), "learning:coaches_room", 30, _coaches
)
for _spot in ("places.start_tasks", "places.start_local", "places.overview_end"):
    register_panel(_spot, "learning/stream/_owed.html", pages.owed, order=5)
register_panel("places.portfolio_end", "learning/stream/_owed.html", pages.owed, order=5)
register_panel("plans.action", "learning/stream/_origin.html", pages.of_action, order=30)
register_panel("places.coaching_log", "learning/stream/_of_log.html", pages.of_log, order=10)
