"""The support's pages under a place's money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.policy import allowed
from people.models import User
from places.models import Participation
from places.pages import register_page


def _sees_support(user: User, participation: Participation) -> bool:
    return allowed(user, "grants.view", participation)


register_page("money", "support", _("Support"), "grants:grant", 20, _sees_support)
register_page("money", "costs", _("Costs"), "grants:costs", 30, _sees_support)
register_page("money", "hours", _("Hours"), "grants:hours", 40, _sees_support)
