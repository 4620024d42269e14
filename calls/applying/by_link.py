"""Pages behind an application's links: the token is the right to this one thing.

Unlike a guest's answer, an application is long work with files: its forms carry Django's token, so
that no other site sends them. The page's address is told to no other site (`same-origin`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from calls.links import ApplicationLinkOverError, opened, opened_confirmation
from calls.models import Application, SectorConfirmation
from core.language import remember_language
from core.throttle import client_address, within
from workshops.answers.by_link import LANGUAGE_PARAMETER, WRONG_LINKS, WRONG_SECONDS, speak
from workshops.links import NoSuchLinkError

Page = Callable[..., HttpResponseBase]


def public(**values: Any) -> dict[str, Any]:
    """The context of a page without an account: the languages that it can be read in."""
    languages = [
        {"code": code, "name": translation.get_language_info(code)["name_local"].capitalize()}
        for code, _name in settings.LANGUAGES
    ]
    return {"languages": languages, **values}


def close_to_others[Answer: HttpResponseBase](response: Answer) -> Answer:
    """Mark an answer whose address is its key: not kept, not found, not told to the next site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def talk(request: HttpRequest, row: Any) -> None:
    """Answer in the reader's language, or the row's; one that the address asks for is kept."""
    speak(request, row)
    remember_language(request, request.GET.get(LANGUAGE_PARAMETER, ""))


def _by(open_token: Callable[[str], Any]) -> Callable[[Page], Page]:
    def decorate(view: Page) -> Page:
        @wraps(view)
        def page(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            try:
                row = open_token(token)
                talk(request, row.application if isinstance(row, SectorConfirmation) else row)
                response = view(request, row, **kwargs)
            except NoSuchLinkError:
                response = _none(request)
            except ApplicationLinkOverError as over:
                response = _over(request, over.about)
            return close_to_others(response)

        return page

    return decorate


def _none(request: HttpRequest) -> HttpResponseBase:
    if not within("wrong-link", client_address(request), limit=WRONG_LINKS, seconds=WRONG_SECONDS):
        return render(request, "calls/applying/too_often.html", public(), status=429)
    return render(request, "calls/applying/none.html", public(), status=404)


def _over(request: HttpRequest, about: Application | SectorConfirmation) -> HttpResponseBase:
    application = about.application if isinstance(about, SectorConfirmation) else about
    talk(request, application)
    context = public(
        call=application.call,
        erased=application.erased_at is not None,
        confirming=isinstance(about, SectorConfirmation),
    )
    return render(request, "calls/applying/over.html", context, status=410)


by_application_link = _by(opened)
by_confirmation_link = _by(opened_confirmation)
