"""Remember the language of pages in the cookie that the language switch writes too."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_CHOSEN = "_language_to_remember"


def remember_language(request: HttpRequest, code: str) -> None:
    """From the next page on, pages come in `code`. Unknown codes are ignored.

    Kept on the request, because those who know the language (a sign-in) often do not make
    the response; `core.middleware.LanguageMiddleware` writes the cookie.
    """
    if code in dict(settings.LANGUAGES):
        setattr(request, _CHOSEN, code)


def write_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write the cookie when this request chose a language."""
    code = getattr(request, _CHOSEN, "")
    if code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
