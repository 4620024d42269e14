"""Roles in the operators' room."""

import pytest
from django.urls import reverse

from people.models import Assignment, ProgrammeRole, RegionRole
from people.openings import open_region_to
from tests.factories import world


@pytest.mark.django_db
@pytest.mark.parametrize("model", [RegionRole, ProgrammeRole, Assignment])
def test_roles_are_listed_searched_and_opened(client, model):
    here = world()
    for region in (here.region, here.other_region):
        open_region_to(region, by=here.operator, reason="Somebody asked for help.")
    client.force_login(here.operator)
    page = f"admin:people_{model._meta.model_name}"
    row = model.objects.first()

    assert client.get(reverse(f"{page}_changelist"), {"q": "Näsum"}).status_code == 200
    assert client.get(reverse(f"{page}_change", args=[row.pk])).status_code == 200
