"""Light, dark or as the device: kept in a cookie, set on <html> by the server (no flash)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEME_COOKIE = "theme"
THEMES = ("light", "dark", "auto")
YEAR = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """The chosen theme; "auto" when none, or an unknown one, was chosen."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


def remember_theme(response: HttpResponse, theme: str) -> None:
    """Keep the choice for a year. It says nothing about a person and needs no consent."""
    response.set_cookie(
        THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
