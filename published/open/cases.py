"""The showcase: good examples on a map and in a list, and each on a page of its own.

A case is read here while it is published; a consent that is withdrawn takes it away at once, and
its photo with it.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.outlines.drawing import Mark
from areas.outlines.page import map_view
from core.policy import PUBLIC
from core.web.shell import page
from learning.models import Case, CaseKind
from places.map.pages import known_point, point_of
from places.photos.pages import Picture, file_answer, picture_of
from published.open import addresses
from published.open.answering import MINUTES, answer, speak
from published.open.maps import OpenMap

#: Cases on one page.
SHOWN = 100


def _published() -> Any:
    return Case.objects.published().select_related(
        "participation__place__municipality", "participation__place__area",
        "programme__region", "photo",
    )  # fmt: skip


@page(PUBLIC)
def cases(request: HttpRequest) -> HttpResponse:
    """All published examples, of one kind or one programme when asked for."""
    kind, programme = request.GET.get("kind", ""), request.GET.get("programme", "")
    rows = _published()
    if kind in CaseKind.values:
        rows = rows.filter(kind=kind)
    if programme.isdecimal() and len(programme) < 10:  # noqa: PLR2004 - digits of a key
        rows = rows.filter(programme=int(programme))
    found = list(rows.order_by("-published_at", "-pk")[:SHOWN])
    url = reverse("published:cases")
    context = {
        "rows": [_row(one) for one in found],
        "map": _map(found),
        "kinds": [
            (label, f"{url}?kind={value}" if value else url, value == kind)
            for value, label in [("", _("All")), *CaseKind.choices]
        ],
    }
    return answer(request, "published/open/cases.html", context)


@page(PUBLIC)
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """One example."""
    found: Case = get_object_or_404(_published(), slug=slug)
    speak(request, found.programme.language)
    context = {
        "case": found,
        "language": found.programme.language,
        "figures": list(found.figures.all()),
        "picture": _picture(found),
        "address": addresses.whole(request.path),
    }
    return answer(request, "published/open/case.html", context)


@page(PUBLIC)
def case_photo(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The photo's file, while the example is published."""
    found: Case = get_object_or_404(_published(), slug=slug)
    if found.photo is None or not found.photo.is_public:
        raise Http404
    return file_answer(found.photo, name, cached=MINUTES)


def newest(most: int) -> list[dict[str, Any]]:
    """The latest examples, for the front door. One statement."""
    return [_row(one) for one in _published().order_by("-published_at", "-pk")[:most]]


def _row(one: Case) -> dict[str, Any]:
    public = one.photo is not None and one.photo.is_public
    return {
        "case": one,
        "language": one.programme.language,
        "url": addresses.of_case(one),
        "key": f"case-{one.pk}",
        "face": reverse("published:case_photo", args=[one.slug, "320.webp"]) if public else "",
    }


def _picture(one: Case) -> Picture | None:
    if one.photo is None or not one.photo.is_public:
        return None
    return picture_of(
        one.photo, lambda name: reverse("published:case_photo", args=[one.slug, name])
    )


def _map(rows: list[Case]) -> OpenMap | None:
    """The examples at their places. Those of a whole programme stand in the list alone."""
    marks = []
    for one in rows:
        here = one.participation
        at = point_of(here) if here is not None else None
        if here is None or at is None:
            continue
        marks.append(
            Mark(
                *at, f"{here.place.name}: {one.title}",
                url=addresses.of_case(one), key=f"case-{one.pk}",
                approximate=known_point(here) is None,
            )
        )  # fmt: skip
    if not marks:
        return None
    view = map_view(marks, title=_("Map of good examples"))
    return OpenMap(view, [], any(one.approximate for one in marks))
