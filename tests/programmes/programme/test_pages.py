"""Programme pages."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import ProgrammeRole
from places.register.span import span
from programmes.models import Partner, Programme
from programmes.programme.services import add_partner, edit_programme, programme_values
from programmes.stamps import stamp
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PlaceFactory,
    ProgrammeFactory,
    UserFactory,
    method_version,
    participation,
)


@pytest.fixture
def as_admin(client, here):
    client.cookies["django_language"] = "en"
    client.force_login(here.admin)
    return client


def address(name, *args):
    return reverse(f"programmes:{name}", args=args)


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def form_data(programme, **changes):
    values = programme_values(programme)
    data = {name: value for name, value in values.items() if value not in ("", None, False)}
    return data | {"seen": stamp(values)} | changes


def test_list_asks_as_much_for_one_programme_as_for_three(as_admin, here):
    one = queries(as_admin, address("list"))
    version = here.programme.method_version
    for _n in range(2):
        ProgrammeFactory(region=here.region, method_version=version)
    assert queries(as_admin, address("list")) == one


def test_page_asks_as_much_for_two_places_and_no_partner_as_for_many(as_admin, here):
    url = address("programme", here.programme.pk)
    add_partner(
        here.programme,
        by=here.admin,
        organisation=OrganisationFactory(region=here.region),
        kind="funder",
    )
    few = queries(as_admin, url)
    for number in range(3):
        participation(here.programme, PlaceFactory(region=here.region, name=f"Plats {number}"))
        organisation = OrganisationFactory(region=here.region)
        Partner.objects.create(programme=here.programme, organisation=organisation, kind="partner")
        ProgrammeRole.objects.create(programme=here.programme, user=UserFactory())
    assert queries(as_admin, url) == few


def test_page_says_how_small_and_large_its_places_are_and_when_they_joined(as_admin, here):
    for number, (size, year) in enumerate(((1950, 2024), (210, 2026))):
        place = PlaceFactory(region=here.region, name=f"Plats {number}")
        one = participation(here.programme, place)
        type(one).objects.filter(pk=one.pk).update(started_on=dt.date(year, 3, 1))
        place.population.create(year=2020, inhabitants=9, source="SCB")  # an older figure
        place.population.create(year=2023, inhabitants=size, source="SCB")
    test = participation(here.programme, PlaceFactory(region=here.region, name="Test"))
    type(test).objects.filter(pk=test.pk).update(is_test=True)

    found = span(here.programme)

    joined = dict(found["by_year"])
    assert (found["low"], found["high"], joined[2024]) == (210, 1950, 1)
    assert found["places"] == sum(joined.values())
    assert "210–1,950 inhabitants" in as_admin.get(address("programme", here.programme.pk)).text


def test_page_shows_who_runs_it_and_its_places(as_admin, here):
    text = as_admin.get(address("programme", here.programme.pk)).content.decode()
    assert "Näsum" in text
    assert "Glimåkra" in text
    assert here.programme.owner.name in text
    assert "Manager" in text


def test_process_leader_sees_only_the_own_place(client, here):
    client.force_login(here.leader)
    text = client.get(address("programme", here.programme.pk)).content.decode()
    assert "Näsum" in text
    assert "Glimåkra" not in text


@pytest.mark.parametrize("person", ["outsider", "other_admin", "other_coach"])
def test_programme_of_others_is_not_found(client, here, person):
    client.force_login(getattr(here, person))
    assert client.get(address("programme", here.programme.pk)).status_code == 404
    assert client.post(address("programme_edit", here.programme.pk)).status_code == 404


def test_coach_sees_but_does_not_edit(client, here):
    client.force_login(here.coach)
    assert client.get(address("programme", here.programme.pk)).status_code == 200
    assert client.get(address("programme_edit", here.programme.pk)).status_code == 403
    assert client.post(address("partner_add", here.programme.pk)).status_code == 403
    assert client.get(address("programme_add")).status_code == 403


def test_programme_is_created(as_admin, here):
    owner = OrganisationFactory(region=here.region)
    data = form_data(
        here.programme, name="Ett nytt", owner=owner.pk, population_min=200, three_sectors="on"
    )
    response = as_admin.post(address("programme_add"), data | {"region": here.region.pk})
    made = Programme.objects.get(name="Ett nytt")
    assert response.url == address("programme", made.pk)
    assert (made.region, made.population_min, made.three_sectors) == (here.region, 200, True)


@pytest.mark.parametrize("region", ["0", "x", "99999"])
def test_programme_in_an_unknown_region_is_not_found(as_admin, here, region):
    assert as_admin.post(address("programme_add"), {"region": region}).status_code == 404


def test_programme_in_another_region_is_not_found(as_admin, here):
    data = form_data(here.programme, region=here.other_region.pk)
    assert as_admin.post(address("programme_add"), data).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"starts_on": "2026-13-45"}, "Enter a valid date."),
        ({"ends_on": "2000-01-01"}, "The end must not be before the start."),
        (
            {"population_min": "5000", "population_max": "400"},
            "The upper bound must not be below the lower.",
        ),
        ({"sum_per_place": "abc"}, "Write a sum in figures"),
        ({"volunteer_rate": "-5"}, "Write the sum without a minus."),
        ({"place_kinds": ["castle"]}, "castle is not one of the available choices."),
        ({"support_months": "99999999"}, "Ensure this value is less than or equal to"),
    ],
)
def test_faulty_programme_is_told_and_not_saved(as_admin, here, wrong, message):
    before = programme_values(here.programme)
    response = as_admin.post(
        address("programme_edit", here.programme.pk), form_data(here.programme, **wrong)
    )
    assert response.status_code == 422
    assert message in response.content.decode()
    assert programme_values(Programme.objects.get(pk=here.programme.pk)) == before


def test_another_regions_method_and_owner_are_not_offered(as_admin, here):
    other = method_version(here.other_region, steps=1, gate_after=None, key="other")
    wrong = {"owner": here.other_programme.owner_id, "method_version": other.pk}
    response = as_admin.post(
        address("programme_edit", here.programme.pk), form_data(here.programme, **wrong)
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"owner", "method_version"}


def test_programme_is_edited(as_admin, here):
    url = address("programme_edit", here.programme.pk)
    assert as_admin.post(url, form_data(here.programme, name="Nytt namn")).status_code == 302
    assert Programme.objects.get(pk=here.programme.pk).name == "Nytt namn"


def test_programme_changed_meanwhile_shows_both(as_admin, here):
    mine = form_data(here.programme, name="Mitt namn")
    seen = stamp(programme_values(here.programme))
    edit_programme(here.programme, by=here.manager, seen=seen, values={"name": "Hans namn"})
    response = as_admin.post(address("programme_edit", here.programme.pk), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Hans namn" in text
    assert 'value="Mitt namn"' in text
    assert Programme.objects.get(pk=here.programme.pk).name == "Hans namn"


def test_partner_is_added_and_removed(as_admin, here):
    organisation = OrganisationFactory(region=here.region)
    url = address("partner_add", here.programme.pk)
    assert (
        as_admin.post(url, {"organisation": organisation.pk, "kind": "funder"}).status_code == 302
    )
    again = as_admin.post(url, {"organisation": organisation.pk, "kind": "funder"})
    assert again.status_code == 409
    assert "has this part in the programme already" in again.content.decode()
    partner = Partner.objects.get()
    remove = address("partner_remove", here.programme.pk, partner.pk)
    assert as_admin.get(remove).status_code == 200
    assert as_admin.post(remove).status_code == 302
    assert as_admin.post(remove).status_code == 404


@pytest.mark.parametrize(
    ("name", "kind", "sector"),
    [("Bromölla kommun", "partner", "municipality"), ("Fonden", "funder", "funder")],
)
def test_partner_that_the_register_lacks_is_added_by_its_name(as_admin, here, name, kind, sector):
    MunicipalityFactory(name="Bromölla", full_name="Bromölla kommun", country=here.region.country)
    url = address("partner_add", here.programme.pk)
    answer = as_admin.post(url, {"organisation": f"new:{name}", "kind": kind})
    assert answer.status_code == 302
    partner = Partner.objects.get()
    assert (partner.organisation.name, partner.organisation.sector) == (name, sector)
    assert bool(partner.municipality) is (sector == "municipality")


def test_another_regions_organisation_is_refused_at_the_field(as_admin, here):
    organisation = OrganisationFactory(region=here.other_region)
    response = as_admin.post(
        address("partner_add", here.programme.pk),
        {"organisation": organisation.pk, "kind": "funder"},
    )
    assert response.status_code == 422
    assert not Partner.objects.exists()


@pytest.mark.day(dt.date(2026, 11, 16))
def test_manager_is_added_and_ended(as_admin, here):
    person = UserFactory(email="ny@example.org")
    data = {"email": "NY@example.org", "starts_on": "2026-01-01"}
    assert as_admin.post(address("manager_add", here.programme.pk), data).status_code == 302
    role = ProgrammeRole.objects.get(user=person)
    url = address("manager_end", here.programme.pk, role.pk)
    early = as_admin.post(url, {"ends_on": "2025-12-31"})
    assert early.status_code == 409
    assert as_admin.post(url, {"ends_on": "2026-02-01"}).status_code == 302
    role.refresh_from_db()
    assert role.ends_on == dt.date(2026, 2, 1)


def test_manager_does_not_appoint_managers(client, here):
    client.force_login(here.manager)
    assert client.post(address("manager_add", here.programme.pk)).status_code == 403


def test_currency_stays_once_places_take_part(as_admin, here):
    response = as_admin.post(
        address("programme_edit", here.programme.pk), form_data(here.programme, currency="DKK")
    )
    assert "their sums are in SEK" in response.content.decode()
    assert Programme.objects.get(pk=here.programme.pk).currency == "SEK"


def test_sums_are_read_as_people_write_them(as_admin, here):
    data = form_data(
        here.programme, sum_per_place="150.000", volunteer_rate="175,50", mileage_rate="2,5 kr"
    )
    as_admin.post(address("programme_edit", here.programme.pk), data)
    saved = Programme.objects.get(pk=here.programme.pk)
    sums = (saved.sum_per_place, saved.volunteer_rate, saved.mileage_rate)
    assert sums == (Decimal(150000), Decimal("175.50"), Decimal("2.50"))
