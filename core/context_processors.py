"""What every page's frame needs: menu, role line, theme. Lazy, so that fragments do not pay."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import navigation as menu
from core.theme import theme_of


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`nav_items`, `role_line`, `theme` and `platform_version` for templates/base.html."""
    user = getattr(request, "user", None) or AnonymousUser()
    match = request.resolver_match
    return {
        "nav_items": SimpleLazyObject(
            lambda: menu.items_for(user, request.path, getattr(match, "view_name", ""))
        ),
        "role_line": SimpleLazyObject(lambda: menu.role_line(user)),
        "theme": theme_of(request),
        "platform_version": getattr(settings, "VERSION", ""),
        "demo": getattr(settings, "DEMO", False),
    }
