"""Areas in the search of the head (core.search), and in choices among many (core.web.picker)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.models.area import SETTLEMENTS
from areas.register.pages import WORDS
from core.search.finding import Kind, Source, register, some_holding
from core.web import picker

AREAS = Kind("areas", _("Areas"), "map", 70)
PICKED = "areas"


def note_of(area: Any) -> str:
    """What tells two areas of one name apart: level, municipality, inhabitants."""
    where = area.municipality.name if area.municipality else area.get_country_display()
    return f"{area.level_name}, {where}"


def _shown(areas: QuerySet[Any], _user: Any) -> QuerySet[Any]:
    return areas.select_related("municipality").defer("outline")


def settlements(countries: Iterable[str]) -> QuerySet[Any]:
    """What a place in these countries may be picked from: what is there today."""
    rows: QuerySet[Any] = Area.objects.holding()
    rows = rows.filter(country__in=sorted(set(countries)), level__in=SETTLEMENTS)
    return rows.select_related("municipality").defer("outline")


def _found(areas: QuerySet[Any], text: str) -> QuerySet[Any]:
    return some_holding(areas, WORDS, text)


def _picked(_user: Any, countries: list[str]) -> QuerySet[Any]:
    return settlements(countries)


register(
    Source(
        AREAS,
        Area.objects.visible_to,
        names=("words",),
        shown=_shown,
        title=lambda area: str(area.name),
        note=note_of,
        url=lambda area: reverse("areas:area", args=[area.pk]),
    )
)
picker.register(
    picker.Source(
        PICKED,
        _picked,
        fields=("name",),
        note=note_of,
        find=_found,
    )
)
