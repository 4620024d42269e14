"""The library and advice in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind
from core.search.finding import Source as Searched
from core.search.finding import register as register_search
from core.web.picker import Source, register
from learning.models import Advice, Resource
from people.models import User
from places.models import Participation

LIBRARY = Kind("library", _("Library"), "book", 28)
ADVICE = Kind("advice", _("Advice"), "chat-left-text", 29)


def _resources(user: User) -> QuerySet[Any]:
    return Resource.objects.visible_to(user).current()


def _advice(user: User) -> QuerySet[Any]:
    """What is given, at places that the user sees; drafts are found on their own page."""
    places = Participation.objects.visible_to(user)
    return Advice.objects.filter(participation__in=places, given_at__isnull=False)


def _with_place(rows: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return rows.annotate(place_name=F("participation__place__name"))


def _pushable(_user: User, region: int) -> QuerySet[Any]:
    return Resource.objects.within(region).pushable()


def _kind(row: Any) -> str:
    return str(row.get_kind_display())


register_search(
    Searched(
        LIBRARY,
        _resources,
        names=("title",),
        texts=("title", "summary"),
        note=_kind,
        url=lambda row: reverse("learning:resource", args=[row.pk]),
    )
)
register_search(
    Searched(
        ADVICE,
        _advice,
        names=(),
        texts=("text",),
        shown=_with_place,
        note=lambda row: str(row.place_name),
        url=lambda row: reverse("learning:advice", args=[row.participation_id, row.pk]),
    )
)
register(Source("resources", _pushable, fields=("title", "summary"), note=_kind))
