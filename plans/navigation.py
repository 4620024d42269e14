"""The plan's tabs of a place."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.navigation import register
from people.scope import scope_of
from places.models import Participation
from places.pages import register_page, register_section, register_tool
from plans.words import words_of
from programmes.models import StepTool


def _plan(participation: Participation) -> str:
    return _("Plan")


def _money(participation: Participation) -> str:
    return _("Money")


def _target(participation: Participation) -> str:
    return words_of(participation.programme).target


def _actions(participation: Participation) -> str:
    return words_of(participation.programme).actions


def _target_and_goals(participation: Participation) -> str:
    words = words_of(participation.programme)
    return _("%(target)s and %(goals)s") % {"target": words.target, "goals": words.goals.lower()}


def _plan_of(participation: Participation) -> str:
    return words_of(participation.programme).plan


def _works_locally(user: Any) -> bool:
    """Those who look after many places find what is theirs from there, or from a letter."""
    return scope_of(user).works_locally


register_section("plan", _plan, 40)
register_section("money", _money, 50)
register_page("plan", "target", _target, "plans:target", 10)
register_page("plan", "actions", _actions, "plans:actions", 20)
register_page("plan", "board", gettext_lazy("Board"), "plans:board", 30)
register_page("plan", "timeline", gettext_lazy("Timeline"), "plans:timeline", 40)
register_page("plan", "versions", pgettext_lazy("of a plan", "Adopted"), "plans:versions", 50)
register_page("money", "funding", gettext_lazy("Funding"), "plans:funding", 10)
register_tool(StepTool.TARGET, "plans:target", _target_and_goals)
register_tool(StepTool.PLAN, "plans:actions", _plan_of)
register_tool(StepTool.FUNDING, "plans:funding")
register(
    "my_actions", gettext_lazy("My actions"), "plans:my_actions", visible=_works_locally, order=20
)
