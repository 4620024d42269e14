"""The page of the search, and what its box in the head shows while somebody types."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.search.finding import found, read
from core.throttle import within
from core.web.shell import Context, page

#: Hits of a kind in the box, on the page, and on the page of one kind.
FEW, SOME, MANY = 4, 10, 50
#: As fast as somebody types, and no faster.
SEARCHES, SECONDS = 120, 60


def _answer(request: SignedInRequest, most: int) -> tuple[Context, int]:
    asked = read(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    if asked.words and not within("search", str(request.user.pk), limit=SEARCHES, seconds=SECONDS):
        return {"asked": asked, "too_often": True, "groups": []}, 429
    answer = found(request.user, asked, most=most, kind=kind)
    return {
        "asked": asked,
        "kind": kind,
        "groups": answer.groups,
        "near": answer.near,
        "count": sum(len(group.hits) for group in answer.groups),
        "more": any(group.more for group in answer.groups),
    }, 200


@page(SIGNED_IN)
def search(request: SignedInRequest) -> HttpResponse:
    """All that was found, or what can be searched."""
    context, status = _answer(request, MANY if request.GET.get("kind") else SOME)
    return render(request, "core/search/page.html", context, status=status)


@page(SIGNED_IN)
def hits(request: SignedInRequest) -> HttpResponse:
    """The same as answers of the box."""
    context, status = _answer(request, FEW)
    return render(request, "core/search/hits.html", context, status=status)
