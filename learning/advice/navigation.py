"""Where advice stands on the pages below: the overview of a place, the coach's places."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.policy import allowed
from core.spots import register_panel
from learning.advice import pages
from people.models import User
from people.scope import scope_of
from places.models import Participation
from places.pages import register_page, register_section


def _newest(user: User, participation: Participation) -> dict[str, object]:
    if not allowed(user, "learning.view_advice", participation):
        return {}
    return pages.newest(participation, user)


def _unread(user: User, _nothing: object) -> dict[str, object]:
    return pages.waiting(user) if scope_of(user).follows else {}


def _here(_user: User, participation: Participation) -> dict[str, object]:
    return {"participation": participation}


def _advice(participation: Participation) -> str:
    return _("Advice")


register_section("advice", _advice, 33)
register_page("advice", "advice", gettext_lazy("Advice"), "learning:advice_list", 10)
register_panel("places.place_side", "learning/advice/_newest.html", _newest, order=10)
register_panel("plans.action", "learning/advice/_from.html", pages.of_action, order=70)
register_panel("plans.target", "learning/advice/_chain_link.html", _here, order=10)
register_panel("plans.funding", "learning/advice/_chain_link.html", _here, order=10)
register_panel("facts.sheet", "learning/advice/_chain_link.html", _here, order=10)
register_panel("places.portfolio_end", "learning/advice/_waiting.html", _unread, order=20)
