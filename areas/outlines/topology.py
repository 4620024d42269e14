"""TopoJSON, the part of it that `world-atlas` uses, as shapely geometries.

A topology keeps each border once, as an arc of differences between whole numbers; an area names
the arcs of its rings, `~n` for an arc walked backwards.
https://github.com/topojson/topojson-specification
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from shapely.geometry import MultiPolygon, Polygon

Point = tuple[float, float]
#: Of the smallest ring: a triangle, closed.
CORNERS = 4


def arcs_of(topology: Mapping[str, Any]) -> list[list[Point]]:
    """The arcs as longitudes and latitudes."""
    (width, height), (west, south) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    found = []
    for arc in topology["arcs"]:
        columns = accumulate(step[0] for step in arc)
        rows = accumulate(step[1] for step in arc)
        found.append(
            [(x * width + west, y * height + south) for x, y in zip(columns, rows, strict=True)]
        )
    return found


def ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """The arcs of a ring joined; each begins where the one before ended."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def shapes(
    topology: Mapping[str, Any], name: str
) -> Iterator[tuple[str, dict[str, Any], MultiPolygon]]:
    """The areas of an object of the topology: code, properties and outline."""
    arcs = arcs_of(topology)
    for one in topology["objects"][name]["geometries"]:
        if one["type"] not in {"Polygon", "MultiPolygon"}:
            continue
        parts = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        rings = [[ring(numbers, arcs) for numbers in part] for part in parts]
        # Quantised, a rock in the sea may be a line.
        polygons = [
            Polygon(outer, [hole for hole in holes if len(hole) >= CORNERS])
            for outer, *holes in rings
            if len(outer) >= CORNERS
        ]
        yield str(one.get("id", "")), one.get("properties", {}), MultiPolygon(polygons)
