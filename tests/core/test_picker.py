"""A choice among many rows is searched; among few it is a list."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.web.picker import FEW, HITS
from people.models import Contact, Organisation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return factories.world()


def _organisations(region, count):
    Organisation.objects.bulk_create(
        Organisation(region=region, name=f"Förening {number:03}", sector="association")
        for number in range(count)
    )


def _page(client, user):
    client.force_login(user)
    return client.get(reverse("people:contact_add")).content.decode()


def _search_address(html, name="organisation"):
    found = re.search(rf'data-name="{name}"\s+data-url="({reverse("core:pick")}[^"]+)"', html)
    return found[1].replace("&amp;", "&")


def test_few_rows_are_a_list(client, made):
    html = _page(client, made.admin)

    assert '<select name="organisation"' in html
    assert "data-picker" not in html


def test_many_rows_are_a_search_that_carries_none_of_them(client, made):
    _organisations(made.region, FEW + 1)

    html = _page(client, made.admin)

    assert "data-picker" in html
    assert "Förening" not in html


def test_a_search_answers_twenty_hits_and_says_that_there_are_more(client, made):
    _organisations(made.region, FEW + 1)
    address = _search_address(_page(client, made.admin))

    many = client.get(f"{address}&q=rening")
    one = client.get(f"{address}&q=Förening 007")

    assert len(many.json()["hits"]) == HITS
    assert many.json()["more"] is True
    assert [hit["text"] for hit in one.json()["hits"]] == ["Förening 007"]
    assert one.json()["more"] is False


def test_a_search_needs_the_scope_that_a_page_signed(client, made):
    _organisations(made.region, FEW + 1)
    address = _search_address(_page(client, made.admin))

    assert client.get(f"{address[:-2]}&q=x").status_code == 404
    assert client.get(f"{reverse('core:pick')}?q=rening").json()["hits"] == []
    assert Client().get(address).status_code == 302


def test_a_signed_scope_is_for_the_account_whose_page_it_was(client, made):
    _organisations(made.region, FEW + 1)
    address = _search_address(_page(client, made.admin))

    assert client.get(f"{address}&q=rening").json()["hits"]
    client.force_login(made.other_admin)
    assert client.get(f"{address}&q=rening").status_code == 404
    client.force_login(made.manager)
    assert client.get(f"{address}&q=rening").status_code == 404


def test_a_search_of_contacts_finds_none_when_the_right_to_see_them_is_lost(client, made):
    """The signed scope names the region; the account must see its contacts, too."""
    Contact.objects.bulk_create(
        Contact(region=made.region, name=f"Namn {number}", source="test")
        for number in range(FEW + 1)
    )
    client.force_login(made.manager)
    html = client.get(reverse("programmes:programme", args=[made.programme.pk])).content.decode()
    address = _search_address(html, "contact")

    assert client.get(f"{address}&q=Namn").json()["hits"]
    made.manager.programme_roles.all().delete()
    assert client.get(f"{address}&q=Namn").json()["hits"] == []


def test_without_a_script_a_button_searches_and_the_next_sending_saves(client, made):
    _organisations(made.region, FEW + 1)
    wanted = Organisation.objects.get(name="Förening 042")
    client.force_login(made.admin)
    sent = {
        "region": made.region.pk, "name": "Anna", "language": "sv", "source": "Mötet",
        "organisation_q": "042", "organisation_find": "1",
    }  # fmt: skip

    found = client.post(reverse("people:contact_add"), sent)
    html = found.content.decode()

    assert found.status_code == 422
    assert re.search(rf'type="radio"\s+name="organisation" value="{wanted.pk}"', html)
    assert not Contact.objects.filter(name="Anna").exists()

    del sent["organisation_find"]
    client.post(reverse("people:contact_add"), sent | {"organisation": wanted.pk})
    assert Contact.objects.get(name="Anna").organisation == wanted


def test_what_was_typed_and_not_chosen_is_searched_and_not_lost(client, made):
    _organisations(made.region, FEW + 1)
    client.force_login(made.admin)
    sent = {"region": made.region.pk, "name": "Anna", "language": "sv", "source": "Mötet"}

    answer = client.post(reverse("people:contact_add"), sent | {"organisation_q": "042"})

    assert answer.status_code == 422
    assert "Förening 042" in answer.content.decode()


def test_a_choice_from_another_region_is_refused(client, made):
    _organisations(made.region, FEW + 1)
    strange = Organisation.objects.create(
        region=made.other_region, name="Annat", sector="association"
    )
    client.force_login(made.admin)
    sent = {"region": made.region.pk, "name": "Anna", "language": "sv", "source": "Mötet"}

    answer = client.post(reverse("people:contact_add"), sent | {"organisation": strange.pk})

    assert answer.status_code == 422
    assert not Contact.objects.filter(name="Anna").exists()
