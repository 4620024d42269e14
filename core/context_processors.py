"""What every page's frame needs: menu, role line, theme. Lazy, so that fragments do not pay."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import navigation as menu
from core.middleware import SessionMiddleware
from core.theme import theme_of

#: Seconds before the end at which somebody is asked whether to stay: time to come to the keyboard.
WARNED_BEFORE = 300


def session_seconds() -> int:
    """After how long without a page a session certainly lasts no longer (core.middleware).

    A page that is used is noted every five minutes, so it may end so much earlier.
    """
    idle = settings.SESSION_IDLE_SECONDS or settings.SESSION_COOKIE_AGE
    return max(idle - SessionMiddleware.NOTED_EVERY, WARNED_BEFORE)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu, the theme and how long a session lasts, for templates/base.html."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {
        "nav_items": SimpleLazyObject(lambda: menu.items_for(user, request.path)),
        "role_line": SimpleLazyObject(lambda: menu.role_line(user)),
        "theme": theme_of(request),
        "platform_version": getattr(settings, "VERSION", ""),
        "session_seconds": session_seconds(),
        "session_warning": WARNED_BEFORE,
        "demo": getattr(settings, "DEMO", False),
    }
