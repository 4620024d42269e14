"""Where pages of apps below lead to what is public."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.policy import allowed
from core.spots import register_link, register_panel
from learning.models import Concept
from people.models import User
from places.models import Participation
from places.pages import register_page
from programmes.models import Programme
from published.news.latest import latest, of_portfolio, of_start
from published.open import front


def _writes(user: User, participation: Participation) -> bool:
    return allowed(user, "published.write_place", participation)


def _runs(user: User, programme: Programme) -> bool:
    return allowed(user, "published.run_programme", programme)


def _is_open(_user: User, concept: Concept) -> bool:
    return concept.is_open


register_page("public", "page", _("Public page"), "published:place_edit", 30, visible=_writes)
register_link(
    "programmes.programme", _("Public page"), "published:programme_edit", order=60, visible=_runs
)
register_link("programmes.programme", _("News"), "published:posts", order=70, visible=_runs)
register_link("learning.concept", _("As everybody reads it"), "published:card", visible=_is_open)
register_link("calls.call", _("As everybody reads it"), "published:call_preview", order=10)
register_panel("programmes.home", "published/news/of_home.html", latest, order=20)
for _spot, _told in (
    ("places.start_tasks", of_start),
    ("places.start_local", of_start),
    ("places.overview_end", of_start),
    ("places.portfolio_end", of_portfolio),
):
    register_panel(_spot, "published/news/of_start.html", _told, order=20)
register_link("core.footer", _("Places and programmes"), "published:places", order=5)
register_panel("places.start", "published/front.html", front.panel, order=10)
