"""What the register's pages show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter

from areas.models import Area, AreaLevel
from areas.models.area import SETTLEMENTS
from areas.register import history
from core.collation import by_language
from core.indexes import Plain
from core.search.finding import holding
from core.web.lists import Filters, Search, Sort
from people.models.region import Country
from programmes.models import Municipality

WORDS = Plain("words")
#: A list that is not filtered shows what places are picked from.
_SETTLEMENTS = "settlements"


def found(areas: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The areas whose name or codes hold each word of a text."""
    return areas.filter(holding(WORDS, text))


class AreaSearch(Search):
    """Finds an area by its name or a code."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The areas that fit."""
        return found(qs, value) if value else qs


def _of_level(areas: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
    if value == _SETTLEMENTS:
        return areas.filter(level__in=SETTLEMENTS)
    return areas.filter(level=value)


def _municipalities(_request: Any) -> QuerySet[Municipality]:
    return Municipality.objects.order_by("country", by_language("name"))


def _that_hold(areas: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
    holding_now: QuerySet[Any] = Area.objects.holding()
    now = Q(pk__in=holding_now.order_by().values("pk"))
    return areas.exclude(now) if value == "ended" else areas


class AreaFilters(Filters):
    """What is looked for in the register."""

    q = AreaSearch(
        "words", label=gettext_lazy("Search name or code"),
        help_text=gettext_lazy("Search name or code"),
    )  # fmt: skip
    country = ChoiceFilter(
        label=gettext_lazy("Country"), choices=Country.choices,
        empty_label=gettext_lazy("All countries"),
    )  # fmt: skip
    level = ChoiceFilter(
        label=gettext_lazy("Level"), method=_of_level, empty_label=gettext_lazy("All levels"),
        choices=[(_SETTLEMENTS, gettext_lazy("Localities of all kinds")), *AreaLevel.choices],
    )  # fmt: skip
    municipality = ModelChoiceFilter(
        label=gettext_lazy("Municipality"), queryset=_municipalities,
        empty_label=gettext_lazy("All municipalities"),
    )  # fmt: skip
    years = ChoiceFilter(
        label=gettext_lazy("Still there"), method=_that_hold,
        empty_label=gettext_lazy("There today or not"),
        choices=[("ended", gettext_lazy("Not there today"))],
    )  # fmt: skip


def listed(user: Any) -> QuerySet[Any]:
    """All areas, as the list shows them."""
    rows: QuerySet[Any] = Area.objects.visible_to(user)
    return rows.select_related("municipality").defer("outline")


def order() -> dict[str, Sort]:
    """The orders of the register."""
    figure = F("population")
    return {
        "name": Sort(_("Name"), (by_language("name"), "pk"), (by_language("name").desc(), "-pk")),
        "population": Sort(
            _("Inhabitants"),
            (figure.desc(nulls_last=True), "pk"),
            (figure.asc(nulls_last=True), "pk"),
            falls=True,
        ),
    }


def with_all(areas: QuerySet[Any]) -> QuerySet[Any]:
    """What an area's page reads of it, in one question."""
    return areas.select_related("municipality", "parent__parent")


def context(area: Area) -> dict[str, Any]:
    """An area's page."""
    return {
        "area": area,
        "codes": area.codes.all(),
        "above": _above(area),
        "position": position(area.latitude, area.longitude),
        "map_url": map_url(area.latitude, area.longitude),
        "changes": history.told(area),
        "parts": _parts(area),
        "density": area.density,
        "source_url": area.source.split(" ")[0] if area.source.startswith("http") else "",
    }


def _above(area: Area) -> list[Area]:
    """What it lies in today, the nearest first: a county that was merged is the one it became."""
    above: list[Area] = []
    one = area.parent
    while one is not None and len(above) < len(AreaLevel):
        if one.level == AreaLevel.COUNTY:
            one = history.standing(one)
        above.append(one)
        one = one.parent
    return above


def _parts(area: Area) -> list[dict[str, Any]]:
    """How many areas of each level lie in it, and where they are listed."""
    if area.level == AreaLevel.MUNICIPALITY and area.municipality_id:
        rows = Area.objects.filter(municipality=area.municipality_id).exclude(pk=area.pk)
        where = f"municipality={area.municipality_id}"
    elif area.level == AreaLevel.COUNTRY:
        rows, where = Area.objects.filter(country=area.country), f"country={area.country}"
        rows = rows.exclude(pk=area.pk)
    else:
        return []
    counted = dict(rows.order_by().values_list("level").annotate(Count("pk")))
    start = reverse("areas:list")
    return [
        {"label": level.label, "count": counted[level], "url": f"{start}?{where}&level={level}"}
        for level in AreaLevel
        if counted.get(level)
    ]


def position(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """A position in words: "56.1726° N, 14.4988° E", or "" where it is not known."""
    if latitude is None or longitude is None:
        return ""
    north = _("%(degrees)s° N") if latitude >= 0 else _("%(degrees)s° S")
    east = _("%(degrees)s° E") if longitude >= 0 else _("%(degrees)s° W")
    return ", ".join(
        words % {"degrees": number_format(abs(degrees).normalize(), use_l10n=True)}
        for words, degrees in ((north, latitude), (east, longitude))
    )


def map_url(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """The position on OpenStreetMap, for a link that the reader chooses to follow."""
    if latitude is None or longitude is None:
        return ""
    at = f"{latitude}/{longitude}"
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=13/{at}"
