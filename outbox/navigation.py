"""The outbox in the main menu."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import navigation
from core.policy import allowed


def sees_outbox(user: Any) -> bool:
    """Whether the user may open the outbox."""
    return bool(user.is_authenticated) and allowed(user, "outbox.view_outbox")


navigation.register("outbox", _("Outbox"), "outbox:list", visible=sees_outbox, order=80)
