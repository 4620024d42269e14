"""Files that somebody fetched by hand: each way of writing them, twice, wrong, corrected."""

import io
import json

import openpyxl
import pytest
from django.utils import translation

from core.refusals import NotAllowed, Refusal
from facts.files.forms import ColumnsForm
from facts.files.px import read_px
from facts.files.reading import read_figures
from facts.files.services import IMPORTER
from facts.models import FactFile, FileMapping, Observation
from places.models import PlaceCode
from tests.factories import world
from tests.facts.samples import FETCHED, area, indicator, municipalities
from tests.facts.test_jsonstat import written

pytestmark = pytest.mark.django_db

LONG = "Region;Kön;År;Antal\n1256;kvinnor;2023;6 800\n1256;män;2023;6 900\n1272;totalt;2023;12,5\n"
WIDE = (
    "region;Folkmängd 2022;Folkmängd 2023\n"
    "1256 Östra Göinge;13 000;13 100\n"
    "1272 Bromölla;..;12 000\n"
)
PX = """CHARSET="ANSI";
AXIS-VERSION="2000";
LANGUAGE="sv";
SUBJECT-AREA="Befolkning";
MATRIX="BE0101";
TITLE="Folkmängd efter region och år";
UNITS="antal";
STUB="region";
HEADING="år";
VALUES("region")="Östra Göinge","Bromölla";
VALUES("år")="2022","2023";
TIMEVAL("år")=TLIST(A1),"2022","2023";
CODES("region")="1256","1272";
CODES("år")="2022","2023";
SOURCE="SCB";
DATA=
13000 13100
".." 12000 ;
"""


@pytest.fixture
def here():
    w = world()
    w.areas = municipalities()
    w.indicator = indicator()
    return w


def bring(w, content, *, name="file.csv", one=None, update=False, columns=None, by=None):
    """Upload, tell the columns, confirm; the file and what it would have done."""
    by = by or w.admin
    content = content.encode() if isinstance(content, str) else content
    kept = FactFile(
        region=w.region, source="SCB", retrieved_on=FETCHED, update_existing=update,
        indicator=one or w.indicator,
    )  # fmt: skip
    IMPORTER.upload(kept=kept, file_name=name, content=content, by=by)
    IMPORTER.tell_columns(
        kept=kept, columns=columns or kept.columns, indicator=kept.indicator, by=by
    )
    kept.refresh_from_db()
    plan = IMPORTER.plan_of(kept)
    if not plan.faults:
        IMPORTER.confirm(kept=kept, by=by)
    return kept, plan


def held():
    rows = Observation.objects.filter(superseded_on=None).select_related("area", "place")
    return {(str(row.about), row.period, row.dims_key): row.value for row in rows}


def workbook(text):
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split(";"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_one_figure_a_row(here):
    bring(here, LONG)
    assert held() == {
        ("Östra Göinge", "2023", "sex=women"): 6800,
        ("Östra Göinge", "2023", "sex=men"): 6900,
        ("Bromölla", "2023", ""): 12.5,
    }
    one = Observation.objects.first()
    assert (one.origin, one.source, one.retrieved_on) == ("file", "SCB", FETCHED)


YEARS = {
    ("Östra Göinge", "2022", ""): 13000,
    ("Östra Göinge", "2023", ""): 13100,
    ("Bromölla", "2023", ""): 12000,
}


@pytest.mark.parametrize("content", [
    WIDE.encode(), WIDE.encode("iso-8859-1"), WIDE.encode("utf-16"), workbook(WIDE),
    PX.encode("latin-1"), PX.replace("ANSI", "UTF-8").encode(),
], ids=["utf-8", "iso-8859-1", "utf-16", "xlsx", "px", "px-utf-8"])  # fmt: skip
def test_years_as_columns_workbooks_and_px(here, content):
    bring(here, content)
    assert held() == YEARS


def test_jsonstat(here):
    told = written(
        {"Region": ["1256", "1272"], "Tid": ["2022", "2023"]}, [13000, 13100, None, 12000]
    )
    told["role"] = {"time": ["Tid"]}
    bring(here, json.dumps(told), columns=["area", "period", "value", ""])
    assert held() == YEARS


def test_the_same_file_twice_changes_nothing(here):
    bring(here, WIDE)
    before = list(Observation.objects.values_list("pk", "updated_at"))
    kept, plan = bring(here, WIDE, update=True)
    assert plan.counts["new"] + plan.counts["changed"] == 0
    assert (kept.made, kept.changed) == (0, 0)
    assert list(Observation.objects.values_list("pk", "updated_at")) == before


def test_a_correction_is_wanted_and_keeps_the_old_value(here):
    bring(here, WIDE)
    later = WIDE.replace("13 100", "13 111")
    _kept, plan = bring(here, later)
    assert plan.counts["there"] == 1
    assert held() == YEARS, "left as it was"
    kept, _plan = bring(here, later, update=True)
    assert kept.changed == 1
    new = Observation.objects.get(value=13111)
    assert (new.replaces.value, new.superseded_on) == (13100, None)
    assert new.replaces.superseded_on is not None


def test_the_columns_are_remembered_for_the_source(here):
    odd = "A;B;C\n1256;2023;5\n"
    columns = ["area", "period", "value"]
    bring(here, odd, columns=columns)
    kept = FactFile(region=here.region, source="SCB", retrieved_on=FETCHED)
    IMPORTER.upload(kept=kept, file_name="next.csv", content=odd.encode(), by=here.admin)
    assert (kept.columns, kept.indicator) == (columns, here.indicator)
    assert FileMapping.objects.count() == 1
    other = FactFile(region=here.other_region, source="SCB", retrieved_on=FETCHED)
    IMPORTER.upload(kept=other, file_name="next.csv", content=odd.encode(), by=here.other_admin)
    assert other.columns == ["", "", ""], "another region's own"


@pytest.mark.parametrize(("line", "said"), [
    ("9999;2023;5", "No area and no place"),
    ("1256;i fjol;5", "Write a year"),
    ("1256;2023;många", "Write a number"),
    ("12;2023;5", "another level"),
    (";2023;5", "must not be empty"),
    ("1256;2023;6\n1256;2023;7", "Row 2 says something else"),
])  # fmt: skip
def test_what_does_not_fit_is_told_by_row(here, line, said):
    _kept, plan = bring(here, f"region;år;antal\n{line}\n")
    assert any(said in fault.reason for fault in plan.faults), plan.faults
    assert not Observation.objects.exists()


def test_what_exists_for_municipalities_is_never_a_places_own(here):
    _kept, plan = bring(here, "plats;år;antal\nNäsum;2023;5\n")
    assert plan.faults
    here.place_indicator = indicator("se-population-locality", level="place")
    PlaceCode.objects.create(place=here.place, scheme="scb_old", code="T2994")
    bring(here, "plats;år;antal\nNäsum;2023;1 100\nT2994;2024;1090\n", one=here.place_indicator)
    assert held() == {("Näsum", "2023", ""): 1100, ("Näsum", "2024", ""): 1090}
    assert Observation.objects.filter(place=here.place, area=None).count() == 2


def test_two_localities_of_one_name_want_a_code(here):
    one = indicator("se-population-locality", level="place")
    for code in ("T1", "T2"):
        area("Åsen", "scb_old", code, "locality")
    _kept, plan = bring(
        here, "ort;år;antal\nÅsen;2023;5\n", one=one, columns=["area", "period", "value"]
    )
    assert "several of this name" in plan.faults[0].reason
    bring(here, "ort;år;antal\nT2;2023;5\n", one=one, columns=["area", "period", "value"])
    assert Observation.objects.get().area.codes.get().code == "T2"


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty_file"),
    (b"{]", "broken_jsonstat"),
    (b'{"class": "dataset"}', "broken_jsonstat"),
    (PX.replace("12000", "").encode("latin-1"), "broken_px"),
    (PX.replace("STUB=", "STAB=").replace("HEADING=", "HADING=").encode("latin-1"), "broken_px"),
    (b"<html><body>Underh\xe5ll</body></html>", "not_a_table"),
])  # fmt: skip
def test_a_file_that_is_something_else_is_refused(here, content, code):
    kept = FactFile(region=here.region, source="SCB", retrieved_on=FETCHED)
    with pytest.raises(Refusal) as told:
        IMPORTER.upload(kept=kept, file_name="x", content=content, by=here.admin)
    assert told.value.code == code


def test_px_marks_what_is_missing_and_what_is_exactly_nothing():
    cube = read_px(PX.replace("13100", "-").replace("12000", '":"').encode("latin-1"))
    assert list(cube.values) == [13000, 0, None, None]
    assert cube.status_at(3) == ":"


def test_columns_must_say_area_period_and_value_each_once(here):
    kept = FactFile(region=here.region, source="SCB", retrieved_on=FETCHED)
    IMPORTER.upload(kept=kept, file_name="x", content=LONG.encode(), by=here.admin)
    for columns, code in (
        (["area", "", "", ""], "wrong_columns"),
        (["area", "area", "period", "value"], "column_twice"),
    ):
        with pytest.raises(Refusal) as told:
            IMPORTER.tell_columns(
                kept=kept, columns=columns, indicator=here.indicator, by=here.admin
            )
        assert told.value.code == code


def test_nobody_else_brings_files(here):
    kept = FactFile(region=here.region, source="SCB", retrieved_on=FETCHED)
    for stranger in (here.leader, here.other_admin):
        with pytest.raises(NotAllowed):
            IMPORTER.upload(kept=kept, file_name="x", content=LONG.encode(), by=stranger)


def test_a_heading_with_one_year_is_no_wide_table():
    table, _unit = read_figures(b"region;2023\n1256;5\n")
    assert table.headings == ["region", "2023"]


def test_a_column_of_names_is_what_the_figures_are_about_whatever_it_is_called(here):
    kept = FactFile(region=here.region, source="SCB", retrieved_on=FETCHED)
    content = "Bygdens namn;2020;2021\nNäsum;1 130;1 122\n".encode()
    IMPORTER.upload(kept=kept, file_name="a.csv", content=content, by=here.admin)
    assert kept.columns == ["area", "period", "value"]
    with translation.override("sv"):
        form = ColumnsForm(kept=kept)
        labels = [str(form.fields[f"c{at}"].label) for at in range(3)]
    assert labels == ["Bygdens namn", "Period", "Värde"]
