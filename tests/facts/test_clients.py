"""Each source is searched, described and asked in its own protocol, within its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import Refusal
from facts.sources.clients import source_for
from facts.sources.faults import SourceFault
from facts.sources.tables import Table, Variable, cells_of, parts_of, resolved
from tests.facts.server import value

pytestmark = pytest.mark.django_db

ASKED = {"Region": ["1256", "1272"], "ContentsCode": ["BE0101N1"], "Tid": ["TOP(3)"]}
PX = {"pxweb2": "TAB638", "pxweb1": "BE/BE0101/BefolkningNy"}


def source(office, kind):
    return source_for(kind, office.net, wait=office.waited.append)


def fetched(one, number, values, lists=None):
    """All cells that come, by code."""
    table = one.table(number, lists)
    found = {}
    for part in one.parts(table, resolved(table, values)):
        for cube in one.data(table, part, lists):
            found |= dict(cube.cells())
    return found


@pytest.mark.parametrize("kind", ["pxweb2", "pxweb1"])
def test_pxweb_is_searched_described_and_asked(office, kind):
    one = source(office, kind)
    assert [hit.id for hit in one.search("folkmängd")] == [PX[kind]]
    table = one.table(PX[kind])
    assert [v.code for v in table.variables] == ["Region", "Alder", "Kon", "ContentsCode", "Tid"]
    assert table.of_kind("time").code == "Tid"
    assert table.by_code["Alder"].optional
    assert not table.by_code["Region"].optional
    found = fetched(one, PX[kind], ASKED)
    assert found["1256", "BE0101N1", "2024"] == value("1256", "BE0101N1", "2024")
    assert {key[2] for key in found} == {"2023", "2024", "2025"}


def test_version_1_is_browsed_by_folder(office):
    one = source(office, "pxweb1")
    assert [(hit.id, hit.folder) for hit in one.search("")] == [("BE/", True)]
    assert [(hit.id, hit.folder) for hit in one.search("BE/BE0101/")] == [
        ("BE/BE0101/BefolkningNy", False)
    ]


def test_a_variable_is_divided_by_another_list(office):
    one = source(office, "pxweb2")
    lists = {"Alder": "agg_Ålder5år"}
    assert list(one.table("TAB638", lists).by_code["Alder"].values) == ["0-4", "5-9", "80+"]
    found = fetched(one, "TAB638", ASKED | {"Alder": ["*"]}, lists)
    assert ("1256", "0-4", "BE0101N1", "2025") in found


def test_unit_language_and_limit_are_read_from_the_source(office):
    one = source(office, "pxweb2")
    assert one.table("TAB638").by_code["ContentsCode"].units == {"BE0101N1": "antal"}
    assert one.most_cells() == 10_000
    assert one.language == "en"


@pytest.mark.parametrize("kind", ["pxweb2", "pxweb1"])
def test_what_is_over_the_limit_is_asked_in_parts_that_give_the_whole(office, kind, settings):
    settings.FACTS_CELLS = {"pxweb1": 500}
    office.tables.max_cells = 500
    wide = {"Region": ["*"], "ContentsCode": ["*"], "Tid": ["*"]}
    found = fetched(source(office, kind), PX[kind], wide)
    assert len(found) == len(office.tables.regions) * len(office.tables.years)
    assert all(number == value(*key) for key, number in found.items())


def test_what_is_refused_for_its_size_is_halved_until_it_fits(office, settings):
    """Version 1 does not tell its limit: ours may be set too high."""
    settings.FACTS_CELLS = {"pxweb1": 100_000}
    office.tables.max_cells = 300
    found = fetched(source(office, "pxweb1"), PX["pxweb1"], ASKED | {"Region": ["*"], "Tid": ["*"]})
    assert len(found) == len(office.tables.regions) * len(office.tables.years)


def test_a_refusal_that_halving_does_not_cure_is_explained(office):
    one = source(office, "pxweb2")
    table = one.table("TAB638")
    office.always = "403"
    with pytest.raises(SourceFault, match="limits"):
        list(one.data(table, resolved(table, ASKED)))


def test_sparse_values_and_marks_are_read(office):
    office.tables.sparse = True
    office.tables.status = {1: ".."}
    one = source(office, "pxweb2")
    table = one.table("TAB638")
    (cube,) = one.data(table, resolved(table, ASKED))
    assert cube.values[1] is None
    assert cube.status_at(1) == ".."
    assert cube.values[0] == value("1256", "BE0101N1", "2023")


def test_statbank_is_searched_described_and_asked(office):
    one = source(office, "dst")
    assert [hit.id for hit in one.search("folketal kvartalet")] == ["FOLK1A"]
    table = one.table("FOLK1A")
    assert (table.unit, table.of_kind("geo").code) == ("Antal", "OMRÅDE")
    found = fetched(one, "FOLK1A", {"OMRÅDE": ["430"], "KØN": ["1", "2"], "Tid": ["TOP(2)"]})
    assert found["430", "2", "2026K1"] == value("430", "2", "2026K1")


def test_addresses_of_statbank_stay_short(office):
    one = source(office, "dst")
    table = one.table("FOLK1A")
    many = {"OMRÅDE": [f"{at:03}" for at in range(900)], "Tid": ["2026K1"]}
    parts = one.parts(table, many)
    assert sum(len(part["OMRÅDE"]) for part in parts) == 900
    assert all(len(one._address(table, part)) <= 2000 for part in parts)


def test_kolada_is_asked_25_at_a_time_over_all_pages(office):
    one = source(office, "kolada")
    assert [hit.id for hit in one.search("invånare")] == ["N01951"]
    found = fetched(one, "N01951,N00941", {
        "kpi": ["*"], "municipality": ["*"], "gender": ["T", "K"], "year": ["2022", "2023"],
    })  # fmt: skip
    places = [code for code in office.tables.regions if len(code) == 4]
    assert len(found) == 2 * len(places) * 2 * 2
    assert found["N01951", "1272", "K", "2023"] == value("N01951", "1272", "2023", "K")


@pytest.mark.parametrize(("kind", "number"), [
    ("pxweb2", "TAB638"), ("pxweb1", "BE/BE0101/BefolkningNy"), ("dst", "FOLK1A"),
    ("kolada", "N01951"),
])  # fmt: skip
@pytest.mark.parametrize("fault", ["null", "nonsense"])
def test_another_form_than_expected_is_told(office, kind, number, fault):
    office.always = fault
    with pytest.raises(SourceFault) as told:
        source(office, kind).table(number)
    assert told.value.code == "source_odd"
    assert "127.0.0.1" in str(told.value)


@pytest.mark.parametrize("kind", ["pxweb2", "pxweb1", "dst", "kolada"])
def test_an_unknown_table_is_told(office, kind):
    with pytest.raises(SourceFault) as told:
        source(office, kind).table("NONE")
    assert told.value.code == "source_no_such_table"


def test_a_source_that_was_taken_from_the_list_is_told(office, settings):
    settings.FACTS_SOURCES = []
    with pytest.raises(SourceFault) as told:
        source_for("pxweb2", office.net)
    assert told.value.code == "source_not_listed"


TABLE = Table("T", "T", [
    Variable("R", "Region", {code: code for code in ("01", "0101", "02", "[x]")}, "geo"),
    Variable("A", "Age", {"0": "0", "1": "1"}, optional=True),
    Variable("T", "Year", {str(year): str(year) for year in range(2015, 2024)}, "time"),
])  # fmt: skip


@pytest.mark.parametrize(("word", "codes"), [
    ("*", ["01", "0101", "02", "[x]"]),
    ("01*", ["01", "0101"]),
    ("0?", ["01", "02"]),
    ("[x]", ["[x]"]),
])  # fmt: skip
def test_wildcards(word, codes):
    assert resolved(TABLE, {"R": [word], "T": ["2020"]})["R"] == codes


@pytest.mark.parametrize(("word", "years"), [
    ("TOP(2)", ["2022", "2023"]),
    ("TOP(2,1)", ["2021", "2022"]),
    ("BOTTOM(1)", ["2015"]),
    ("FROM(2022)", ["2022", "2023"]),
    ("TO(2016)", ["2015", "2016"]),
    ("RANGE(2017,2018)", ["2017", "2018"]),
])  # fmt: skip
def test_expressions(word, years):
    assert resolved(TABLE, {"R": ["01"], "T": [word]})["T"] == years


@pytest.mark.parametrize(("chosen", "code"), [
    ({"R": ["77"], "T": ["2020"]}, "codes_are_gone"),
    ({"R": ["01"], "T": ["TOP(x)"]}, "codes_are_gone"),
    ({"R": ["01"]}, "choose_of_each"),
    ({"R": ["01"], "T": ["2020"], "Z": ["1"]}, "variable_is_gone"),
])  # fmt: skip
def test_what_the_table_does_not_have_is_refused(chosen, code):
    with pytest.raises(Refusal) as told:
        resolved(TABLE, chosen)
    assert told.value.code == code


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 30), min_size=1, max_size=4),
    st.integers(1, 200),
)
def test_parts_fit_and_cover_all_once(sizes, most):
    chosen = {name: [f"{name}{at}" for at in range(size)] for name, size in sizes.items()}
    found = list(parts_of(chosen, most=most))
    assert all(cells_of(part) <= most for part in found)
    assert sum(map(cells_of, found)) == cells_of(chosen)
