"""The country: rows of every kind at any size, and a comparison that finds what grows."""

from __future__ import annotations

import pytest

from outbox.models import Letter
from people.models import Contact, Region
from places.models import Participation
from tests.country.__main__ import GROWS, _faults
from tests.country.fill import Size, fill, make_wait
from tests.country.walk import Visit
from tests.house.policy_table import rows
from tests.house.policy_world import furnish
from workshops.models import Invitation


@pytest.mark.postgres
@pytest.mark.django_db
def test_fill_makes_a_small_country_round_the_region():
    region = furnish().corners["own"].programme.region_id

    fill(Size(0.002, region))

    assert Region.objects.count() > 4
    assert Contact.objects.count() > 2000
    assert Contact.objects.filter(region=region, source="Scale").count() == 200
    assert Participation.objects.filter(place__source="Scale").count() >= 40
    assert Invitation.objects.filter(source="Scale").count() == 400 * 25
    assert make_wait(100) == Letter.objects.filter(state="ready", key__contains=":").count() == 100


def _visit(**facts):
    plain = {
        "route": "people:contacts", "person": "admin", "status": 200, "kind": "text/html",
        "bytes": 30_000, "statements": 7, "rows": 60, "buffers": 200, "database": 5.0,
        "slowest": "SELECT",
    }  # fmt: skip
    return {"people:contacts (admin)": Visit(**plain | facts)}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"bytes": 60_000}, "bytes 30000, then 60000"),
        ({"rows": 200}, "rows 60, then 200"),
        ({"buffers": 9000}, "buffers 200, then 9000"),
        ({"database": 80.0}, "database 5, then 80"),
        ({"status": 500}, "500"),
        ({"database": 310.0, "kind": "application/pdf"}, "310 ms of the database"),
    ],
)
def test_what_grows_is_found(facts, said):
    [fault] = _faults(_visit(), _visit(**facts))

    assert said in fault


@pytest.mark.parametrize(
    "facts",
    [{"bytes": 50_000}, {"rows": 110}, {"rows": 900, "kind": "text/csv"}, {"buffers": 6000}],
)
def test_a_fuller_page_and_a_file_are_no_fault(facts):
    assert _faults(_visit(), _visit(**facts)) == []


def test_each_exception_names_a_page_that_is_there():
    assert GROWS.keys() <= {row.route for row in rows()}
