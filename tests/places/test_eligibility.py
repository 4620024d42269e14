"""Eligibility, explained rule by rule."""

import datetime as dt

import pytest
from django.utils import translation

from places.models import Commitment
from places.models.place import short_source, source_address
from places.register.eligibility import bounds_text, check, check_all, eligible
from tests.factories import PlaceFactory, PopulationFactory, ProgrammeFactory, participation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def programme():
    return ProgrammeFactory(population_min=400, population_max=4000)


@pytest.fixture
def place(programme):
    return PlaceFactory(region=programme.region, name="Näsum")


def plain(text):
    return text.replace("\xa0", " ").replace(",", " ").replace("  ", " ")


@pytest.mark.parametrize(
    ("inhabitants", "passed"),
    [(399, False), (400, True), (1119, True), (4000, True), (4001, False), (0, False)],
)
def test_population_bounds_include_both_ends(programme, place, inhabitants, passed):
    PopulationFactory(place=place, inhabitants=inhabitants)
    assert [rule.passed for rule in check(place, programme)] == [passed]


def test_population_rule_names_value_year_and_source(programme, place):
    PopulationFactory(
        place=place, year=2005, inhabitants=1119, source="https://sv.wikipedia.org/wiki/N%C3%A4sum"
    )
    (rule,) = check(place, programme)
    assert (rule.key, rule.passed) == ("population", True)
    assert rule.text == (
        "1,119 inhabitants in 2005, sv.wikipedia.org. The programme takes 400–4,000 inhabitants."
    )


def test_population_rule_reads_the_latest_year(programme, place):
    PopulationFactory(place=place, year=2020, inhabitants=300)
    PopulationFactory(place=place, year=1960, inhabitants=1200)
    (rule,) = check(place, programme)
    assert (rule.passed, rule.text[:23]) == (False, "300 inhabitants in 2020")


def test_population_rule_without_figure_says_so(programme, place):
    (rule,) = check(place, programme)
    assert (rule.passed, rule.text) == (
        False,
        "No figure is known. The programme takes 400–4,000 inhabitants.",
    )


def test_bounds_may_be_open_at_one_end():
    assert (bounds_text(200, None), bounds_text(None, 1), bounds_text(1, 2)) == (
        "at least 200 inhabitants",
        "at most 1 inhabitant",
        "1–2 inhabitants",
    )


def test_kind_rule_passes_only_the_named_kinds():
    programme = ProgrammeFactory(place_kinds=["village", "island"])
    island = PlaceFactory(region=programme.region, kind="island")
    town = PlaceFactory(region=programme.region, kind="town")
    assert [(r.key, r.passed) for p in (island, town) for r in check(p, programme)] == [
        ("kind", True),
        ("kind", False),
    ]
    assert (
        check(town, programme)[0].text == "The place: Town. The programme takes: Village, Island."
    )


def test_three_sectors_names_person_and_date_of_each():
    programme = ProgrammeFactory(three_sectors=True)
    made = participation(programme, PlaceFactory(region=programme.region))
    given = dt.date(2019, 10, 4)
    for sector in ("municipality", "business"):
        Commitment.objects.create(
            participation=made,
            sector=sector,
            person=f"Head of {sector}",
            given_on=given,
            text="Time",
        )
    (rule,) = check(made.place, programme)
    assert rule.passed is False
    assert rule.text == (
        "Municipality: Head of municipality, 4 Oct 2019. Business: Head of business, 4 Oct 2019. "
        "Association: no named person yet."
    )
    Commitment.objects.create(
        participation=made, sector="association", person="Chair", given_on=given, text="Time"
    )
    assert eligible(check(made.place, programme))


def test_three_sectors_does_not_count_what_was_withdrawn():
    programme = ProgrammeFactory(three_sectors=True)
    made = participation(programme, PlaceFactory(region=programme.region))
    for sector in ("municipality", "business", "association"):
        Commitment.objects.create(
            participation=made,
            sector=sector,
            person="Somebody",
            given_on=dt.date(2025, 1, 1),
            text="Time",
            withdrawn_on=dt.date(2025, 2, 1) if sector == "business" else None,
        )
    assert not eligible(check(made.place, programme))


def test_programme_without_conditions_has_no_rules():
    programme = ProgrammeFactory()
    assert check(PlaceFactory(region=programme.region), programme) == []


def test_check_all_takes_the_same_queries_for_one_programme_and_three(django_assert_num_queries):
    programmes = ProgrammeFactory.create_batch(3, population_min=400, three_sectors=True)
    place = PlaceFactory(region=programmes[0].region)
    for some in (programmes[:1], programmes):
        with django_assert_num_queries(2):
            found = check_all(place, some)
        assert [p for p, _rules in found] == some


@pytest.mark.parametrize(
    ("source", "short", "address"),
    [
        ("SCB", "SCB", ""),
        ("https://nasum.se/a ; https://b.se/c", "nasum.se", "https://nasum.se/a"),
        ("http://[", "http://[", "http://["),
        ("", "", ""),
        ("javascript:alert(1)", "javascript:alert(1)", ""),
    ],
)
def test_source_is_short_in_a_sentence_and_links_only_to_the_web(source, short, address):
    assert (short_source(source), source_address(source)) == (short, address)
