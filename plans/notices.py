"""What of plans stands in the bell: an action given to somebody."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from notices import kinds
from notices.services import tell
from people.models import User
from places.models import Participation
from places.notices import with_place
from plans.models import Action


def tell_responsible(action: Action, participation: Participation, by: User) -> None:
    """To whoever sees to the action from now on."""
    tell(
        "action_given",
        [action.responsible_user_id],
        participation,
        address=reverse("plans:action", args=[participation.pk, action.pk]),
        by=by,
        action=action.title,
    )


def _given(one: Participation, facts: dict[str, Any]) -> str:
    return _("You are responsible for an action at %(place)s: %(action)s.") % {
        "place": one.place,
        "action": facts["action"],
    }


kinds.register("action_given", Participation, _given, select=with_place)
