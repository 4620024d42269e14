"""The register's pages: what they show, what they take, how many queries they ask."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import audit
from places.models import Participation, Place, PlaceCode, PlaceImport, PopulationObservation
from programmes.models import Programme
from tests.factories import (
    MunicipalityFactory,
    PlaceFactory,
    PopulationFactory,
    ProgrammeFactory,
    participation,
    world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world()


@pytest.fixture
def manager(here, client):
    client.force_login(here.manager)
    client.cookies["django_language"] = "en"
    return client


def at(name, *args):
    return reverse(f"places:{name}", args=args)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def queries(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


# --- List


def test_list_asks_the_same_queries_for_1_and_3_places(here, manager):
    PopulationFactory(place=here.place)
    Participation.objects.filter(pk=here.neighbour.pk).update(status="ended")
    Place.objects.filter(pk=here.neighbour.place_id).update(region=here.other_region)
    one = queries(manager, at("register"))
    for number in range(2):
        place = PlaceFactory(region=here.region)
        PopulationFactory(place=place)
        PlaceCode.objects.create(place=place, scheme="local", code=f"c{number}")
        participation(here.programme, place)
    assert queries(manager, at("register")) == one <= 10


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Glimåkra", "Lerdala", "Näsum"]),
        ("q=lerd", ["Lerdala"]),
        ("q=T2884", ["Glimåkra"]),
        ("q=Skövde", ["Lerdala"]),
        ("kind=island", ["Lerdala"]),
        ("taking=no", ["Lerdala"]),
        ("taking=yes", ["Glimåkra", "Näsum"]),
        ("municipality=x&kind=y&taking=z&page=nine", ["Glimåkra", "Lerdala", "Näsum"]),
        ("municipality=999999999999999999999999", ["Glimåkra", "Lerdala", "Näsum"]),
        ("q=%00", ["Glimåkra", "Lerdala", "Näsum"]),
        ("q=nowhere", []),
    ],
)
def test_list_is_searched_and_filtered_by_its_address(here, manager, query, found):
    PlaceFactory(
        region=here.region,
        name="Lerdala",
        kind="island",
        municipality=MunicipalityFactory(name="Skövde"),
    )
    PlaceCode.objects.create(place=here.neighbour.place, scheme="scb_old", code="T2884")
    response = manager.get(f"{at('register')}?{query}")
    assert (response.status_code, [place.name for place in response.context["listing"].page]) == (
        200,
        found,
    )


def test_list_filters_by_municipality(here, manager):
    response = manager.get(at("register"), {"municipality": here.place.municipality_id})
    assert [place.name for place in response.context["listing"].page] == ["Näsum"]


def test_list_shows_fifty_a_page(here, manager):
    PlaceFactory.create_batch(51, region=here.region, municipality=here.place.municipality)
    assert [
        len(manager.get(at("register"), {"page": page}).context["listing"].page) for page in (1, 2)
    ] == [50, 3]


# --- Place page


def test_place_shows_figures_with_sources_and_series_break(here, manager):
    for year, number in ((1960, 1000), (2015, 1500)):
        PopulationObservation.objects.create(
            place=here.place,
            year=year,
            inhabitants=number,
            series_break=year == 2015,
            source="https://sv.wikipedia.org/wiki/N%C3%A4sum",
        )
    page = text_of(manager.get(at("place", here.place.pk)))
    assert "sv.wikipedia.org" in page
    assert "Series break: not comparable with earlier years" in page
    assert "A series break lies before 2015" in page


def test_place_explains_the_conditions_of_each_programme(here, manager):
    Programme.objects.filter(pk=here.programme.pk).update(population_min=400, population_max=4000)
    PopulationFactory(place=here.place, year=2005, inhabitants=1119, source="Wikipedia")
    page = text_of(manager.get(at("place", here.place.pk)))
    assert (
        "1,119 inhabitants in 2005, Wikipedia. The programme takes 400–4,000 inhabitants." in page
    )


def test_place_outlives_its_programmes(here, manager):
    Participation.objects.filter(place=here.place).update(status="ended")
    later = participation(Programme.objects.get(pk=here.programme.pk), here.place)
    response = manager.get(at("place", here.place.pk))
    assert {way.pk for way in response.context["participations"]} == {
        here.participation.pk,
        later.pk,
    }


def test_place_asks_the_same_queries_for_1_and_30_figures(here, manager):
    PopulationFactory(place=here.place, year=1960)
    PopulationFactory(place=here.place, year=1961)
    queries(manager, at("place", here.place.pk))  # where the towns lie is kept for an hour
    few = queries(manager, at("place", here.place.pk))
    for year in range(1970, 2000):
        PopulationFactory(place=here.place, year=year)
        PlaceCode.objects.create(place=here.place, scheme="local", code=str(year))
    assert queries(manager, at("place", here.place.pk)) == few <= 12


# --- Changing


def test_place_is_entered_with_decimal_commas(here, manager):
    manager.cookies["django_language"] = "sv"
    town = MunicipalityFactory(name="Skövde")
    response = manager.post(
        at("place_new"),
        {
            "name": " Lerdala ",
            "municipality": town.pk,
            "kind": "locality",
            "latitude": "58,44",
            "longitude": "13,68",
            "description": "",
            "source": "SCB",
        },
    )
    made = Place.objects.get(name="Lerdala")
    assert (response.url, made.region, float(made.latitude)) == (
        at("place", made.pk),
        here.region,
        58.44,
    )
    assert audit.history(made).get().verb == "place.made"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "näsum"}, "name"),
        ({"municipality": "0"}, "municipality"),
        ({"kind": "planet"}, "kind"),
        ({"latitude": "91", "longitude": "1"}, "latitude"),
        ({"latitude": "1"}, "latitude"),
        ({"latitude": "NaN", "longitude": "1"}, "latitude"),
    ],
)
def test_place_that_cannot_be_keeps_what_was_written(here, manager, changes, field):
    data = {"name": "Another", "municipality": here.place.municipality_id, "kind": "locality"}
    Place.objects.filter(pk=here.place.pk).update(name="näsum")
    before = Place.objects.count()
    response = manager.post(at("place_new"), data | changes)
    assert response.status_code in {409, 422}
    assert (list(response.context["form"].errors), Place.objects.count()) == ([field], before)


def test_place_is_changed_with_its_values_in_the_trail(here, manager):
    manager.post(
        at("place_edit", here.place.pk),
        {
            "name": "Näsum",
            "municipality": here.place.municipality_id,
            "kind": "village",
            "latitude": "",
            "longitude": "",
            "description": "By the lake",
            "source": "",
        },
    )
    here.place.refresh_from_db()
    line = audit.history(here.place).get()
    assert (here.place.kind, here.place.description) == ("village", "By the lake")
    assert line.facts["values"] == {
        "kind": ["locality", "village"],
        "description": ["", "By the lake"],
    }


def test_code_is_added_and_removed(here, manager):
    manager.post(
        at("code_add", here.place.pk),
        {"scheme": "scb_old", "code": " T2884 ", "valid_from": "", "valid_to": "2015"},
    )
    code = here.place.codes.get()
    assert (code.code, code.valid_to) == ("T2884", 2015)
    manager.post(at("code_remove", here.place.pk, code.pk))
    assert here.place.codes.count() == 0
    assert [str(line.verb) for line in audit.history(here.place)] == [
        "place.code_removed",
        "place.code_added",
    ]


def test_code_of_another_place_is_refused(here, manager):
    PlaceCode.objects.create(place=here.neighbour.place, scheme="scb_old", code="T2884")
    response = manager.post(at("code_add", here.place.pk), {"scheme": "scb_old", "code": "T2884"})
    assert (response.status_code, response.context["form"].errors["code"]) == (
        409,
        ["Glimåkra has this code."],
    )


def test_figure_is_added_corrected_and_removed(here, manager):
    values = {"year": "2005", "inhabitants": "1191", "source": "Wikipedia", "note": ""}
    manager.post(at("figure_add", here.place.pk), values)
    figure = here.place.population.get()
    manager.post(
        at("figure_edit", here.place.pk, figure.pk),
        values | {"inhabitants": "1119", "series_break": "on"},
    )
    figure.refresh_from_db()
    assert (figure.inhabitants, figure.series_break) == (1119, True)
    assert audit.history(here.place).first().facts["before"] == 1191
    manager.post(at("figure_remove", here.place.pk, figure.pk))
    assert here.place.population.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": "3000"}, "year"),
        ({"year": "0"}, "year"),
        ({"inhabitants": "-1"}, "inhabitants"),
        ({"inhabitants": "9" * 30}, "inhabitants"),
        ({"source": " "}, "source"),
        ({"year": "2000"}, "year"),
    ],
)
def test_figure_that_cannot_be_is_refused(here, manager, changes, field):
    PopulationFactory(place=here.place, year=2000, source="SCB")
    response = manager.post(
        at("figure_add", here.place.pk),
        {"year": "2005", "inhabitants": "5", "source": "SCB"} | changes,
    )
    assert response.status_code in {409, 422}
    assert list(response.context["form"].errors) == [field]
    assert here.place.population.count() == 1


@pytest.mark.parametrize("name", ["code_remove", "figure_edit", "figure_remove"])
def test_part_of_another_place_is_not_found(here, manager, name):
    code = PlaceCode.objects.create(place=here.neighbour.place, scheme="local", code="1")
    figure = PopulationFactory(place=here.neighbour.place)
    part = code.pk if name == "code_remove" else figure.pk
    assert manager.post(at(name, here.place.pk, part)).status_code == 404


def test_get_changes_nothing(here, manager):
    code = PlaceCode.objects.create(place=here.place, scheme="local", code="1")
    figure = PopulationFactory(place=here.place)
    for url in (
        at("code_remove", here.place.pk, code.pk),
        at("figure_remove", here.place.pk, figure.pk),
    ):
        assert manager.get(url).status_code == 302
    assert (here.place.codes.count(), here.place.population.count()) == (1, 1)


# --- Taking in


@pytest.mark.day(dt.date(2026, 11, 16))
def test_place_is_taken_in_from_its_page(here, manager):
    place = PlaceFactory(region=here.region)
    response = manager.post(at("enrol", place.pk), {"started_on": "2026-01-15"})
    made = Participation.objects.get(place=place)
    assert (response.url, made.items.count()) == (at("people", made.pk), 18)


@pytest.mark.day(dt.date(2026, 11, 16))
def test_place_that_does_not_meet_the_conditions_wants_a_reason(here, manager):
    Programme.objects.filter(pk=here.programme.pk).update(population_min=400)
    place = PlaceFactory(region=here.region)
    response = manager.post(
        at("enrol", place.pk), {"started_on": "2026-01-15", "override_reason": ""}
    )
    assert (response.status_code, list(response.context["form"].errors)) == (
        409,
        ["override_reason"],
    )
    manager.post(
        at("enrol", place.pk), {"started_on": "2026-01-15", "override_reason": "The last shop"}
    )
    assert Participation.objects.get(place=place).override_reason == "The last shop"


@pytest.mark.day(dt.date(2026, 11, 16))
def test_promises_given_with_the_form_meet_the_condition(here, manager):
    Programme.objects.filter(pk=here.programme.pk).update(three_sectors=True)
    place = PlaceFactory(region=here.region)
    sectors = ("municipality", "business", "association")
    data = {
        f"{s}_{part}": value
        for s in sectors
        for part, value in (("person", "P"), ("text", "T"), ("on", "2026-01-01"))
    }
    half = manager.post(at("enrol", place.pk), {"started_on": "2026-01-15", "business_person": "P"})
    assert set(half.context["form"].errors) == {"business_text", "business_on"}
    manager.post(at("enrol", place.pk), {"started_on": "2026-01-15"} | data)
    assert Participation.objects.get(place=place).commitments.count() == 3


def test_date_before_the_programme_is_told_beside_the_date(here, manager):
    place = PlaceFactory(region=here.region)
    response = manager.post(at("enrol", place.pk), {"started_on": "2024-12-31"})
    assert list(response.context["form"].errors) == ["started_on"]


@pytest.mark.day(dt.date(2026, 11, 16))
def test_programme_that_the_user_does_not_run_is_not_offered(here, manager):
    foreign = ProgrammeFactory(region=here.region)
    place = PlaceFactory(region=here.region)
    response = manager.post(
        f"{at('enrol', place.pk)}?programme={foreign.pk}", {"started_on": "2026-01-15"}
    )
    assert (response.context["chosen"], Participation.objects.filter(place=place).count()) == (
        None,
        0,
    )


# --- Import


def file(text, name="places.csv"):
    return SimpleUploadedFile(name, text.encode("cp1252"))


def test_import_is_previewed_then_confirmed_once(here, manager):
    MunicipalityFactory(code="1272", name="Bromölla")
    sent = manager.post(
        at("place_import"), {"file": file("name;municipality;kind\nIvetofta;Bromölla;village")}
    )
    made = PlaceImport.objects.get()
    assert sent.url == at("place_import_preview", made.pk)
    assert "Import 1 place" in text_of(manager.get(sent.url))
    assert not Place.objects.filter(name="Ivetofta").exists()
    for _click in range(2):
        done = manager.post(at("place_import_confirm", made.pk), follow=True)
    assert (done.status_code, Place.objects.filter(name="Ivetofta").count()) == (200, 1)
    assert "Import done" in text_of(done)


def test_import_shows_faults_and_offers_no_button(here, manager):
    sent = manager.post(
        at("place_import"), {"file": file("name;municipality;kind\nA;Nowhere;planet")}, follow=True
    )
    page = text_of(sent)
    assert "No municipality has this name." in page
    assert reverse("places:place_import_confirm", args=[PlaceImport.objects.get().pk]) not in page
    refused = manager.post(at("place_import_confirm", PlaceImport.objects.get().pk))
    assert (refused.status_code, Place.objects.filter(name="A").exists()) == (409, False)


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "places.csv", 409),
        (b"x" * (5 * 1024 * 1024 + 1), "big.csv", 409),
        (b"", "a.csv", 422),
    ],
)
def test_file_that_cannot_be_read_is_told_beside_the_field(here, manager, content, name, status):
    response = manager.post(at("place_import"), {"file": SimpleUploadedFile(name, content)})
    assert (
        response.status_code,
        list(response.context["form"].errors),
        PlaceImport.objects.count(),
    ) == (status, ["file"], 0)


def test_import_is_seen_by_its_owner_only(here, manager, client):
    manager.post(at("place_import"), {"file": file("name;municipality;kind\nA;B;village")})
    made = PlaceImport.objects.get()
    client.force_login(here.admin)
    for name in ("preview", "confirm", "update", "discard"):
        assert client.post(at(f"place_import_{name}", made.pk)).status_code == 404


def test_template_is_an_attachment_that_excel_reads_as_utf8(here, manager):
    response = manager.get(at("place_import_template"))
    assert response.content.startswith(b"\xef\xbb\xbfPlace;Municipality's code;")
    assert response["Content-Disposition"] == 'attachment; filename="places.csv"'
