"""What the place's map shows, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from areas.outlines.drawing import Centre, Mark
from areas.outlines.page import MapView, map_view
from core.policy import allowed
from mapping.layers import Point, layers
from mapping.models import (
    AssetKind,
    MapPointKind,
    MapPointState,
    Pin,
    Service,
    ServiceKind,
    ServiceState,
)
from people.models import User
from places.map.pages import point_of
from places.models import Participation
from plans.models import ActionState
from plans.models.action import RUNNING
from workshops.models import Workshop

#: How much of the world is in sight at least, in degrees of longitude.
CLOSE = 0.05
#: The shape of a state: circle, square, diamond, triangle, ring. What is not here is a circle.
LEVELS: dict[str, str] = {
    ServiceState.HERE: "ok", ServiceState.NEW: "ok", ServiceState.AT_RISK: "warn",
    ServiceState.GONE: "stop", ServiceState.NEVER: "off",
    MapPointKind.GOOD: "ok", MapPointKind.UNSAFE: "warn", MapPointKind.MISSING: "stop",
    MapPointKind.IDEA: "info", MapPointState.WAITING: "off",
    ActionState.DONE: "ok", ActionState.DROPPED: "off",
}  # fmt: skip
#: The shape of a layer's points that have no state.
_OF_LAYER = {"services": "off", "assets": "ok", "ideas": "info", "halls": "ok", "actions": "info",
             "answers": "info"}  # fmt: skip
_KINDS: dict[str, object] = {
    **dict(ServiceKind.choices), **dict(AssetKind.choices), **dict(MapPointKind.choices),
    "answers": gettext_lazy("Survey"),
    "hall": gettext_lazy("Hall of meetings"),
    "action": gettext_lazy("Action of the plan"),
}  # fmt: skip
_STATES: dict[str, object] = {
    **dict(ServiceState.choices), **dict(ActionState.choices),
    MapPointState.WAITING: MapPointState.WAITING.label,
    "in_plan": pgettext_lazy("an asset", "In the plan"),
}  # fmt: skip
_UNSEEN = gettext_lazy("Nobody has looked yet")


@dataclass(frozen=True, slots=True)
class Row:
    """A point in the list, with its layer and its words."""

    point: Point
    layer: str
    layer_label: str
    level: str
    kind: str
    state: str
    #: Where the reader may say how it stands: the service.
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A layer to choose, with how many points it has; "" is all."""

    key: str
    label: str
    count: int
    chosen: bool


def rows_of(participation: Participation, user: User) -> list[Row]:
    """All points of a place that the user may see, by layer. One question a layer."""
    found = []
    for layer in layers():
        for one in layer.points(user, participation):
            level = LEVELS.get(one.state, _OF_LAYER.get(layer.key, "ok"))
            state = "" if one.state == one.kind else str(_STATES.get(one.state, ""))
            if layer.key == "services" and not one.state:
                state = str(_UNSEEN)
            kind = str(_KINDS.get(one.kind, ""))
            found.append(Row(one, layer.key, str(layer.label), level, kind, state))
    return found


def view_of(
    rows: list[Row], participation: Participation, chosen: str = "", *, pick: bool = False
) -> MapView:
    """The map of the rows around the place."""
    home = centre_of(participation)
    marks = [
        Mark(
            float(row.point.latitude), float(row.point.longitude), row.point.label, row.level,
            url=f"?place={row.point.key}", key=row.point.key, chosen=row.point.key == chosen,
        )
        for row in rows
    ]  # fmt: skip
    return map_view(
        marks,
        title=_("Map of %(place)s") % {"place": participation.place.name},
        least=CLOSE,
        centre=home,
        chosen=chosen,
        pick=pick,
    )


def centre_of(participation: Participation) -> Centre | None:
    """The place in the middle of its map; None where nobody knows where it lies."""
    at = point_of(participation)
    if at is None:
        return None
    place = participation.place
    return Centre(at, place.name, place.area.outline if place.area else None)


def context(participation: Participation, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The page, in a constant number of questions."""
    every = rows_of(participation, user)
    counts = Counter(row.layer for row in every)
    asked = query.get("layer", "")
    layer = asked if counts[asked] else ""
    rows = [row for row in every if not layer or row.layer == layer]
    if allowed(user, "mapping.edit", participation):
        rows = _with_services(rows, participation)
    chosen = query.get("place", "")
    may_add = allowed(user, "mapping.add_point", participation)
    return {
        "rows": rows,
        "chosen": next((row for row in rows if row.point.key == chosen), None),
        "map": view_of(rows, participation, chosen, pick=may_add),
        "layers": [
            Filter("", _("All"), len(every), not layer),
            *(
                Filter(one.key, str(one.label), counts[one.key], one.key == layer)
                for one in layers()
                if counts[one.key]
            ),
        ],
        "layer": layer,
        "taps": (ServiceState.HERE, ServiceState.AT_RISK, ServiceState.GONE),
        "photographs": allowed(user, "places.add_photos", participation),
        "waiting": sum(1 for row in every if row.point.state == MapPointState.WAITING),
        "may_add": may_add,
        "may_review": allowed(user, "mapping.review_points", participation),
        "adders": adders(participation),
    }


def _with_services(rows: list[Row], participation: Participation) -> list[Row]:
    """The rows with their services, whose state is tapped on the card. One question."""
    found = {f"service-{one.pk}": one for one in participation.services.all()}
    return [replace(row, service=found.get(row.point.key)) for row in rows]


def adders(participation: Participation) -> list[tuple[str, str]]:
    """What can be put at a spot besides what is said of it: label and address."""
    return [
        (_("A service"), reverse("mapping:service_add", args=[participation.pk])),
        (_("An asset or an idea"), reverse("mapping:asset_add", args=[participation.pk])),
    ]


def unpinned(participation: Participation) -> tuple[list[str], list[tuple[int, str]]]:
    """Halls and actions that are not on the map: names of halls, number and title of actions."""
    pins = Pin.objects.filter(participation=participation)
    known = set(pins.exclude(hall="").values_list("hall", flat=True))
    names = (
        Workshop.objects.filter(participations=participation.pk)
        .exclude(hall="")
        .order_by("hall")
        .values_list("hall", flat=True)
        .distinct()
    )
    rows = participation.actions.filter(state__in=RUNNING, pins__isnull=True)
    return (
        [name for name in names if name not in known],
        list(rows.order_by("order", "pk").values_list("pk", "title")),
    )
