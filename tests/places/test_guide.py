"""The start guide of a new region."""

import pytest
from django.urls import reverse

from people.models import RegionRole, Role
from programmes.models import MethodVersion
from tests.factories import RegionFactory, UserFactory, assign, world

pytestmark = pytest.mark.django_db


def page(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("places:overview")).content.decode()


def test_an_empty_region_is_told_what_to_set_up_first(client):
    region = RegionFactory(contact_address="")
    user = UserFactory()
    RegionRole.objects.create(user=user, region=region, starts_on="2020-01-01")
    text = page(client, user)
    assert "0 of 6 done" in text
    assert reverse("outbox:letterhead", args=[region.pk]) in text


def test_it_goes_when_all_is_there(client):
    made = world()
    made.region.contact_address = "svar@example.org"
    made.region.save()
    assign(UserFactory(), made.participation, Role.COACH)
    assert "Start guide" not in page(client, made.admin)


def test_programmes_without_places_want_no_place_and_no_coach(client):
    made = world()
    made.region.contact_address = ""
    made.region.save()
    made.participation.assignments.all().delete()
    assert "First coach" in page(client, made.admin)

    MethodVersion.objects.update(for_programme=True)
    told = page(client, made.admin)
    assert "2 of 3 done" in told
    assert not any(one in told for one in ("First place", "First coach", "First process leader"))

    made.region.contact_address = "svar@example.org"
    made.region.save()
    assert "Start guide" not in page(client, made.admin)


def test_who_manages_a_programme_only_sees_no_guide(client):
    made = world()
    made.region.contact_address = ""
    made.region.save()
    assert "Start guide" in page(client, made.admin)
    assert "Start guide" not in page(client, made.manager)
