"""Layers of a place's map: what is drawn as points, told by whoever keeps them.

    register_layer("services", _("Services"), "circle", points)

The map's page asks each layer once; a layer sends at most one statement. A point tells its state
by shape and word, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise

from people.models import User
from places.models import Participation


@dataclass(frozen=True, slots=True)
class Point:
    """One thing on the map. `kind` and `state` are keys; `url` is where it is read and changed."""

    key: str
    latitude: Decimal
    longitude: Decimal
    label: str
    kind: str
    state: str
    url: str


Points = Callable[[User, Participation], list[Point]]


@dataclass(frozen=True, slots=True)
class Layer:
    """Points of one sort. `mark` is the shape that stands for it."""

    key: str
    label: str | Promise
    mark: str
    points: Points


_layers: dict[str, Layer] = {}


def register_layer(key: str, label: str | Promise, mark: str, points: Points) -> None:
    """Add a layer. A key may be taken once."""
    if key in _layers:
        raise ImproperlyConfigured(f"A map already has a layer {key!r}.")
    _layers[key] = Layer(key, label, mark, points)


def layers() -> list[Layer]:
    """All layers in the order in which they were registered."""
    return list(_layers.values())


_map: list[str] = []


def register_map(url_name: str) -> None:
    """Say where the place's map is; its address takes the participation's id alone."""
    _map[:] = [url_name]


def map_url(participation: Participation) -> str:
    """The place's map; "" while there is none."""
    return reverse(_map[0], args=[participation.pk]) if _map else ""
