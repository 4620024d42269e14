"""Concept cards that are published for everybody: a list, a page each, and a sheet of paper.

A card that is taken back answers 404 from the next request on, and so do its photo and its PDF.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.policy import PUBLIC
from core.web.shell import page
from jobs.documents import public_document
from jobs.kinds import Made
from learning.concepts import pages
from learning.models import Concept
from learning.teams import taxonomy
from places.photos.pages import file_answer
from published.open import addresses
from published.open.answering import MINUTES, answer, fresh, speak


@page(PUBLIC)
def cards(request: HttpRequest) -> HttpResponse:
    """All cards that everybody may read, by challenge and words."""
    context = pages.listed(_cards(), request.GET)
    for one in context["page"].object_list:
        one.url = addresses.of_card(one)
        one.face = _photo_url(one, "320.webp") if one.shown_photo else ""
    context["challenges"] = taxonomy.usual_challenges()
    return answer(request, "published/open/cards.html", context)


@page(PUBLIC)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One card."""
    found = _card(pk)
    language = found.participation.programme.language
    speak(request, language)
    photo = found.shown_photo
    context = pages.card(found) | {
        "picture": pages.picture(found, _photo_url),
        "share": addresses.whole(_photo_url(found, "share.jpg")) if photo else "",
        "made_from": list(found.sources.values_list("title", flat=True)),
        "address": addresses.whole(request.path),
    }
    return answer(request, "published/open/card.html", context)


@page(PUBLIC)
def card_photo(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of the card's photo, while the card is published."""
    photo = _card(pk).shown_photo
    if photo is None:
        raise Http404
    return file_answer(photo, name, cached=MINUTES)


def _hangs_on(pk: int) -> dict[str, Any]:
    """The sheet is drawn anew when anything on it is another."""
    found = _card(pk)
    content = pages.sheet(found, _whole(found), on_paper=False)
    return {
        "language": found.participation.programme.language,
        "card": found.pk,
        "content": sha256(content.encode()).hexdigest(),
        "platform": settings.VERSION,
    }


@public_document(
    "published.card_sheet", gettext_lazy("Concept card"), stamp=_hangs_on, marked=fresh
)
def card_sheet(pk: int) -> Made:
    """The card on one sheet of paper."""
    found = _card(pk)
    return pages.sheet_file(found, _whole(found))


def _cards() -> Any:
    return pages.loaded(Concept.objects.public())


def _card(pk: int) -> Concept:
    found: Concept = get_object_or_404(_cards().counted(), pk=pk)
    return found


def _photo_url(concept: Concept, name: str) -> str:
    return reverse("published:card_photo", args=[concept.pk, name])


def _whole(concept: Concept) -> str:
    return addresses.whole(addresses.of_card(concept))
