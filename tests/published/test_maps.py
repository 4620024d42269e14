"""Maps of open pages and of reports: what is published, drawn, and nothing of what is inside."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from mapping.models import MapPoint, Pin, Service
from places.models import Place
from reports.place import report as place_report
from reports.programme import report as programme_report
from tests.factories import world
from tests.pdf_rules import broken_rules
from tests.published.samples import participation, place_page, programme_page

pytestmark = pytest.mark.django_db
AT = {"latitude": Decimal("56.17300"), "longitude": Decimal("14.49900")}


@pytest.fixture
def made():
    w = world()
    Place.objects.filter(pk=w.participation.place_id).update(
        latitude="56.1726", longitude="14.4988"
    )
    here = {"participation": w.participation, **AT}
    seen = timezone.localdate()
    Service.objects.create(
        kind="groceries", name="Matbutiken", state="at_risk", seen_on=seen, **here
    )
    Service.objects.create(kind="fuel", name="Macken", state="gone", seen_on=seen, **here)
    for kind, state, text in (
        ("good", "shown", "Benches at the square"),
        ("unsafe", "shown", "No light along the path"),
        ("idea", "waiting", "A playground"),
        ("good", "hidden", "Somebody's garden"),
    ):
        MapPoint.objects.create(kind=kind, state=state, text=text, said_on=seen, **here)
    Pin.objects.create(hall="Folkets hus", **here)
    return w


def page_of(client, page, name="place"):
    address = reverse(f"published:{name}", args=[page.slug])
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def test_a_place_shows_its_map_only_by_choice(made, client):
    page = place_page(made)
    told = page_of(client, page)
    assert "Matbutiken" not in told
    assert "map-picture" in told  # where it lies


def test_the_open_map_tells_neither_risks_nor_what_waits(made, client):
    told = page_of(client, place_page(made, show_map=True))
    for words in ("Matbutiken", "Folkets hus", "Benches at the square"):
        assert words in told
    for words in ("At risk", 'mp-warn" href', "Macken", "No light", "A playground", "garden"):
        assert words not in told


def test_a_page_that_is_taken_back_is_on_no_map(made, client):
    place_page(made, published=False)
    programme = programme_page(made)
    assert "Näsum" not in page_of(client, programme, "programme")
    place_page(made, version=1)
    told = page_of(client, programme, "programme")
    assert "map-data" in told
    assert 'mp-warn" href' not in told
    assert 'mp-stop" href' not in told


def test_a_place_without_a_point_says_so(made, client):
    home = made.participation.place.municipality
    home.latitude, home.longitude = Decimal("56.2"), Decimal("14.1")
    home.save()
    Place.objects.update(latitude=None, longitude=None)
    told = page_of(client, place_page(made))
    assert "Approximate position" in told


@pytest.mark.paper
def test_the_report_of_a_place_has_its_map_without_what_waits(made):
    one = participation(made)
    report = place_report.collect(one, on=timezone.localdate())
    told = place_report.html(report)
    assert "Map of Näsum" in told
    for words in ("Macken", "No light along the path", "Folkets hus"):
        assert f">{words}</text>" in told or words in report.map
    assert "A playground" not in told
    assert broken_rules(place_report.pdf(report), told) == []


def test_the_report_of_a_programme_has_the_places_on_a_map(made):
    report = programme_report.collect(
        made.programme,
        type(made.participation).objects.all(),
        on=timezone.localdate() + dt.timedelta(days=1),
        by=made.users["manager"],
    )
    told = programme_report.html(report)
    assert "Map of the places" in told
    assert ">Näsum</text>" in report.map
    assert "<a " not in report.map
