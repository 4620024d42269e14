"""The portfolio as a map: who sees which points, what the card says, and how much is sent."""

import gzip
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from areas.outlines import FOLDER
from places import summary
from places.models import CoachingEntry, Place
from tests.factories import MunicipalityFactory, PlaceFactory, participation, settle_steps, world

pytestmark = pytest.mark.django_db
DATA = re.compile(r'<script id="map-data" type="application/json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def w():
    made = world()
    Place.objects.filter(pk=made.participation.place_id).update(
        latitude="56.1726", longitude="14.4988"
    )
    return made


def data_of(response):
    return json.loads(DATA.search(response.content.decode())[1])


def test_a_coach_has_the_own_places_and_a_manager_all(client, w):
    client.force_login(w.coach)
    assert [one[4] for one in data_of(client.get("/places/map/"))["points"]] == ["Näsum"]
    client.force_login(w.other_manager)
    assert "Näsum" not in client.get("/places/map/").content.decode()


def test_a_place_without_a_point_is_drawn_at_its_municipality_and_says_so(client, w):
    home = w.neighbour.place.municipality
    home.latitude, home.longitude = Decimal("56.2"), Decimal("14.1")
    home.save()
    client.force_login(w.manager)
    response = client.get("/places/map/")
    points = {one[4]: one for one in data_of(response)["points"]}
    assert points["Glimåkra"][1:3] == [56.2, 14.1]
    assert points["Glimåkra"][5:] == [1]
    assert points["Näsum"][5:] == []
    page = response.content.decode()
    assert f'href="/places/register/{w.neighbour.place_id}/point/"' in page
    assert "Approximate position" in page


def test_a_place_of_which_nothing_is_known_is_named_and_not_drawn(client, w):
    w.neighbour.place.municipality = MunicipalityFactory(latitude=None, longitude=None)
    w.neighbour.place.save()
    client.force_login(w.manager)
    response = client.get("/places/map/")
    assert [one[4] for one in data_of(response)["points"]] == ["Näsum"]
    assert "Set the point of Glimåkra" in response.content.decode()


def test_only_who_may_set_a_point_is_led_there(client, w):
    Place.objects.filter(pk=w.participation.place_id).update(latitude=None, longitude=None)
    client.force_login(w.coach)
    page = client.get("/places/map/").content.decode()
    assert "/point/" not in page
    assert "Näsum has no point" in page


def test_filters_of_the_address_hold_and_stay(client, w):
    client.force_login(w.manager)
    response = client.get("/places/map/?q=Glim&sort=name")
    page = response.content.decode()
    assert "Näsum" not in page
    assert 'href="/places/timeline/?q=Glim&amp;sort=name"' in page
    assert f'href="?q=Glim&amp;sort=name&amp;place={w.neighbour.pk}"' in page


def test_a_chosen_place_has_its_card_with_reason_and_one_act(client, w):
    on = timezone.localdate() - timezone.timedelta(days=41)
    CoachingEntry.objects.create(participation=w.participation, kind="call", on=on, by=w.coach)
    summary.refresh(w.participation)
    client.force_login(w.coach)
    page = client.get(f"/places/map/?place={w.participation.pk}").content.decode()
    assert "Quiet for 41 days, no next date." in page
    assert page[: page.index("</main>")].count('class="btn btn-primary"') == 1
    assert f'href="/places/{w.participation.pk}/coaching/new/"' in page
    part = client.get(
        f"/places/map/{w.participation.pk}/card/", headers={"x-requested-with": "fetch"}
    )
    assert "<html" not in part.content.decode()
    assert "Quiet for 41 days" in part.content.decode()


def test_the_card_without_a_script_is_the_map(client, w):
    client.force_login(w.coach)
    response = client.get(f"/places/map/{w.participation.pk}/card/")
    assert response["Location"] == f"/places/map/?place={w.participation.pk}"


def test_who_follows_nothing_is_led_home(client, w):
    client.force_login(w.leader)
    assert client.get("/places/map/").status_code == 302


def test_setting_the_point_keeps_it_and_takes_the_ring_away(client, w):
    client.force_login(w.manager)
    url = f"/places/register/{w.neighbour.place_id}/point/"
    assert client.get(url).status_code == 200
    client.post(url, {"latitude": "14.14", "longitude": "56.31"})  # changed places
    w.neighbour.place.refresh_from_db()
    assert w.neighbour.place.latitude is None
    client.post(url, {"latitude": "56.30583", "longitude": "14.13667"})
    w.neighbour.place.refresh_from_db()
    assert w.neighbour.place.latitude == Decimal("56.30583")


@pytest.mark.parametrize("more", [0, 4])
def test_the_map_asks_ten_questions_at_most(client, w, more):
    for number in range(more):
        participation(w.programme, PlaceFactory(region=w.region, name=f"P{number}"))
    client.force_login(w.manager)
    client.get("/places/map/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"/places/map/?place={w.participation.pk}")
    # Session, account, roles, and what every page's head reads are among them.
    assert len(asked) <= 12, [one["sql"][:90] for one in asked]


def packed(content):
    return len(gzip.compress(content, 6))


def test_two_thousand_places_are_below_300_kilobytes_over_the_wire(client, w):
    """map_2000_places: page with its points, base map, scripts and styles, packed as served."""
    settle_steps(w.participation, 1)
    version = w.programme.method_version
    rows = Place.objects.bulk_create(
        PlaceFactory.build(
            region=w.region,
            municipality=w.participation.place.municipality,
            name=f"Ort nummer {n}",
            latitude=Decimal(55 + (n * 37 % 1300) / 100),
            longitude=Decimal(12 + (n * 91 % 1100) / 100),
        )
        for n in range(1999)
    )  # fmt: skip
    model = type(w.participation)
    kept = {
        name.attname: getattr(w.participation, name.attname)
        for name in model._meta.concrete_fields
        if name.attname not in {"id", "place_id", "face_id"}
    }
    assert kept["method_version_id"] == version.pk
    model.objects.bulk_create(model(**kept, place=row) for row in rows)
    client.force_login(w.manager)
    response = client.get("/places/map/")
    sent = data_of(response)
    assert len(sent["points"]) == 1999  # and Glimåkra, which has no point
    files = [url.removeprefix("/static/") for _name, url in sent["layers"]]
    files += [sent["cluster"].removeprefix("/static/"), "vendor/leaflet/leaflet.js"]
    files += re.findall(r'(?:href|src)="/static/([^"#]+)', response.content.decode())
    sizes = {}
    for name in dict.fromkeys(files):
        found = finders.find(name)
        assert found, name
        content = Path(found).read_bytes()
        sizes[name] = len(content) if name.endswith("woff2") else packed(content)
    page = packed(response.content)
    told = {**sizes, "page": page}
    assert sum(told.values()) <= 300_000, told
    assert page <= 80_000, page
    assert FOLDER.exists()
    assert settings.MAP_TILES == ""
