"""The roles that the guide has a page for, and which one is the reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from people.models import Role
from people.scope import MANAGER, REGION_ADMIN, scope_of
from places.models import Participation

if TYPE_CHECKING:
    from django.utils.functional import Promise

#: By the name in the address, in the order of the list.
ROLES: dict[str, str | Promise] = {
    "process-leader": _("Process leader"),
    "coach": _("Coach"),
    "programme-manager": _("Programme manager"),
    "administrator": _("Region administrator"),
    "municipality-contact": _("Municipality's contact"),
    "working-group": _("Working-group member"),
    "observer": _("Observer"),
    "operator": _("Operator"),
}
_OF_SCOPE: dict[str, str] = {
    REGION_ADMIN: "administrator",
    MANAGER: "programme-manager",
    Role.COACH: "coach",
    Role.PROCESS_LEADER: "process-leader",
    Role.MUNICIPALITY_CONTACT: "municipality-contact",
    Role.MEMBER: "working-group",
    Role.OBSERVER: "observer",
}


def own_role(user: Any) -> str:
    """The page of the reader's widest role, "" for somebody without one."""
    held = scope_of(user).held
    if held:
        return _OF_SCOPE[held[0].role]
    return "operator" if user.is_staff else ""


def place_of(user: Any) -> Participation | None:
    """A place that the reader works at, to which the guide's links lead."""
    if not user.is_authenticated:
        return None
    seen = Participation.objects.visible_to(user)
    here: Participation | None = seen.select_related("programme__region").order_by("pk").first()
    return here
