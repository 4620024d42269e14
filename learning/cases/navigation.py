"""Where cases stand on the pages below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link
from people.models import User
from people.scope import scope_of
from places.models import Participation
from places.pages import register_page
from programmes.models import Programme


def _writes(user: User, participation: Participation) -> bool:
    return allowed(user, "learning.add_case", participation)


def _runs(user: User, programme: Programme) -> bool:
    return scope_of(user).runs_programme(programme)


register_page("public", "cases", _("Good examples"), "learning:place_cases", 40, visible=_writes)
register_link(
    "programmes.programme", _("Good examples"), "learning:programme_cases", order=80, visible=_runs
)
register_link(
    "places.portfolio_head", _("Good examples"), "learning:cases", order=60,
    arguments=lambda _thing: [],
)  # fmt: skip
register_pages("learning:cases", "learning:case", "learning:case_edit", of=("programmes",))
