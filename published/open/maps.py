"""Maps of the open pages: what is published, and nothing of how a place stands inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.outlines import drawing
from areas.outlines.drawing import Centre, Mark
from areas.outlines.page import MapView, map_view
from mapping.models import OPEN_STATES, MapPoint, MapPointKind, MapPointState, Pin, Service
from places.map.pages import known_point, point_of
from places.models import Participation
from published.models import PlacePage
from published.open import addresses

#: How much is in sight around a place, in degrees of longitude: its own map, and where it lies.
CLOSE, WIDE = 0.05, 3.0
#: What people say that everybody may read; where it is unsafe stays among those who mend it.
TOLD = (MapPointKind.GOOD, MapPointKind.IDEA)
_LEVELS = {MapPointKind.GOOD: "ok", MapPointKind.IDEA: "info"}
_HALL, _SERVICE = gettext_lazy("Hall of meetings"), gettext_lazy("Service")


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the open map and its row in the list beside it."""

    key: str
    label: str
    kind: str
    level: str


@dataclass(frozen=True, slots=True)
class OpenMap:
    """A map with its list."""

    view: MapView
    spots: list[Spot]
    #: A place is drawn at its municipality's point: nobody has said where it lies.
    approximate: bool = False


def of_programme(pages: Iterable[PlacePage]) -> OpenMap | None:
    """The published places; their pages come with place, area and municipality. No question."""
    marks = []
    for page in pages:
        one = page.participation
        at = point_of(one)
        if at is None:
            continue
        marks.append(
            Mark(
                *at, one.place.name, url=addresses.of_place(page), key=f"place-{page.pk}",
                approximate=known_point(one) is None,
            )
        )  # fmt: skip
    if not marks:
        return None
    view = map_view(marks, title=_("Map of the places"))
    return OpenMap(view, [], any(one.approximate for one in marks))


def where(participation: Participation) -> tuple[str, bool]:
    """Where a place lies as a drawing, and whether it is approximate; ("", False) if unknown."""
    at = point_of(participation)
    if at is None:
        return "", False
    approximate = known_point(participation) is None
    name = participation.place.name
    title = _("Where %(place)s lies") % {"place": name}
    mark = Mark(*at, name, approximate=approximate)
    return drawing.draw([mark], title=title, width=420, height=300, least=WIDE), approximate


def of_place(page: PlacePage) -> OpenMap | None:
    """The place's own map where it is published: services, halls, what people say. Three questions.

    Whether a service is at risk stays inside: a rumour takes customers away.
    """
    at = point_of(page.participation) if page.show_map else None
    if at is None:
        return None
    marks: list[Mark] = []
    spots: list[Spot] = []
    place = page.participation.place

    def put(one: Service | MapPoint | Pin, label: str, kind: str | Promise, level: str) -> None:
        if one.latitude is None or one.longitude is None:
            return
        key = f"{one._meta.model_name}-{one.pk}"
        marks.append(Mark(float(one.latitude), float(one.longitude), label, level, key=key))
        spots.append(Spot(key, label, str(kind), level))

    here = {"participation": page.participation, "latitude__isnull": False}
    for service in Service.objects.filter(**here, state__in=OPEN_STATES):
        put(service, str(service), service.get_kind_display() if service.name else _SERVICE, "ok")
    for pin in Pin.objects.filter(**here).exclude(hall=""):
        put(pin, pin.hall, _HALL, "ok")
    shown = MapPoint.objects.filter(**here, state=MapPointState.SHOWN, kind__in=TOLD)
    for point in shown:
        put(point, point.text, point.get_kind_display(), _LEVELS[MapPointKind(point.kind)])
    if not marks:
        return None
    centre = Centre(at, place.name, place.area.outline if place.area else None)
    title = _("Map of %(place)s") % {"place": place.name}
    return OpenMap(map_view(marks, title=title, least=CLOSE, centre=centre), spots)
