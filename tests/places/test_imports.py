"""Importing places: files as people save them, faults as people make them, all rows or none."""

import datetime as dt
import io
import unicodedata
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
import xlsxwriter
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import audit
from core.refusals import NotAllowed, Refusal
from core.sheets.rows import read_rows
from people.models import RegionRole
from places.models import Place, PlaceCode, PlaceImport, PopulationObservation
from places.register.import_plan import make_plan
from places.register.imports import COLUMNS, IMPORTER
from tests.factories import MunicipalityFactory, PlaceFactory, RegionFactory, UserFactory, world

pytestmark = pytest.mark.django_db

HEAD = "name;municipality_code;kind;latitude;longitude;locality_code;scheme;population;year;source"
GLIMAKRA = "Glimåkra;1256;locality;56,30583;14,13667;T2884;;1 427;2020;SCB"
NASUM = "Näsum;1272;village;56.1726;14.4988;;;1119;2005;Wikipedia"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    region, manager = RegionFactory(), UserFactory()
    RegionRole.objects.create(user=manager, region=region)
    return SimpleNamespace(region=region, manager=manager)


@pytest.fixture
def goinge(here):
    return MunicipalityFactory(code="1256", name="Östra Göinge", full_name="Östra Göinge kommun")


@pytest.fixture
def bromolla(here):
    return MunicipalityFactory(code="1272", name="Bromölla", full_name="Bromölla kommun")


def lines(*rows):
    return "\r\n".join(rows).encode()


def load(here, content, *, update_existing=False, **changes):
    kept = PlaceImport(region=here.region, update_existing=update_existing)
    values = {"file_name": "places.csv", "content": content, "by": here.manager}
    return IMPORTER.upload(kept=kept, **values | changes)


def run(here, content, **changes):
    return IMPORTER.confirm(kept=load(here, content, **changes), by=here.manager)


def faults(here, content, **changes):
    plan = IMPORTER.plan_of(load(here, content, **changes))
    return [(fault.row, fault.column, fault.value, fault.reason) for fault in plan.faults]


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def names(here):
    return sorted(Place.objects.filter(region=here.region).values_list("name", flat=True))


# --- Files as people save them


def test_csv_with_semicolons_and_decimal_commas_keeps_every_value(here, goinge):
    run(here, lines(HEAD, GLIMAKRA))
    place = Place.objects.get(name="Glimåkra")
    assert (place.region, place.municipality, place.kind, place.latitude, place.longitude) == (
        here.region,
        goinge,
        "locality",
        Decimal("56.30583"),
        Decimal("14.13667"),
    )
    assert list(place.codes.values_list("scheme", "code")) == [("scb_old", "T2884")]
    assert list(place.population.values_list("year", "inhabitants", "source", "imported")) == [
        (2020, 1427, "SCB", True)
    ]


def test_xlsx_is_read_with_its_numbers(here, goinge):
    run(
        here,
        workbook(
            [
                HEAD.split(";"),
                ["Glimåkra", 1256, "Locality", 56.30583, 14.13667, "T2884", "", 1427, 2020, "SCB"],
            ]
        ),
    )
    place = Place.objects.get(name="Glimåkra")
    assert (place.municipality, place.kind, place.latitude, place.population.get().inhabitants) == (
        goinge,
        "locality",
        Decimal("56.30583"),
        1427,
    )


def test_headings_may_be_swedish_or_danish_in_any_case(here, bromolla):
    run(
        here,
        "NAMN;Kommun;Typ;Folkmängd;År;Källa\nNäsum;Bromölla kommun;VILLAGE;1.119;2005;SCB".encode(
            "cp1252"
        ),
    )
    assert PopulationObservation.objects.get(place__name="Näsum").inhabitants == 1119


def test_rows_of_one_place_bring_a_series_of_figures(here, goinge):
    rows = ["name;municipality_code;kind;population;year;source"]
    rows += [
        f"Glimåkra;1256;{'locality' if year == 1960 else ''};{1000 + year};{year};SCB"
        for year in (1960, 1965, 1970)
    ]
    done = run(here, lines(*rows))
    assert done.made == 1
    assert list(
        PopulationObservation.objects.filter(place__name="Glimåkra").values_list(
            "year", "inhabitants"
        )
    ) == [
        (1960, 2960),
        (1965, 2965),
        (1970, 2970),
    ]


def test_template_can_be_imported_as_it_is(here, bromolla):
    run(here, COLUMNS.template_csv().encode("utf-8-sig"))
    assert names(here) == ["Näsum"]


# --- Columns


def test_wrong_columns_are_named(here):
    with pytest.raises(Refusal) as caught:
        load(here, b"name;name;komunkod;;colour\na;b;c;d;e")
    assert (caught.value.code, caught.value.details) == (
        "wrong_columns",
        [
            "The column Place is there twice.",
            "The column Municipality's code is missing. Is it “komunkod”?",
        ],
    )


def test_other_columns_and_a_title_are_told_and_stand_in_nobodys_way(here, goinge):
    kept = load(here, lines("Platser i länet", "", f"geonameid;{HEAD};", f"2711;{GLIMAKRA};x"))

    assert (kept.above, kept.unread) == (["Platser i länet"], ["geonameid", "L"])
    IMPORTER.confirm(kept=kept, by=here.manager)
    assert names(here) == ["Glimåkra"]


def test_rows_that_fit_go_in_without_the_others(here, goinge):
    broken = GLIMAKRA.replace("Glimåkra", "Fel").replace(";1256;", ";9999;").replace("T2884", "")
    kept = load(here, lines(HEAD, broken, GLIMAKRA))

    with pytest.raises(Refusal, match="1 thing"):
        IMPORTER.confirm(kept=kept, by=here.manager)
    done = IMPORTER.confirm(kept=kept, by=here.manager, only_fitting=True)

    assert (done.made, names(here)) == (1, ["Glimåkra"])


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("6.5;3.3", "This point lies outside the country."),
        ("56.1726;14.4988", None),
    ],
)
def test_point_outside_the_country_is_told(here, bromolla, point, said):
    found = faults(here, lines(HEAD, NASUM.replace("56.1726;14.4988", point)))

    assert [reason for _row, _column, _value, reason in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("14.4988;56.1726", "Latitude and longitude had changed places. They are put right."),
        (
            "6225404;468888",
            "The position was given in SWEREF 99 TM. It is stored as latitude and longitude.",
        ),
    ],
)
def test_position_of_another_kind_is_converted_and_told(here, bromolla, point, said):
    kept = load(here, lines(HEAD, NASUM.replace("56.1726;14.4988", point)))

    plan = IMPORTER.plan_of(kept)
    IMPORTER.confirm(kept=kept, by=here.manager)

    place = Place.objects.get(region=here.region, name="Näsum")
    assert (round(place.latitude, 2), round(place.longitude, 2)) == (
        Decimal("56.17"), Decimal("14.50"),
    )  # fmt: skip
    assert plan.told == [f"In 1 row: {said}"]


def test_place_written_with_loose_dots_is_the_one_that_is_there(here, goinge):
    PlaceFactory(region=here.region, name="Näsum", municipality=goinge, kind="locality")
    loose = unicodedata.normalize("NFD", "Namn;Kommun;Typ\nNäsum;Östra Göinge;locality")

    (row,) = IMPORTER.plan_of(load(here, loose.encode())).rows

    assert row.result == "there"


# --- Rows that are wrong


@pytest.mark.day(dt.date(2026, 11, 22))  # the year stands in a sentence
@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (";1272;village;;;;;;;", ("name", "", "This cell must not be empty.")),
        (
            "x" * 121 + ";1272;village;;;;;;;",
            ("name", "x" * 80, "At most 120 characters fit here."),
        ),
        (
            "A;9999999;village;;;;;;;",
            ("municipality_code", "9999999", "No municipality has this code."),
        ),
        ("A;;village;;;;;;;", ("municipality_code", "", "This cell must not be empty.")),
        ("A;1272;;;;;;;;", ("kind", "", "A new place needs its kind.")),
        (
            "A;1272;village;north;14;;;;;",
            (
                "latitude",
                "north",
                "Write decimal degrees, such as 56.1726, or metres in SWEREF 99 TM or UTM.",
            ),
        ),
        ("A;1272;village;91;14;;;;;", ("latitude", "91", "This point lies outside the country.")),
        (
            "A;1272;village;56;-180.1;;;;;",
            ("latitude", "56", "This point lies outside the country."),
        ),
        ("A;1272;village;56;;;;;;", ("longitude", "", "Latitude and longitude come together.")),
        (
            "A;1272;village;NaN;14;;;;;",
            (
                "latitude",
                "NaN",
                "Write decimal degrees, such as 56.1726, or metres in SWEREF 99 TM or UTM.",
            ),
        ),
        (
            "A;1272;village;;;12345;;;;",
            (
                "scheme",
                "",
                "Say which code system it is: scb_old, scb_2015, scb_2023, dst, ssb, local.",
            ),
        ),
        (
            "A;1272;village;;;12345;iso;;;",
            (
                "scheme",
                "iso",
                "Write one of: scb_old, scb_2015, scb_2023, dst, ssb, local.",
            ),
        ),
        ("A;1272;village;;;;dst;;;", ("locality_code", "", "A code system is given, but no code.")),
        ("A;1272;village;;;;;many;2005;SCB", ("population", "many", "Write a whole number.")),
        ("A;1272;village;;;;;-5;2005;SCB", ("population", "-5", "Write a whole number.")),
        ("A;1272;village;;;;;12.5;2005;SCB", ("population", "12.5", "Write a whole number.")),
        ("A;1272;village;;;;;5;3005;SCB", ("year", "3005", "Write a number from 1500 to 2026.")),
        (
            "A;1272;village;;;;;5;2005;",
            ("source", "", "A population figure needs number, year and source."),
        ),
        (
            "A;1272;village;;;;;;2005;SCB",
            ("population", "", "A population figure needs number, year and source."),
        ),
    ],
)
def test_row_fault_names_row_column_value_and_reason(here, bromolla, row, fault):
    assert faults(here, lines(HEAD, NASUM, row)) == [(3, *fault)]


def test_unknown_kind_names_the_known_ones(here, bromolla):
    ((row, column, value, reason),) = faults(here, lines(HEAD, "A;1272;planet;;;;;;;"))
    assert (row, column, value) == (2, "kind", "planet")
    assert reason.startswith("Write one of: Locality, Small locality, Village, Island,")


def test_every_fault_of_a_row_is_told(here, bromolla):
    found = faults(here, lines(HEAD, ";1;planet;x;y;;;many;1;"))
    assert [column for _row, column, _value, _reason in found] == [
        "name",
        "municipality_code",
        "kind",
        "latitude",
        "longitude",
        "population",
        "year",
        "source",
    ]


def test_place_twice_in_the_file_is_a_fault(here, bromolla):
    again = "näsum;1272;village;;;;;;;"
    assert faults(here, lines(HEAD, NASUM, again)) == [
        (3, "name", "näsum", "The same place stands in row 2 already.")
    ]


def test_same_figure_twice_in_the_file_is_a_fault(here, bromolla):
    assert faults(here, lines(HEAD, NASUM, NASUM)) == [
        (3, "name", "Näsum", "The same place stands in row 2 already.")
    ]


def test_place_twice_with_different_values_is_a_fault(here, bromolla):
    other = "Näsum;1272;island;;;;;1200;2010;SCB"
    assert faults(here, lines(HEAD, NASUM, other)) == [
        (3, "kind", "island", "Row 2 says something else of the same place.")
    ]


def test_code_twice_in_the_file_is_a_fault(here, goinge, bromolla):
    rows = lines(HEAD, "A;1256;village;;;T2884;;;;", "B;1272;village;;;T2884;;;;")
    assert faults(here, rows) == [(3, "locality_code", "T2884", "Row 2 has the same code.")]


def test_code_of_another_place_in_the_register_is_a_fault(here, bromolla):
    PlaceCode.objects.create(place=PlaceFactory(region=here.region), scheme="scb_old", code="T2884")
    rows = lines(HEAD, "A;1272;village;;;T2884;;;;")
    assert faults(here, rows, update_existing=True) == [
        (2, "locality_code", "T2884", "Another place in the register has this code.")
    ]


def test_code_of_another_regions_place_is_no_fault(here, bromolla):
    PlaceCode.objects.create(place=PlaceFactory(), scheme="scb_old", code="T2884")
    assert faults(here, lines(HEAD, "A;1272;village;;;T2884;;;;")) == []


# --- Against the register


def test_known_place_is_left_as_it_is_unless_the_user_says_update(here, bromolla):
    PlaceFactory(region=here.region, name="NÄSUM", municipality=bromolla, kind="locality")

    left = IMPORTER.plan_of(load(here, lines(HEAD, NASUM)))
    changed = IMPORTER.plan_of(load(here, lines(HEAD, NASUM), update_existing=True))

    assert [(plan.faults, plan.rows[0].result) for plan in (left, changed)] == [
        ([], "there"),
        ([], "changed"),
    ]


def test_list_whose_codes_are_known_is_there_to_change_places(here, goinge):
    place = PlaceFactory(region=here.region, name="Glimåkra", municipality=goinge)
    PlaceCode.objects.create(place=place, scheme="scb_old", code="T2884")

    kept = load(here, lines(HEAD, GLIMAKRA))

    assert kept.update_existing
    assert [row.result for row in IMPORTER.plan_of(kept).rows] == ["changed"]


def test_update_changes_only_what_the_file_says(here, bromolla):
    place = PlaceFactory(
        region=here.region, name="Näsum", municipality=bromolla, kind="island", description="Kept"
    )
    wrong = PopulationObservation.objects.create(
        place=place, year=2005, inhabitants=1, source="Wikipedia"
    )
    PopulationObservation.objects.create(place=place, year=2000, inhabitants=7, source="SCB")
    done = run(
        here,
        lines(
            "name;municipality;kind;population;year;source", "Näsum;Bromölla;;1119;2005;Wikipedia"
        ),
        update_existing=True,
    )
    place.refresh_from_db()
    wrong.refresh_from_db()
    assert (done.made, done.changed) == (0, 1)
    assert (place.kind, place.description, wrong.inhabitants, place.population.count()) == (
        "island",
        "Kept",
        1119,
        2,
    )
    assert audit.history(place).get().verb == "place.import_changed"


def test_update_with_the_same_values_changes_nothing(here, bromolla):
    run(here, lines(HEAD, NASUM))
    done = run(here, lines(HEAD, NASUM), update_existing=True)
    assert (done.made, done.changed) == (0, 0)


def test_another_regions_place_is_not_known_here(here, bromolla):
    PlaceFactory(name="Näsum", municipality=bromolla)
    run(here, lines(HEAD, NASUM))
    assert names(here) == ["Näsum"]


# --- Confirming


def test_one_fault_imports_nothing(here, bromolla, goinge):
    made = load(here, lines(HEAD, NASUM, GLIMAKRA, "A;1272;planet;;;;;;;"))
    with pytest.raises(Refusal) as caught:
        IMPORTER.confirm(kept=made, by=here.manager)
    assert (caught.value.code, names(here)) == ("import_has_faults", [])


def test_confirm_twice_imports_once_and_answers_the_same(here, bromolla):
    made = load(here, lines(HEAD, NASUM))
    first = IMPORTER.confirm(kept=made, by=here.manager)
    again = IMPORTER.confirm(kept=PlaceImport.objects.get(pk=made.pk), by=here.manager)
    assert (first.made, again.made, again.state, again.rows, names(here)) == (
        1,
        1,
        "done",
        [],
        ["Näsum"],
    )
    assert audit.history(made).count() == 1
    assert audit.history(Place.objects.get(name="Näsum")).get().facts == {"file": "places.csv"}


def test_confirm_sees_what_others_entered_meanwhile(here, bromolla):
    made = load(here, lines(HEAD, NASUM))
    PlaceFactory(region=here.region, name="Näsum", municipality=bromolla)

    done = IMPORTER.confirm(kept=made, by=here.manager)

    assert (done.made, done.changed, names(here)) == (0, 0, ["Näsum"])


def test_preview_expires(here, bromolla, time_machine):
    made = load(here, lines(HEAD, NASUM))
    time_machine.move_to(timezone.now() + dt.timedelta(hours=25))
    with pytest.raises(Refusal) as caught:
        IMPORTER.confirm(kept=made, by=here.manager)
    assert (caught.value.code, names(here)) == ("import_expired", [])
    load(here, lines(HEAD, NASUM))
    assert not PlaceImport.objects.filter(pk=made.pk).exists()


def test_preview_thrown_away_cannot_be_confirmed(here, bromolla):
    made = load(here, lines(HEAD, NASUM))
    IMPORTER.discard(kept=PlaceImport.objects.get(pk=made.pk), by=here.manager)
    with pytest.raises(Refusal) as caught:
        IMPORTER.confirm(kept=made, by=here.manager)
    assert caught.value.code == "import_expired"


@pytest.mark.parametrize(
    "who", ["coach", "leader", "member", "observer", "outsider", "other_admin", "other_manager"]
)
def test_import_by_somebody_who_does_not_run_the_region_is_refused(who):
    there = world()
    MunicipalityFactory(code="1272", name="Bromölla")
    with pytest.raises(NotAllowed):
        load(there, lines(HEAD, "Lerdala;1272;village"), by=there.users[who])
    made = load(there, lines(HEAD, "Lerdala;1272;village"))
    with pytest.raises(NotAllowed):
        IMPORTER.confirm(kept=made, by=there.users[who])
    assert not Place.objects.filter(name="Lerdala").exists()


def test_plan_takes_the_same_queries_for_one_row_and_many(
    here, bromolla, django_assert_num_queries
):
    for count in (1, 30):
        rows = [[n, [f"Place {n}", "1272", "village", "5", "2005", "SCB"]] for n in range(count)]
        keys = ["name", "municipality_code", "kind", "population", "year", "source"]
        read = read_rows(COLUMNS, keys, rows)
        with django_assert_num_queries(4):
            plan = make_plan(here.region, read, update=True)
        assert len(plan.of("new")) == count


# --- No rows half-import

cells = st.sampled_from(
    [
        "",
        "Näsum",
        "näsum ",
        "Glimåkra",
        "1272",
        "1256",
        "Bromölla",
        "locality",
        "by",
        "x",
        "56,1",
        "-181",
        "1e9",
        "T2884",
        "dst",
        "1119",
        "1 119",
        "2005",
        "0",
        "99999999999999999999",
        "SCB",
        "=1+1",
        "'",
        '"',
        "\u202e",
        "١٢",
        "²",
    ]
) | st.text(max_size=6)
keys = [column.key for column in COLUMNS]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(cells, min_size=len(keys), max_size=len(keys)), min_size=1, max_size=5),
    st.booleans(),
)
def test_any_rows_are_imported_whole_or_not_at_all(here, goinge, bromolla, rows, update):
    before = (
        Place.objects.count(),
        PlaceCode.objects.count(),
        PopulationObservation.objects.count(),
    )
    try:
        made = load(here, workbook([keys, *rows]), update_existing=update)
    except Refusal:
        return
    plan = IMPORTER.plan_of(made)
    try:
        done = IMPORTER.confirm(kept=made, by=here.manager)
    except Refusal as said:
        assert said.code == "import_has_faults"  # noqa: PT017 - either outcome is right
        assert plan.faults
        after = (
            Place.objects.count(),
            PlaceCode.objects.count(),
            PopulationObservation.objects.count(),
        )
        assert after == before
    else:
        assert plan.faults == []
        assert Place.objects.count() == before[0] + len(plan.of("new")) == before[0] + done.made
    finally:
        Place.objects.filter(region=here.region, participations=None).delete()


def test_faults_are_taken_along_as_a_file(here, client, goinge):
    client.force_login(here.manager)
    rows = lines(HEAD, "A;1272;planet;;;;;many;;", "=B;1272;village;x;;;;;;")
    kept = load(here, rows, file_name="orter i öst.csv")
    address = reverse("places:place_import_preview", args=[kept.pk])
    assert "?faults=xlsx" in client.get(address).content.decode()
    found = [
        (one.row, one.letter, one.heading, one.value, str(one.reason))
        for one in IMPORTER.plan_of(kept).faults
    ]
    assert len(found) >= 3

    answer = client.get(address, {"faults": "xlsx"})
    assert ".xlsx" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    told = [tuple(value or "" for value in row) for row in sheet.values]
    assert told[0] == ("Row", "Column", "Heading", "What stands there", "What to do")
    assert told[1:] == found
    text = client.get(address, {"faults": "csv"}).content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == len(found) + 1
