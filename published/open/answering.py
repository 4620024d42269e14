"""How open pages are answered: in the reader's language, asked for anew each time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

LANGUAGE = "language"
#: Asked for anew each time: what is taken back must not live on in a browser.
FRESH = "private, no-cache"
#: Photos may stand in a browser for some minutes.
MINUTES = "private, max-age=300"


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page for everybody, asked for anew each time."""
    drawn = render(request, template, {"languages": list(dict(settings.LANGUAGES)), **context})
    drawn["Cache-Control"] = FRESH
    patch_vary_headers(drawn, ["Accept-Language", "Cookie"])
    return drawn


def speak(request: HttpRequest, usual: str) -> None:
    """As everywhere in the chosen language; else that of the address, or the programme's."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get(LANGUAGE, "")
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in known or (asked not in known and request.headers.get("Accept-Language")):
        return
    translation.activate(asked if asked in known else usual)
    request.LANGUAGE_CODE = translation.get_language()


def fresh(found: HttpResponse) -> HttpResponse:
    """The same for a file: what is taken back is not read out of a browser's store."""
    found["Cache-Control"] = FRESH
    return found
