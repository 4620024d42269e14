"""The page behind a company's own link: kind when there is none, over, or too much."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from calls.applying.by_link import close_to_others, public
from core.language import remember_language
from core.throttle import client_address, within
from learning.companies.letters import CompanyLinkOverError, opened
from learning.models import Company
from workshops.answers.by_link import LANGUAGE_PARAMETER, WRONG_LINKS, WRONG_SECONDS, speak
from workshops.links import NoSuchLinkError

#: Savings through one link in ten minutes; who writes saves every second or so.
MOST_SAVED, SAVED_SECONDS = 600, 600


class _Speaks:
    """What `speak` asks for: the language of who reads."""

    def __init__(self, company: Company) -> None:
        self.language = company.contact.language if company.contact else company.programme.language


def by_company_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open the token's company for the view, in its contact person's language."""

    @wraps(view)
    def page(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            company = opened(token)
            _talk(request, company)
            if request.method == "POST" and not within(
                "company-saved", str(company.pk), limit=MOST_SAVED, seconds=SAVED_SECONDS
            ):
                response = render(request, "calls/applying/too_often.html", public(), status=429)
            else:
                response = view(request, company, token=token, **kwargs)
        except NoSuchLinkError:
            response = _none(request)
        except CompanyLinkOverError as over:
            _talk(request, over.company)
            context = public(
                region=over.company.programme.region,
                words_removed=over.company.words_removed_on is not None,
            )
            response = render(request, "learning/companies/over.html", context, status=410)
        return close_to_others(response)

    return page


def _talk(request: HttpRequest, company: Company) -> None:
    speak(request, _Speaks(company))
    remember_language(request, request.GET.get(LANGUAGE_PARAMETER, ""))


def _none(request: HttpRequest) -> HttpResponseBase:
    if not within("wrong-link", client_address(request), limit=WRONG_LINKS, seconds=WRONG_SECONDS):
        return render(request, "calls/applying/too_often.html", public(), status=429)
    return render(request, "learning/companies/none.html", public(), status=404)
