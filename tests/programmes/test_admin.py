"""Operators look methods up; they are changed in their editor only."""

import pytest
from django.urls import reverse

from people.openings import open_region_to
from programmes.models import MethodVersion


@pytest.fixture
def as_operator(client, here):
    open_region_to(here.region, by=here.operator, reason="Somebody asked for help.")
    client.force_login(here.operator)
    return client


@pytest.mark.parametrize("model", ["programme", "method", "methodversion", "gate", "municipality"])
def test_list_and_search_work(as_operator, published, model):
    url = reverse(f"admin:programmes_{model}_changelist")
    assert as_operator.get(url, {"q": "faser"}).status_code == 200


def test_version_is_read_and_not_written(as_operator, published):
    url = reverse("admin:programmes_methodversion_change", args=[published.pk])
    assert as_operator.get(url).status_code == 200
    assert as_operator.post(url, {"title": "Annat"}).status_code == 403
    assert MethodVersion.objects.get(pk=published.pk).title == "Två faser"
    delete = reverse("admin:programmes_methodversion_delete", args=[published.pk])
    assert as_operator.post(delete, {"post": "yes"}).status_code == 403


def test_programme_page_has_partners_and_managers(as_operator, here):
    url = reverse("admin:programmes_programme_change", args=[here.programme.pk])
    assert as_operator.get(url).status_code == 200


def test_others_do_not_get_in(client, here):
    client.force_login(here.admin)
    response = client.get(reverse("admin:programmes_programme_changelist"), follow=True)
    assert response.status_code == 404
