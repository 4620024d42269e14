"""Several people may share a mailbox; one person may be written in several ways."""

import pytest

from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.guests.persons import another
from workshops.series.certificate import people_of

HOUSE = "familjenek@example.org"


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Anna Ek", "Bo Ek", True),
        ("Anna Ek", "Anna", False),
        ("Anna Ek", "Ek, Anna", False),
        ("Anna Ek", "ANNA  EK", False),
        ("Anna Ek", "Anna Ek-Berg", False),
        ("Anna Ek", "", False),
        ("Anna Ek", HOUSE, False),
        ("Anna Ek", "Familjenek", False),
        ("Näsums byalag", "Bo Ek", True),
    ],
)
def test_names_under_one_address_are_one_person_or_two(one, other, two):
    assert another(one, other, HOUSE) is two
    assert another(other, one, HOUSE) is two


@pytest.mark.django_db
def test_couple_gets_a_certificate_each():
    w = world()
    first, second = meeting(w), meeting(w)
    rows = [
        guest(first, 1, name="Anna Ek", email=HOUSE),
        guest(first, 2, name="Bo Ek", email=HOUSE),
        guest(second, 1, name="Anna", email=HOUSE),
        guest(second, 2, name="Ek, Bo", email=HOUSE),
    ]

    people = people_of(rows)

    assert sorted(sorted(one.name for one in person.invitations) for person in people) == [
        ["Anna", "Anna Ek"], ["Bo Ek", "Ek, Bo"],
    ]  # fmt: skip
