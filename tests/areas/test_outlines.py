"""The base map: decoding a topology, simplifying without gaps, and drawing."""

import json
import re
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from areas.outlines import FOLDER, base, build, drawing, topology
from areas.outlines.drawing import Frame, Mark

NASUM = Mark(56.1726, 14.4988, "Näsum", "warn")
steps = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=12)


def encoded(arcs, scale=(0.5, 0.25), translate=(-10, 50)):
    return {"transform": {"scale": scale, "translate": translate}, "arcs": arcs}


@given(st.lists(steps, min_size=1, max_size=5))
def test_arcs_are_the_sums_of_their_steps(arcs):
    found = topology.arcs_of(encoded([[list(step) for step in arc] for arc in arcs]))
    for arc, points in zip(arcs, found, strict=True):
        assert points[0] == (arc[0][0] * 0.5 - 10, arc[0][1] * 0.25 + 50)
        for (dx, dy), (one, other) in zip(arc[1:], pairwise(points), strict=True):
            assert other == pytest.approx((one[0] + dx * 0.5, one[1] + dy * 0.25))


@given(steps.filter(lambda arc: len(arc) > 2))
def test_an_arc_and_the_same_one_backwards_enclose_nothing(arc):
    arcs = topology.arcs_of(encoded([[list(step) for step in arc]]))
    there_and_back = topology.ring([0, ~0], arcs)
    assert there_and_back == there_and_back[::-1]
    assert there_and_back[0] == there_and_back[-1] == arcs[0][0]


@given(st.floats(-84.9, 84.9))
def test_a_latitude_comes_back_from_its_northing(latitude):
    assert base.latitude_of(base.northing(latitude)) == pytest.approx(latitude, abs=1e-9)


places = st.lists(
    st.tuples(st.floats(55.4, 68.9), st.floats(11.3, 23.9), st.text(max_size=20)), min_size=1,
    max_size=60,
)  # fmt: skip


@given(places, st.integers(300, 1200), st.integers(300, 1200))
def test_every_mark_lies_in_the_picture_and_no_name_on_another(rows, width, height):
    marks = [Mark(lat, lon, name) for lat, lon, name in rows]
    bounds = base.bounds_of([(one.latitude, one.longitude) for one in marks], 0.6)
    frame = Frame.around(bounds, width, height)
    for one in marks:
        x, y = frame.at(one.longitude, base.northing(one.latitude))
        assert 0 <= x <= width
        assert 0 <= y <= height
    taken = []
    list(drawing._marks(frame, marks, taken, "paper"))
    names = taken[len(marks) :]
    assert not any(drawing._meet(one, other) for n, one in enumerate(names) for other in names[:n])


def test_the_built_map_has_all_counties_and_municipalities():
    counties = base.areas(base.COUNTIES)
    assert len(counties) == 21
    municipalities = [one for county in counties for one in base.areas(f"se-{county.code}")]
    assert len(municipalities) == 290
    assert all(one.outline.is_valid and not one.outline.is_empty for one in municipalities)


def test_neighbouring_municipalities_share_their_border():
    """Bromölla and Kristianstad touch: nothing between them, next to nothing on both."""
    rows = {one.code: one.outline for one in base.areas("se-12")}
    one, other = rows["1272"], rows["1290"]
    assert one.touches(other) or one.intersection(other).area < 1e-6
    assert one.intersection(other).length > 0.05
    assert one.contains(shapely.Point(14.4988, base.northing(56.1726)))


def test_files_are_small_enough_for_a_phone():
    """Countries and counties for everybody, and the largest county, together below 250 kB."""
    sizes = {file.stem: file.stat().st_size for file in FOLDER.glob("*.json")}
    largest = max(size for name, size in sizes.items() if re.fullmatch(r"se-\d\d", name))
    assert sizes["countries"] + sizes["se-counties"] + largest < 250_000


def test_building_again_gives_the_same_files(tmp_path):
    for file in build.build(tmp_path):
        assert json.loads(file.read_text()) == json.loads((FOLDER / file.name).read_text())


def test_a_simplified_coverage_has_no_gaps():
    west = shapely.Polygon(
        [(0, 0), (1, 0), *((1.001, y / 40) for y in range(1, 40)), (1, 1), (0, 1)]
    )
    east = shapely.Polygon(
        [(2, 0), (2, 1), (1, 1), *((1.001, y / 40) for y in range(39, 0, -1)), (1, 0)]
    )
    slim = build.simplified([west, east], build.MIDDLE)
    assert sum(shapely.get_num_coordinates(one) for one in slim) < 30
    assert shapely.union_all(slim).area == pytest.approx(2, abs=1e-6)
    assert shapely.coverage_is_valid(slim)


def test_home_is_the_county_or_the_country_also_for_an_island_that_is_not_drawn():
    assert base.homes_of([(56.1726, 14.4988)]) == ["12"]
    assert base.homes_of([(57.75, 11.6), (55.4, 10.4)]) == ["14", "DK"]  # Hyppeln, Odense


def test_a_drawing_escapes_words_and_says_the_state_by_shape():
    found = drawing.draw([Mark(56.17, 14.5, "<b>&", "stop", url="?a=1&b=2")], title="<map>")
    assert "<b>" not in found
    assert 'href="?a=1&amp;b=2"' in found
    assert drawing.SHAPES["stop"] in found
    assert "<title>&lt;map&gt;</title>" in found


def test_paper_has_colours_of_its_own_and_no_classes():
    found = drawing.draw([NASUM], title="Näsum", palette="paper", chosen_area="1272")
    assert "class=" not in found
    assert 'fill="#f8e3de"' in found


def test_rounding_keeps_rings_closed():
    square = [(0.00001, 0), (1, 0), (1, 1), (0, 1), (0.00001, 0)]
    [ring] = build.rounded([square], 3)
    assert ring[0] == ring[-1]
    assert shape({"type": "Polygon", "coordinates": [ring]}).is_valid


def test_before_set_up_it_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(base, "FOLDER", tmp_path)
    with pytest.raises(base.ImproperlyConfigured, match="make setup"):
        base.features.__wrapped__("towns")
