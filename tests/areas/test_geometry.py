"""Positions as people write them, and outlines that cross themselves."""

from contextlib import suppress
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from areas.geometry import (
    MOST_POINTS,
    RT_90,
    SWEREF_99_TM,
    UTM_32,
    UTM_33,
    WGS_84,
    CoordinateError,
    OutlineError,
    distance_m,
    outline_of,
    read_point,
)

NASUM = (Decimal("56.17260"), Decimal("14.49880"))
WRITTEN = [
    ("56.1726", "14.4988"),
    ("56,1726", "14,4988"),
    ("56.1726°", "14.4988°"),
    ("56.1726 N", "14.4988 E"),
    ("N 56,1726", "Ö 14,4988"),
    ("14.4988 Ø", "56.1726 N"),
    ("56° 10' 21.36\" N", "14° 29' 55.68\" Ö"),
    ("56°10.356′", "14°29.928′"),
    ("56.1726, 14.4988", ""),
    ("", "56.1726,14.4988"),
    ("56,1726 14,4988", ""),
    ("56,1726; 14,4988", ""),
    ("N 56.1726 E 14.4988", ""),
    ("\u00a056.1726 ", "14.4988\t"),
]


@pytest.mark.parametrize(("first", "second"), WRITTEN)
def test_position_is_read_as_people_write_it(first, second):
    point = read_point(first, second, "SE")

    assert (point.latitude, point.longitude) == NASUM
    assert point.told == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("6225404", "468888"),
        ("6 225 404", "468 888"),
        ("6.225.404", "468.888"),
        ("6225404,0 m", "468888,0 m"),
        ("6225404 468888", ""),
        ("6 225 404 468 888", ""),
        ("N 6225404, E 468888", ""),
    ],
)
def test_metres_of_the_swedish_map_are_converted_and_told(first, second):
    point = read_point(first, second, "SE")

    assert distance_m((point.latitude, point.longitude), NASUM) < 50
    assert point.told == [
        "The position was given in SWEREF 99 TM. It is stored as latitude and longitude."
    ]


def test_swapped_numbers_are_put_right_and_told():
    degrees, metres = read_point("14.4988", "56.1726", "SE"), read_point("468888", "6225404", "SE")

    assert (degrees.latitude, degrees.longitude) == NASUM
    assert degrees.told == ["Latitude and longitude had changed places. They are put right."]
    assert distance_m((metres.latitude, metres.longitude), NASUM) < 50
    assert metres.told[1] == "Northing and easting had changed places. They are put right."


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("56,14", "", "Latitude and longitude come together."),
        ("56.1", "", "Latitude and longitude come together."),
        ("somewhere", "14", "Write decimal degrees"),
        ("1e5", "5", "Write decimal degrees"),
        ("nan", "inf", "Write decimal degrees"),
        ("56° 61'", "14", "Write decimal degrees"),
        ("3.3", "6.5", "outside the country"),
        ("N 14.4988", "E 56.1726", "changed places"),
        ("6225404", "14.4988", "no metres"),
        ("9999999", "9999999", "no metres"),
    ],
)
def test_what_is_no_position_is_told(first, second, said):
    with pytest.raises(CoordinateError, match=said):
        read_point(first, second, "SE")


def test_zone_is_told_from_what_lies_near():
    on_bornholm, in_jutland = (Decimal("55.1"), Decimal("14.9")), (Decimal("55.1"), Decimal("8.8"))

    here, there = (read_point("6106000", "490000", "DK", at) for at in (on_bornholm, in_jutland))

    assert (here.system, round(here.longitude)) == (UTM_33, 15)
    assert (there.system, round(there.longitude)) == (UTM_32, 9)
    assert here.told[0].startswith("The position was given in UTM zone 33 (ETRS89).")


def test_old_swedish_map_is_known_by_its_easting():
    assert read_point("6226234", "1400123", "SE").system == RT_90


_SWEDISH = st.tuples(st.floats(55.4, 69), st.floats(11, 24))
_DANISH = st.tuples(st.floats(54.6, 57.7), st.floats(8.1, 12.6))
_FORMS = (
    lambda number: f"{number:.1f}",
    lambda number: f"{number:.1f}".replace(".", ","),
    lambda number: f"{number:,.1f}".replace(",", " "),
    lambda number: f"{number:,.0f}".replace(",", "."),
)


@given(_SWEDISH, st.sampled_from(_FORMS), st.booleans())
def test_any_point_in_sweden_comes_back_from_metres(at, written, swapped):
    _comes_back("SE", SWEREF_99_TM, at, written, swapped=swapped)


@given(_DANISH, st.sampled_from(_FORMS), st.booleans())
def test_any_point_in_denmark_comes_back_from_metres(at, written, swapped):
    _comes_back("DK", UTM_32, at, written, swapped=swapped)


def _comes_back(country, system, at, written, *, swapped):
    latitude, longitude = at
    east, north = Transformer.from_crs(WGS_84, system, always_xy=True).transform(
        longitude, latitude
    )
    pair = [written(north), written(east)]

    point = read_point(*(pair[::-1] if swapped else pair), country)

    given = (Decimal(f"{latitude:.7f}"), Decimal(f"{longitude:.7f}"))
    assert distance_m((point.latitude, point.longitude), given) < 3
    assert (point.system, point.swapped) == (system, swapped)


@given(_SWEDISH, st.booleans(), st.sampled_from([".", ","]))
def test_degrees_come_back_whatever_their_order(at, swapped, mark):
    pair = [f"{number:.5f}".replace(".", mark) for number in at]

    point = read_point(*(pair[::-1] if swapped else pair), "SE")

    assert [f"{point.latitude}", f"{point.longitude}"] == [f"{number:.5f}" for number in at]
    assert point.swapped is swapped


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(first, second):
    with suppress(CoordinateError):
        assert 55 <= read_point(first, second, "SE").latitude <= 70


def test_outline_that_crosses_itself_is_cleaned():
    bow = shapely.Polygon([(14, 56), (14.1, 56.1), (14.1, 56), (14, 56.1)])

    outline = outline_of(bow)

    assert outline.cleaned
    assert outline.geometry["type"] == "MultiPolygon"
    assert shapely.geometry.shape(outline.geometry).is_valid
    assert shapely.geometry.shape(outline.geometry).area == pytest.approx(0.005)


def test_outline_has_few_points_and_keeps_its_size():
    round_ = shapely.Point(14.5, 56.2).buffer(0.02, quad_segs=2000)

    outline = outline_of(round_)
    kept = shapely.geometry.shape(outline.geometry)

    assert not outline.cleaned
    assert shapely.get_num_coordinates(kept) <= MOST_POINTS
    assert kept.area == pytest.approx(round_.area, rel=0.02)
    assert kept.contains(shapely.Point(outline.point[1], outline.point[0]))


def test_line_is_no_outline():
    with pytest.raises(OutlineError):
        outline_of(shapely.LineString([(14, 56), (15, 57)]))
