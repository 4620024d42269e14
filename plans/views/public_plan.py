"""An adopted plan for everybody who has its link: no session, no names of persons.

The page comes in the programme's language, whoever reads it, and tells search engines to keep
it out. It may be cached for a minute, so a link that is taken away is gone after that.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation

from core.policy import PUBLIC
from core.web.shell import page
from plans.models import PlanVersion
from plans.reading import read
from plans.views.target import picture_response

#: What a key looks like: 256 bits in base64.
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
CACHED = "public, max-age=60"
UNLISTED = "noindex, nofollow"


@page(PUBLIC)
def public(request: HttpRequest, key: str) -> HttpResponse:
    """The plan as a page of its own."""
    version = shared(key)
    language = version.content["programme"]["language"]
    with translation.override(language):
        plan = read(version.content, public=True)
        # Drawn without the request: the page must not ask who reads it.
        html = render_to_string(
            "plans/public/plan.html", {"version": version, "plan": plan, "on": version.adopted_on}
        )
    answer = HttpResponse(html)
    answer["Content-Language"] = language
    return unlisted(answer)


@page(PUBLIC)
def public_picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of a shared plan."""
    return unlisted(picture_response(shared(key).picture_name))


def shared(key: str) -> PlanVersion:
    """The plan that the key opens. Raises Http404 for every other key."""
    if not KEY.fullmatch(key):
        raise Http404
    return get_object_or_404(PlanVersion, share_key=key)


def unlisted(answer: HttpResponse) -> HttpResponse:
    """Mark an answer as cacheable for a minute and not for search engines."""
    answer["Cache-Control"] = CACHED
    answer["X-Robots-Tag"] = UNLISTED
    return answer
