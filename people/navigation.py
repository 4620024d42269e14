"""Organisations and contacts in the main menu."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import navigation
from core.policy import allowed
from core.spots import register_link


def sees_organisations(user: Any) -> bool:
    """Whether the user may open the organisations."""
    return allowed(user, "people.view_organisations")


navigation.register(
    "people", _("Organisations"), "people:organisations", visible=sees_organisations, order=60
)
navigation.register_pages(
    "people:contacts",
    "people:contact_add",
    "people:contact_edit",
    "people:contact_remove",
    of=("people",),
)
register_link("core.user_menu", _("My account"), "people:profile", icon="person")
