"""The plan's entries: tabs of a place, and the main menu."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.navigation import register
from places.models import Participation
from places.pages import register_page, register_section
from places.standing import standing


def _plan(participation: Participation) -> str:
    return _("Plan")


def _money(participation: Participation) -> str:
    return _("Money")


def _works_locally(user: Any) -> bool:
    who = standing(user)
    return not who.follows and not who.is_nobody


register_section("plan", _plan, 40)
register_page(
    "plan", "target", pgettext_lazy("page", "Target picture and goals"), "plans:target", 10
)
register_page("plan", "actions", pgettext_lazy("page", "Actions"), "plans:actions", 20)
register_page("plan", "board", pgettext_lazy("page", "Board"), "plans:board", 30)
register_page("plan", "timeline", pgettext_lazy("page", "Timeline"), "plans:timeline", 40)
register_page("plan", "versions", pgettext_lazy("page", "Adopted plans"), "plans:versions", 50)
register_section("money", _money, 50)
register_page("money", "funding", pgettext_lazy("page", "Funding"), "plans:funding", 10)

register(
    "my_actions",
    gettext_lazy("My actions"),
    "plans:my_actions",
    visible=_works_locally,
    order=15,
)
register(
    "money",
    gettext_lazy("Money"),
    "plans:money",
    visible=lambda user: standing(user).runs,
    order=35,
)
