"""Where questions stand: a page of the place, the menu, the programme, the account's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from core.policy import allowed
from core.spots import register_link
from learning.models.question import teams_of
from people.models import User
from people.scope import scope_of
from places.models import Participation
from places.pages import register_page
from programmes.models import Programme


def _reads(user: User, participation: Participation) -> bool:
    return allowed(user, "learning.view_questions", participation)


def _runs_places(user: User, programme: Programme) -> bool:
    runs = allowed(user, "programmes.edit_programme", programme)
    return runs and not programme.method_version.for_programme


register_page("advice", "questions", _("Questions"), "learning:place_questions", 20, _reads)
navigation.register(
    "questions",
    _("Questions"),
    "learning:questions",
    # Coaches and those who run programmes come from their places.
    visible=lambda user: bool(teams_of(scope_of(user))),
    order=45,
)
register_link(
    "places.portfolio_head",
    _("Questions to the region"),
    "learning:questions",
    order=30,
    visible=lambda user, _nothing: scope_of(user).follows,
    arguments=lambda _thing: [],
)
register_link("programmes.tabs", _("The region's team"), "learning:region_team", order=60)
register_link(
    "programmes.tabs", _("Coaches' caseload"), "learning:caseload", order=62, visible=_runs_places
)
navigation.register_pages("learning:region_team", "learning:caseload", of=("programmes",))
