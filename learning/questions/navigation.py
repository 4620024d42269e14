"""Where questions stand: a page of the place, the menu, the programme, the account's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link
from learning.questions.pages import looks_after_questions
from people.models import User
from places.models import Participation
from places.pages import register_page
from programmes.models import Programme


def _reads(user: User, participation: Participation) -> bool:
    return allowed(user, "learning.view_questions", participation)


def _runs(user: User, programme: Programme) -> bool:
    return allowed(user, "programmes.edit_programme", programme)


register_page("advice", "questions", _("Questions"), "learning:place_questions", 20, _reads)
register_link(
    "core.user_menu",
    _("Questions to the region"),
    "learning:questions",
    icon="chat-left-text",
    order=41,
    visible=lambda user, _nothing: looks_after_questions(user),
)
register_link(
    "places.portfolio_head",
    _("Questions to the region"),
    "learning:questions",
    order=30,
    visible=lambda user, _nothing: looks_after_questions(user),
    arguments=lambda _thing: [],
)
register_link("programmes.tabs", _("The region's team"), "learning:team", order=60)
register_link(
    "programmes.tabs", _("Coaches' caseload"), "learning:caseload", order=62, visible=_runs
)
register_pages("learning:team", "learning:caseload", of=("programmes",))
