"""A country's localities from the statistical office's file."""

import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
import shapely

from areas.loading import files
from areas.loading.columns import COLUMNS
from areas.models import Area, AreaCode, AreaImportState
from core import exports
from core.refusals import Refusal
from tests.areas.files import HEAD, box, csv_of, geojson, geopackage, in_sweref
from tests.factories import MunicipalityFactory

# any day
NASUM = "1272TC103;Näsum;1272;Bromölla;12;1122;128,5;2023"
GLIMAKRA = "1256TC105;Glimåkra;1256;Östra Göinge;12;1 480;160;2023"
NASUM_ROW = {"tatortskod": "1272TC103", "tatort": "Näsum", "kommun": "1272", "bef": 1122,
             "area_ha": 128.5, "ar": 2023, "geom": None}  # fmt: skip


def counts(kept):
    return kept.made, kept.changed, kept.same, kept.faulty


def faults(kept):
    return [(row, column, reason) for row, column, _value, reason in kept.faults]


def locality(**found):
    return Area.objects.get(level="locality", **found)


def test_list_of_the_office_becomes_areas(load, bromolla, goinge):
    kept = load(csv_of(NASUM, GLIMAKRA))

    assert counts(kept) == (2, 0, 0, 0)
    nasum = locality(name="Näsum")
    assert (nasum.municipality, nasum.population, nasum.population_year) == (bromolla, 1122, 2023)
    assert (nasum.land_km2, nasum.density) == (Decimal("1.285"), 1122 / Decimal("1.285"))
    assert (nasum.parent.name, nasum.parent.parent.name) == ("Bromölla", "Skåne län")
    assert [(row.scheme, row.code) for row in nasum.codes.all()] == [("scb_2023", "1272TC103")]
    assert nasum.source == "SCB, Tätorter 2023"


def test_same_file_twice_changes_nothing(load, bromolla, goinge):
    load(csv_of(NASUM, GLIMAKRA))
    before = list(Area.objects.order_by("pk").values())

    again = load(csv_of(NASUM, GLIMAKRA), source="SCB, fetched again")

    assert counts(again) == (0, 0, 2, 0)
    assert list(Area.objects.order_by("pk").values()) == before
    assert AreaCode.objects.filter(scheme="scb_2023").count() == 2


def test_newer_file_changes_what_is_another(load, bromolla, goinge):
    load(csv_of(NASUM, GLIMAKRA))
    same = locality(name="Glimåkra").updated_at

    kept = load(csv_of(NASUM.replace("1122", "1150").replace("Näsum", "Nääsum"), GLIMAKRA))

    assert counts(kept) == (0, 1, 1, 0)
    assert locality(name="Nääsum").population == 1150
    assert locality(name="Glimåkra").updated_at == same
    assert locality(words__contains="nasum 1272tc103").name == "Nääsum"


def test_empty_cell_leaves_what_is_there(load, bromolla):
    load(csv_of(NASUM))

    kept = load(csv_of("1272TC103;Näsum", head="kod;namn"))

    assert counts(kept) == (0, 0, 1, 0)
    assert locality(name="Näsum").population == 1122


def test_area_keeps_codes_of_several_systems(load, bromolla):
    load(csv_of("T2884;Näsum;1272", head="kod;namn;kommun"))

    kept = load(csv_of("1272TC103;T2884;Näsum", head="tatortskod;gammal kod;tatort"))

    area = locality()
    assert counts(kept) == (0, 1, 0, 0)
    assert {row.scheme: row.code for row in area.codes.all()} == {
        "scb_old": "T2884", "scb_2023": "1272TC103",
    }  # fmt: skip
    assert "t2884" in area.words
    assert "1272tc103" in area.words


def test_rows_that_do_not_fit_are_told_by_number_and_nothing_is_written(load, bromolla, goinge):
    kept = load(
        csv_of(
            NASUM,
            "1272TC103;Twice;1272;;12;5;1;2023",
            "hello;Fel;1272;;12;5;1;2023",
            "1256TC105;Fel;9999;;12;many;1;2023",
            ";;1272;;12;5;1;2099",
        )
    )

    assert kept.state == AreaImportState.FAULTY
    assert faults(kept) == [
        (3, "Code", "Row 2 has the same code."),
        (4, "Code", "This is no code that we know. Name its system in a column."),
        (5, "Inhabitants", "Write a whole number."),
        (5, "Municipality", "No municipality has this code or name."),
        (6, "Name", "This cell must not be empty."),
        (6, "Code", "This cell must not be empty."),
        (6, "Year", "Choose a year that has begun."),
    ]
    assert kept.faulty == 4
    assert not Area.objects.filter(level="locality").exists()


def test_rows_that_fit_go_in_without_the_others(load, bromolla):
    kept = load(csv_of(NASUM, "hello;Fel;1272;;12;5;1;2023"), only_fitting=True)

    assert (counts(kept), kept.state) == ((1, 0, 0, 1), AreaImportState.DONE)


def test_number_without_its_year_is_told(load, bromolla):
    row = csv_of("1272TC103;Näsum;1122", head="tatortskod;tatort;bef")

    assert faults(load(row)) == [(2, "Inhabitants", "Say of which year the number is.")]
    assert load(row, population_year=2023).made == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_letters_of_any_encoding_are_read(load, goinge, encoding):
    load((HEAD + "\r\n" + GLIMAKRA).encode(encoding))

    assert locality().name == "Glimåkra"


def test_spreadsheet_is_read(load, bromolla):
    columns = [exports.Column(name) for name in HEAD.split(";")]
    book = exports.xlsx([exports.Sheet("Tätorter", columns, [NASUM.split(";")])])

    assert load(book).made == 1
    assert locality().land_km2 == Decimal("1.285")


def test_template_can_be_brought_in_as_it_is(load, bromolla):
    kept = load(COLUMNS.template_csv().encode("utf-8-sig"))

    assert (faults(kept), kept.made) == ([], 1)


@pytest.mark.django_db
def test_danish_urban_areas_are_read(load):
    MunicipalityFactory(country="DK", code="0260", name="Halsnæs", county="Region Hovedstaden")
    row = csv_of("26011001;Hundested;260;8466;2024", head="byområdekode;byområde;kommunekode;"
                 "folketal;år")  # fmt: skip

    kept = load(row, country="DK", level="urban_area")

    area = Area.objects.get(level="urban_area")
    assert (kept.made, area.municipality.name, area.population) == (1, "Halsnæs", 8466)
    assert (area.codes.get().scheme, area.parent.parent.name) == ("dst", "Region Hovedstaden")


# --- Where they lie


def test_positions_in_metres_and_swapped_ones_are_converted_and_told(load, bromolla):
    kept = load(
        csv_of(
            "1272TC101;Ett;6225404;468888",
            "1272TC102;Två;468888;6225404",
            "1272TC103;Tre;56,1726;14,4988",
            "1272TC104;Fyra;14.4988;56.1726",
            head="kod;namn;n;e",
        )
    )

    assert faults(kept) == []
    rows = Area.objects.filter(level="locality").values_list("latitude", "longitude")
    where = {(round(north, 3), round(east, 3)) for north, east in rows}
    assert where == {(Decimal("56.173"), Decimal("14.499"))}
    assert kept.told == [
        "2 positions were given in SWEREF 99 TM and are converted.",
        "In 2 rows the two numbers of the position had changed places; they are put right.",
    ]


def test_geopackage_of_the_office_is_read(load, bromolla, tmp_path):
    shape = in_sweref(box(14.49, 56.17))
    path = geopackage(tmp_path / "t.gpkg", [NASUM_ROW | {"geom": shape}])

    kept = load(path)

    area = locality()
    outline = shapely.geometry.shape(area.outline)
    assert (faults(kept), area.name, area.population) == ([], "Näsum", 1122)
    assert outline.area == pytest.approx(0.0001, rel=0.01)
    assert outline.contains(shapely.Point(float(area.longitude), float(area.latitude)))
    assert kept.told == ["1 position was given in SWEREF 99 TM and is converted."]
    assert load(path).same == 1


def test_geopackage_without_shapes_or_with_latin_letters_is_read(load, bromolla, tmp_path):
    row = NASUM_ROW | {"tatort": b"N\xe4sum"}
    path = geopackage(tmp_path / "t.gpkg", [row])
    with closing(sqlite3.connect(path)) as base, base:
        base.execute('UPDATE "Tatorter_2023" SET tatort = CAST(tatort AS TEXT)')
    load(path)

    assert (locality().name, locality().outline) == ("Näsum", None)


def test_polygon_that_crosses_itself_is_cleaned_and_told(load, bromolla, tmp_path):
    bow = shapely.Polygon([(14.4, 56.1), (14.5, 56.2), (14.5, 56.1), (14.4, 56.2)])
    kept = load(geojson(tmp_path / "t.geojson", [NASUM_ROW | {"geom": bow}]))

    assert kept.told == ["1 outline crossed itself and was cleaned."]
    assert shapely.geometry.shape(locality().outline).is_valid


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("indent", [None, 2])
def test_geojson_is_read(load, bromolla, tmp_path, encoding, indent):
    path = geojson(
        tmp_path / "t.geojson", [NASUM_ROW | {"geom": box(14.49, 56.17)}], encoding=encoding,
        indent=indent,
    )  # fmt: skip

    assert load(path).made == 1
    assert (locality().name, round(locality().longitude, 2)) == ("Näsum", Decimal("14.50"))


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::3006", None])
def test_geojson_in_metres_is_converted_whether_it_says_so_or_not(load, bromolla, tmp_path, crs):
    shape = in_sweref(box(14.49, 56.17))
    kept = load(geojson(tmp_path / "t.geojson", [NASUM_ROW | {"geom": shape}], crs=crs))

    assert kept.told == ["1 position was given in SWEREF 99 TM and is converted."]
    assert round(locality().latitude, 3) == Decimal("56.175")


def test_geojson_with_latitude_first_is_turned_and_told(load, bromolla, tmp_path):
    shape = shapely.box(56.17, 14.49, 56.18, 14.5)
    kept = load(geojson(tmp_path / "t.geojson", [NASUM_ROW | {"geom": shape}]))

    assert kept.told[0].startswith("In 1 row the two numbers")
    assert round(locality().latitude, 1) == Decimal("56.2")


def test_large_geojson_is_read_bit_by_bit(load, bromolla, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_BLOCK", 50)
    rows = [
        NASUM_ROW | {"tatortskod": f"1272TC{number}", "geom": box(14.4, 56.1)}
        for number in range(101, 131)
    ]

    assert load(geojson(tmp_path / "t.geojson", rows, indent=1)).made == 30


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (shapely.Point(2.3, 48.8), "outside the country"),
        (shapely.Point(float("nan"), 56), "outside the country"),
        (shapely.Point(1e300, 56), "outside the country"),
        (shapely.LineString([(14, 56), (15, 57)]), "encloses nothing"),
    ],
)
def test_shape_that_is_no_place_is_told(load, bromolla, tmp_path, shape, said):
    path = geopackage(tmp_path / "t.gpkg", [NASUM_ROW | {"geom": shape}], srs=4326)

    assert said in load(path).faults[0][3]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"name;colour\r\na;b", "wrong_columns"),
        (b"%PDF-1.7 hello", "not_a_table"),
        (b"SQLite format 3\x00" + b"x" * 5000, "broken_file"),
        (b'{"type": "Feature"}', "broken_file"),
        (b'{"type": "FeatureCollection", "features": []}', "no_features"),
        (b'{"type": "FeatureCollection", "features": [{"properties": {', "broken_file"),
        (b'{"type": "FeatureCollection", "features": [{"properties": {"kod": "1"}}', "broken_file"),
        (b'{"features": [1, 2]}', "broken_file"),
    ],
)
def test_file_that_is_none_is_refused_in_words(load, bromolla, content, code):
    with pytest.raises(Refusal) as caught:
        load(content)

    assert caught.value.code == code


def test_geopackage_whose_table_is_a_view_is_not_opened(load, bromolla, tmp_path):
    path = geopackage(tmp_path / "t.gpkg", [NASUM_ROW])
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            'ALTER TABLE "Tatorter_2023" RENAME TO other;'
            'CREATE VIEW "Tatorter_2023" AS SELECT * FROM other;'
        )

    with pytest.raises(Refusal) as caught:
        load(path)
    assert caught.value.code == "no_features"
