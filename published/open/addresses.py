"""The addresses of open pages."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from calls.models import Call
from learning.models import Case, Concept
from places.models import Photo
from published.models import NewsPost, PlacePage, ProgrammePage


def of_place(page: PlacePage) -> str:
    """The path of a place's page."""
    return reverse("published:place", args=[page.slug])


def of_programme(page: ProgrammePage) -> str:
    """The path of a programme's page."""
    return reverse("published:programme", args=[page.slug])


def of_call(call: Call) -> str:
    """The path of a call's page."""
    return reverse("published:call", args=[call.slug])


def of_case(case: Case) -> str:
    """The path of a good example's page."""
    return reverse("published:case", args=[case.slug])


def of_card(card: Concept) -> str:
    """The path of a concept card's page."""
    return reverse("published:card", args=[card.pk])


def of_news(page: ProgrammePage, post: NewsPost) -> str:
    """The path of a piece of news."""
    return reverse("published:news", args=[page.slug, post.pk])


def of_photo(photo: Photo, name: str) -> str:
    """The path of a photo's file on an open page."""
    return reverse("published:photo", args=[photo.key, name])


def whole(path: str) -> str:
    """The address with the site's name, for passing on."""
    return f"{settings.SITE_URL}{path}"
