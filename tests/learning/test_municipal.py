"""A municipality that takes part itself: its own checklist and log, counted as no place."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from learning.municipal.services import take_in
from people.models import Region
from places.coaching.services import log_contact
from places.models import Participation, ParticipationKind
from places.portfolio.pages import places_of
from programmes.models import MethodVersion
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def taken_in(w: World, version: MethodVersion | None = None) -> Participation:
    return take_in(
        programme=w.programme, by=w.manager, municipality=w.place.municipality,
        method_version=version or w.programme.method_version, started_on=timezone.localdate(),
    )  # fmt: skip


def test_it_works_by_a_method_of_its_own(w: World) -> None:
    Region.objects.filter(pk=w.region.pk).update(slug="vastra-gotaland")
    call_command("load_methods", "vastra-gotaland", verbosity=0)
    version = MethodVersion.objects.get(method__key="kommunen")
    made = taken_in(w, version)
    assert (made.kind, made.method_version) == (ParticipationKind.MUNICIPALITY, version)
    assert made.items.count() == sum(step.items.count() for step in version.steps.all())
    assert made.place.name == w.place.municipality.name
    entry = log_contact(
        participation=made, by=w.manager, party="municipality", kind="call",
        on=timezone.localdate(), shared="Who answers the villages?",
    )  # fmt: skip
    assert entry.participation == made


def test_it_is_counted_as_no_place_and_stands_beside_its_places(w: World, client) -> None:
    made = taken_in(w)
    assert made not in places_of(w.manager)
    assert made not in Participation.objects.counted()
    client.force_login(w.manager)
    page = client.get(reverse("learning:municipalities", args=[w.programme.pk])).text
    assert reverse("places:participation", args=[made.pk]) in page
    assert client.get(reverse("places:participation", args=[made.pk])).status_code == 200


def test_who_and_what_is_refused(w: World) -> None:
    with pytest.raises(NotAllowed):
        take_in(
            programme=w.programme, by=w.coach, municipality=w.place.municipality,
            method_version=w.programme.method_version, started_on=timezone.localdate(),
        )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        taken_in(w, w.other_programme.method_version)
    assert refused.value.code == "wrong_method"
    taken_in(w)
    with pytest.raises(Refusal) as refused:
        taken_in(w)
    assert refused.value.code == "already_in"
