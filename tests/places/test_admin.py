"""The places in the operators' room."""

import datetime as dt

import pytest
from django.contrib import admin
from django.urls import reverse

from people.openings import open_region_to
from places.models import Participation, StepItem
from places.team import services as people
from tests.factories import PopulationFactory, world

pytestmark = pytest.mark.django_db

SHOWN = [model for model in admin.site._registry if model._meta.app_label == "places"]


@pytest.fixture
def here():
    return world()


@pytest.fixture
def operator(here, client):
    open_region_to(here.region, by=here.operator, reason="Somebody asked for help.")
    client.force_login(here.operator)
    return client


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_every_list_opens_and_can_be_searched(here, operator, model):
    PopulationFactory(place=here.place)
    people.add_commitment(
        participation=here.participation,
        sector="business",
        person="P",
        given_on=dt.date(2025, 1, 1),
        text="T",
        by=here.leader,
    )
    url = reverse(f"admin:places_{model._meta.model_name}_changelist")
    assert operator.get(url, {"q": "Näsum"}).status_code == 200
    for row in model._default_manager.all()[:1]:
        assert (
            operator.get(
                reverse(f"admin:places_{model._meta.model_name}_change", args=[row.pk])
            ).status_code
            == 200
        )


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_form_of_every_page_and_its_rows_can_be_made(here, rf, model):
    """Rows under a page's own: a field that nobody may change must be named as one to read."""
    request = rf.get("/")
    request.user = here.operator
    shown = admin.site._registry[model]

    shown.get_form(request, model(), change=True)
    for rows in shown.inlines:
        rows(model, admin.site).get_formset(request, model()).form()


def test_all_nouns_of_places_are_there():
    assert {model.__name__ for model in SHOWN} == {
        "CoachingEntry",
        "Commitment",
        "Evidence",
        "GateReview",
        "GroupMember",
        "HalfWayImport",
        "Participation",
        "Place",
        "PlaceImport",
        "StepItem",
    }


def test_correction_of_a_line_counts_its_version_and_refreshes_the_summary(here, operator):
    StepItem.objects.filter(participation=here.participation, step__order=1).update(state="done")
    line = StepItem.objects.filter(participation=here.participation, step__order=1).first()
    form = (
        operator.get(reverse("admin:places_stepitem_change", args=[line.pk]))
        .context["adminform"]
        .form
    )
    data = {
        name: value for name in form.fields if (value := form[name].value()) not in (None, False)
    }
    response = operator.post(reverse("admin:places_stepitem_change", args=[line.pk]), data)
    assert response.status_code == 302
    line.refresh_from_db()
    assert (line.version, Participation.objects.get(pk=here.participation.pk).progress) == (
        2,
        "dnaaaa",
    )


@pytest.mark.parametrize("who", ["admin", "manager", "coach"])
def test_operators_room_is_closed_to_others(here, client, who):
    client.force_login(here.users[who])
    assert client.get(reverse("admin:places_place_changelist"), follow=True).status_code == 404
