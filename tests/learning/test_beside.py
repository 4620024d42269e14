"""A place in two programmes: who is in one reads nothing private of the other."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from learning.advice.services import write_advice
from mapping.models import MapPoint, Service
from people.models import Assignment
from places.models import Participation, PopulationObservation
from places.register.services import enrol
from programmes.models import Programme
from tests.factories import UserFactory, World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


@pytest.fixture
def second(w: World) -> Participation:
    """Näsum in another programme of the region, with a process leader of its own."""
    programme = Programme.objects.get(pk=w.programme.pk)
    programme.pk, programme.name = None, "Lights on"
    programme._state.adding = True
    programme.save()
    made = enrol(
        place=w.place, programme=programme, by=w.admin, started_on=timezone.localdate(),
        override_reason="Both",
    )  # fmt: skip
    w.users["second_leader"] = UserFactory(email="second@example.org", name="Second")
    Assignment.objects.create(
        user=w.users["second_leader"], participation=made, role="process_leader",
        starts_on=timezone.localdate() - dt.timedelta(days=9),
    )  # fmt: skip
    return made


def test_both_are_shown_and_one_switches_where_one_may(w, second, client):
    there = reverse("places:participation", args=[second.pk])
    here = reverse("places:participation", args=[w.participation.pk])
    client.force_login(w.admin)
    assert there in client.get(here).text
    assert here in client.get(there).text
    client.force_login(w.leader)
    page = client.get(here).text
    assert "Lights on" in page
    assert there not in page


PRIVATE = (
    "places:participation", "places:people", "places:coaching", "places:gate", "places:history",
    "plans:target", "plans:actions", "plans:funding", "workshops:place", "mapping:map",
    "learning:advice_list", "learning:lessons", "learning:chains", "reports:takeaway",
    "reminders:place", "facts:sheet",
)  # fmt: skip


@pytest.mark.parametrize("name", PRIVATE)
def test_pages_of_the_other_programme_are_not_there(w, second, client, name):
    for user, own, other in (
        (w.leader, w.participation, second),
        (w.users["second_leader"], second, w.participation),
    ):
        client.force_login(user)
        assert client.get(reverse(name, args=[other.pk])).status_code == 404
        assert client.get(reverse(name, args=[own.pk])).status_code == 200


def test_no_list_holds_rows_of_the_other_programme(w, second):
    write_advice(participation=second, by=w.admin, text="For the other", give=True)
    seen = 0
    for model in apps.get_models():
        manager = model._default_manager
        names = {field.name for field in model._meta.get_fields()}
        if "participation" not in names or not hasattr(manager, "visible_to"):
            continue
        if model._meta.get_field("participation").related_model is not Participation:
            continue
        rows = manager.visible_to(w.leader).filter(participation=second)
        assert not rows.exists(), model
        seen += 1
    assert seen > 5


def test_facts_and_the_map_are_shared(w, second, client):
    PopulationObservation.objects.create(place=w.place, year=2025, inhabitants=917, source="SCB")
    Service.objects.create(
        participation=w.participation, kind="groceries", name="Handlar'n", state="here",
        seen_on=timezone.localdate(), latitude="56.1", longitude="14.5",
    )  # fmt: skip
    spot = {
        "latitude": "56.11",
        "longitude": "14.51",
        "kind": "good",
        "said_on": timezone.localdate(),
    }
    MapPoint.objects.create(participation=w.participation, text="The bench", state="shown", **spot)
    MapPoint.objects.create(participation=w.participation, text="Hush", state="waiting", **spot)
    client.force_login(w.users["second_leader"])
    page = client.get(reverse("mapping:map", args=[second.pk])).text
    assert "Handlar&#x27;n" in page
    assert "The bench" in page
    assert "Hush" not in page
    assert "917" in client.get(reverse("facts:sheet", args=[second.pk])).text


def test_checklist_and_plan_are_each_their_own(w, second):
    assert not set(second.items.values_list("pk", flat=True)) & set(
        w.participation.items.values_list("pk", flat=True)
    )
    assert second.items.count() == w.participation.items.count()
