"""The page of the fact sheet: what it shows, to whom, in how many statements."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import World, world
from tests.facts.sheet_samples import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def get(client, w, user, name="facts:sheet", *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=[w.participation.pk, *args]), query)


def test_the_sheet_says_what_each_figure_says(client, w):
    everything(w)
    html = get(client, w, w.leader).content.decode()
    assert "1,550 inhabitants in 2020." in html
    open("/tmp/sheet.html", "w").write(html)
    print(html[:100])
