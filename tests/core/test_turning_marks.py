"""Marks that turn the reading direction do not get in by forms and files."""

import pytest
from django.urls import reverse

from core.plain_text import TURNING, checked_name
from core.sheets.reading import read_text
from people.models import Contact
from tests.factories import world


def test_name_loses_its_marks():
    assert checked_name("\u202eAnna\u202c Ek\u2069") == "Anna Ek"


def test_table_loses_its_marks():
    table = read_text("Namn;Ort\n\u202eAnna;Näs\u2066um", len)

    assert table.rows == [(2, ["Anna", "Näsum"])]


@pytest.mark.django_db
def test_form_loses_its_marks_whatever_is_written(client):
    here = world()
    client.force_login(here.admin)

    client.post(
        reverse("people:contact_add"),
        {
            "region": here.region.pk, "name": "Anna \u202eEk", "title": "Ord\u2067förande",
            "language": "sv", "source": "s", "email": "", "phone": "1",
        },
    )  # fmt: skip

    contact = Contact.objects.get()
    assert (contact.name, contact.title) == ("Anna Ek", "Ordförande")
    assert not TURNING & set(f"{contact.name}{contact.title}")
