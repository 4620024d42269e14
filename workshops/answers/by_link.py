"""Pages behind a guest's links: no session, no cookie, nothing about others, nothing kept.

The token in the address is the whole right, so these forms need no CSRF token: whoever could
forge one could as well call the address. Without it they work where cookies are off, and the
page can tell browsers to name its address nowhere (`no-referrer` makes them send
"Origin: null", which Django's check refuses).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from core.throttle import client_address, within
from workshops.answers.feedback import FEEDBACK
from workshops.links import (
    MINE,
    LinkOverError,
    NoSuchLinkError,
    opened,
    opened_course,
    opened_enrolment,
    opened_interest,
    opened_page,
)

Page = Callable[..., HttpResponseBase]
Open = Callable[[str], Any]

LANGUAGE_PARAMETER = "language"
#: Links that open nothing, from one address in ten minutes; then they are not even looked at.
#: A link that is right always opens: a whole hall may sit behind one address.
WRONG_LINKS, WRONG_SECONDS = 30, 600


def close_to_others[Answer: HttpResponseBase](response: Answer) -> Answer:
    """Mark an answer whose address is its key: not kept, not found, not told to the next site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def by_link(open_token: Open) -> Callable[[Page], Page]:
    """Open the token's row for the view, in its language.

    Says kindly that there is none (404) or that it is over (410); 429 after many wrong ones.
    """

    def decorate(view: Page) -> Page:
        @csrf_exempt
        @wraps(view)
        def page(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase
            try:
                row = open_token(token)
                speak(request, row)
                response = view(request, row, **kwargs)
            except NoSuchLinkError:
                response = _none(request)
            except LinkOverError as over:
                speak(request, over.workshop)
                response = _said(request, "over", 410, workshop=over.workshop)
            return close_to_others(response)

        return page

    return decorate


def public(**values: Any) -> dict[str, Any]:
    """The context of a page behind a link. No form's token is made, hence no cookie set."""
    languages = [
        {"code": code, "name": translation.get_language_info(code)["name_local"].capitalize()}
        for code, _name in settings.LANGUAGES
    ]
    return {"csrf_token": "", "languages": languages, **values}


def _said(request: HttpRequest, name: str, status: int, **values: Any) -> HttpResponse:
    return render(request, f"workshops/answers/{name}.html", public(**values), status=status)


def speak(request: HttpRequest, row: Any) -> None:
    """Answer in the language of the address, of the reader's cookie, or of the row's `language`."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get(LANGUAGE_PARAMETER, "")
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = next((one for one in (asked, cookie) if one in known), row.language)
    translation.activate(language)
    request.LANGUAGE_CODE = language


def in_language(request: HttpRequest, address: str) -> str:
    """The address of the next page, in the language that the reader has chosen."""
    asked = request.GET.get(LANGUAGE_PARAMETER, "")
    return address + (f"?{LANGUAGE_PARAMETER}={asked}" if asked in dict(settings.LANGUAGES) else "")


def too_often(request: HttpRequest) -> HttpResponse:
    """Say that this was too much in a short time."""
    return _said(request, "too_often", 429)


def _none(request: HttpRequest) -> HttpResponse:
    if not within("wrong-link", client_address(request), limit=WRONG_LINKS, seconds=WRONG_SECONDS):
        return too_often(request)
    return _said(request, "none", 404)


by_answer_link = by_link(opened)
by_feedback_link = by_link(partial(opened, purpose=FEEDBACK))
by_mine_link = by_link(partial(opened, purpose=MINE))
by_page_link = by_link(opened_page)
by_course_link = by_link(opened_course)
by_enrolment_link = by_link(opened_enrolment)
by_interest_link = by_link(opened_interest)
