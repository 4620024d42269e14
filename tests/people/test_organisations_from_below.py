"""An organisation that is named at a place, and doubles that are put together."""

import pytest

from core.refusals import NotAllowed, Refusal
from people.models import Organisation, RegionRole
from people.register.services import merge_organisations, name_organisation, save_organisation
from programmes.models import Partner
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def admin(region):
    user = UserFactory()
    RegionRole.objects.create(user=user, region=region, starts_on="2020-01-01")
    return user


def named(region, name="Näsums byalag", **values):
    return name_organisation(region=region, name=name, place="Näsum", by=UserFactory(), **values)


def test_a_new_name_stands_in_the_register_with_the_place(region):
    made = named(region)
    assert (made.region, made.added_at, made.sector) == (region, "Näsum", "association")


def test_a_name_that_is_there_in_other_letters_is_the_same(region):
    made = named(region)
    assert named(region, " näsums  BYALAG ") == made
    assert Organisation.objects.filter(region=region).count() == 1


@pytest.mark.parametrize(("name", "code"), [("  ", "name_missing"), ("x" * 201, "name_too_long")])
def test_a_name_that_is_none_is_refused(region, name, code):
    with pytest.raises(Refusal) as refused:
        named(region, name)
    assert refused.value.code == code


def test_the_mark_goes_when_the_region_has_looked(region, admin):
    assert save_organisation(named(region), by=admin).added_at == ""


def test_a_double_is_put_together_and_what_named_it_follows(region, admin):
    keep, double = OrganisationFactory(region=region), named(region)
    programme = ProgrammeFactory(region=region, owner=double)
    for one in (keep, double):
        Partner.objects.create(programme=programme, organisation=one, kind="partner")
    Partner.objects.create(programme=programme, organisation=double, kind="funder")
    merge_organisations(double=double, keep=keep, by=admin)
    programme.refresh_from_db()
    assert programme.owner == keep
    kinds = Partner.objects.filter(programme=programme, organisation=keep)
    assert sorted(kinds.values_list("kind", flat=True)) == ["funder", "partner"]
    assert not Organisation.objects.filter(pk=double.pk).exists()


def test_only_the_regions_administrator_puts_together(region):
    with pytest.raises(NotAllowed):
        merge_organisations(double=named(region), keep=named(region, "B"), by=UserFactory())


def test_an_organisation_of_another_region_is_no_double(region, admin):
    with pytest.raises(Refusal, match="another region"):
        merge_organisations(double=named(region), keep=OrganisationFactory(), by=admin)
