"""What of programmes stands in the bell: who manages one from now on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from notices import kinds
from notices.services import tell
from people.models import ProgrammeRole, User
from programmes.models import Programme


def tell_manager(role: ProgrammeRole, programme: Programme, by: User) -> None:
    """To whoever manages it now."""
    address = reverse("programmes:programme", args=[programme.pk])
    tell("manager_added", [role.user_id], programme, address=address, by=by)


def _manages(programme: Programme, _facts: dict[str, Any]) -> str:
    return _("You manage the programme %(programme)s.") % {"programme": programme.name}


kinds.register("manager_added", Programme, _manages)
