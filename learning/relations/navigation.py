"""Where relations stand: a page of the place for its coaches, and above their places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link
from people.models import User
from people.scope import scope_of
from places.models import Participation
from places.pages import register_page


def _keeps(user: User, participation: Participation) -> bool:
    return allowed(user, "learning.keep_relations", participation)


register_page("advice", "relations", _("Relations"), "learning:relations", 35, _keeps)
register_link(
    "places.portfolio_head",
    _("Relations"),
    "learning:relation_notes",
    order=40,
    visible=lambda user, _nothing: scope_of(user).follows,
    arguments=lambda _thing: [],
)
register_pages("learning:relation_notes", of=("places",))
