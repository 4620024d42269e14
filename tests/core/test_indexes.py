"""Indexes for searching and sorting names: PostgreSQL has them, SQLite does without."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import translation

from core.collation import AFTER_Z, by_language
from core.web.lists import narrowed
from people.models import Contact, Organisation
from tests.factories import RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def _indexes(model):
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, model._meta.db_table))


def test_names_are_searched_and_sorted_by_an_index_on_postgresql_alone():
    wanted = {"contacts_search", *(f"contacts_by_name_{language}" for language in AFTER_Z)}

    found = _indexes(Contact) & wanted

    assert found == (wanted if connection.vendor == "postgresql" else set())


@pytest.mark.postgres
@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_the_index_has_the_order_that_a_list_asks_for(language):
    region = RegionFactory()
    with translation.override(language), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Contact.objects.filter(region__in=[region.pk]).order_by(by_language("name"), "pk")

        assert f"contacts_by_name_{language}" in rows.explain()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna", ["Anna"]),
        ("förening", ["Anna", "Bo"]),
        ("anna förening", ["Anna"]),
        ("bo anna", []),
        ("ÅSEN", ["Bo", "Eva"]),
    ],
)
def test_each_word_is_found_in_the_row_or_beside_it(text, found):
    region = RegionFactory()
    byn, asen = (
        Organisation.objects.create(region=region, name=name, sector="association")
        for name in ("Byns förening", "Åsens förening")
    )
    Contact.objects.create(region=region, name="Anna", organisation=byn, source="test")
    Contact.objects.create(region=region, name="Bo", organisation=asen, source="test")
    Contact.objects.create(region=region, name="Eva Åsen", source="test")

    rows = narrowed(Contact.objects.filter(region=region), text, ("name", "organisation__name"))

    assert sorted(row.name.split()[0] for row in rows) == found
