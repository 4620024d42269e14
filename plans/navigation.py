"""The plan's tabs of a place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from places.models import Participation
from places.pages import register_section


def _plan(participation: Participation) -> str:
    return _("Plan")


def _money(participation: Participation) -> str:
    return _("Money")


register_section("plan", _plan, 40)
register_section("money", _money, 50)
